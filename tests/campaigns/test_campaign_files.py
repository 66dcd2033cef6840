"""Documents attached to a campaign: hung there by staff, fetched by everybody who sees the campaign."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from campaigns.enums import FileKind
from campaigns.models import CampaignFile
from campaigns.services import campaigns
from campaigns.services.files import attach_file
from core.exceptions import Refused
from core.models import AuditEvent
from tests.factories.campaigns import draft_campaign, launched_campaign
from tests.support.files import PDF, pdf
from tests.support.pages import text_of


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def attached(campaign, by, file=None) -> CampaignFile:
    return attach_file(campaign_id=campaign.pk, kind=FileKind.SIGNED, file=file or pdf("ke-hoach.pdf"), by=by)


@pytest.mark.parametrize("make", [draft_campaign, launched_campaign])
def test_staff_attach_a_document(province, at, make):
    at("2020-12-20")
    campaign = make(province)
    found = attached(campaign, province.staff)
    assert (found.file_name, found.kind, found.added_by) == ("ke-hoach.pdf", "signed", province.staff)
    assert AuditEvent.objects.get(event="campaign.file_attached").detail["sha256"] == found.file_id


def test_a_workbook_is_no_document(province, at):
    at("2020-12-20")
    content = BytesIO()
    Workbook().save(content)
    workbook = SimpleUploadedFile("bang.xlsx", content.getvalue())
    with pytest.raises(Refused, match="phải là PDF, Word"):
        attached(draft_campaign(province), province.staff, workbook)


def test_a_cut_file_is_refused(province, at):
    at("2020-12-20")
    with pytest.raises(Refused, match="Tệp PDF tải dở"):
        attached(draft_campaign(province), province.staff, pdf("x.pdf", PDF[:-8]))


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_others_attach_nothing(province, at, role):
    at("2020-12-20")
    with pytest.raises(Refused, match="Chỉ chuyên viên của cơ quan phát động"):
        attached(launched_campaign(province), province.everybody()[role])


def test_nothing_is_attached_to_a_campaign_that_has_ended(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province, milestones=())
    campaigns.close(campaign_id=campaign.pk, by=province.staff)
    with pytest.raises(Refused, match="Phong trào đã kết thúc"):
        attached(campaign, province.staff)


def test_the_page_takes_the_document_and_everybody_who_sees_the_campaign_fetches_it(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province)
    page = sign_in(province.staff).post(
        reverse("campaigns:attach", args=[campaign.code]), {"kind": "signed", "file": pdf("ke-hoach.pdf")}, follow=True
    )
    assert "Đã đính kèm “ke-hoach.pdf”" in text_of(page)
    address = reverse("campaigns:file", args=[campaign.code, CampaignFile.objects.get().pk])
    for person in (province.officer, province.leader, province.staff):
        client = sign_in(person)
        assert address in client.get(reverse("campaigns:detail", args=[campaign.code])).content.decode()
        answer = client.get(address)
        assert (b"".join(answer), answer["Content-Disposition"]) == (PDF, 'attachment; filename="ke-hoach.pdf"')
    assert sign_in(province.stranger).get(address).status_code == 404


def test_the_document_of_a_draft_is_for_those_who_see_the_draft(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    other = launched_campaign(province, "khac")
    found = attached(campaign, province.staff)
    addresses = [reverse("campaigns:file", args=[code, found.pk]) for code in (campaign.code, other.code)]
    assert [sign_in(province.officer).get(address).status_code for address in addresses] == [404, 404]


def test_the_page_says_what_is_wrong_with_the_file(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    client, address = sign_in(province.staff), reverse("campaigns:attach", args=[campaign.code])
    assert "Hãy chọn tệp." in text_of(client.post(address, {"kind": "signed"}))
    broken = pdf("x.pdf", PDF[:-8])
    assert "Tệp PDF tải dở; hãy tải lại" in text_of(client.post(address, {"kind": "signed", "file": broken}))
