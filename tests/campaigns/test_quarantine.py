"""Documents before and after the virus scanner has spoken: who may open them, who is told (integrity rows 78, 79)."""

import pytest

from campaigns.enums import FileKind
from campaigns.models import Evidence
from campaigns.services.evidence import add_evidence, remove_evidence
from campaigns.services.files import attach_file
from core import scanning
from core.exceptions import Refused
from core.models import AuditEvent
from organizations.models import Notice
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.submissions import file_evidence
from tests.support.clamd import EICAR, scanner
from tests.support.files import PDF, pdf
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "Đã nhận, đang chờ quét mã độc. Tệp vẫn tính đúng hạn; người khác mở được khi quét xong."
INFECTED = "Phát hiện mã độc. Tệp bị cách ly, không ai mở được."
KEPT = (
    "Đơn vị hãy quét lại máy tính của mình, tải lên bản sạch; nơi nhận thấy bản ấy khi đơn vị nộp hồ sơ kế tiếp. "
    "Tệp đã nằm trong hồ sơ đã nộp nên không bỏ được; biên nhận ghi lại đúng những gì đã nộp."
)
BAD = PDF + b"% " + EICAR + b"\n%%EOF\n"


@pytest.fixture
def folder(province, at, settings, tmp_path):
    settings.FILES_ROOT, settings.PREVIEWS_ROOT = tmp_path / "files", tmp_path / "previews"
    campaign = launched_campaign(province)
    at("2021-06-25 16:00")
    return participation_of(campaign, province.unit)


def swept(settings):
    with scanner() as fake:
        settings.CLAMD = fake.address
        scanning.sweep()


def page(client, evidence, *more):
    return client.get("/".join(["/phong-trao/minh-chung", str(evidence.pk), *(more or ["xem"]), ""]))


def fetched(client, evidence):
    return client.post(f"/phong-trao/minh-chung/{evidence.pk}/")


def test_while_a_file_waits_only_the_unit_opens_it(province, folder, sign_in, settings):
    settings.CLAMD = "127.0.0.1:9"
    found = add_evidence(participation=folder, file=pdf(), by=province.officer)
    file_evidence(province, folder.campaign)
    staff, head = sign_in(province.staff), sign_in(province.head)
    assert WAITING in text_of(page(staff, found))
    assert WAITING in text_of(page(staff, found, "trang", "1"))
    assert (fetched(staff, found).status_code, WAITING in text_of(fetched(staff, found))) == (403, True)
    response = fetched(head, found)
    assert b"".join(response.streaming_content) == PDF
    assert WAITING not in text_of(page(head, found))
    assert "Đã nhận, đang chờ quét" in text_of(staff.get(f"/phong-trao/don-vi/{folder.pk}/"))


def test_a_clean_file_is_open_to_staff(province, folder, sign_in, settings):
    found = add_evidence(participation=folder, file=pdf(), by=province.officer)
    file_evidence(province, folder.campaign)
    swept(settings)
    response = fetched(sign_in(province.staff), found)
    assert b"".join(response.streaming_content) == PDF


def test_an_infected_file_is_closed_to_everybody_and_the_right_people_are_told(province, folder, sign_in, settings):
    found = add_evidence(participation=folder, file=pdf("bao-cao.pdf", BAD), by=province.officer)
    file_evidence(province, folder.campaign)
    swept(settings)
    for person in (province.officer, province.head, province.staff):
        client = sign_in(person)
        assert INFECTED in text_of(page(client, found))
        assert (fetched(client, found).status_code, INFECTED in text_of(fetched(client, found))) == (403, True)
    told = Notice.objects.filter(dedupe=f"infected:{found.pk}")
    assert {one.recipient for one in told} == {province.officer, province.head, province.staff}
    assert told[0].title == "Phát hiện mã độc trong minh chứng của Đồng Văn"
    assert "Tệp “bao-cao.pdf” (bao-cao) bị cách ly, không ai mở được." in told[0].body
    assert all(one.body.endswith(KEPT) for one in told)
    with pytest.raises(Refused) as refusal:
        remove_evidence(evidence_id=found.pk, by=province.officer)
    assert refusal.value.reason in KEPT
    assert AuditEvent.objects.filter(event="evidence.quarantined", object_id=str(found.pk)).exists()
    assert "Có mã độc, bị cách ly" in text_of(sign_in(province.head).get(f"/phong-trao/don-vi/{folder.pk}/minh-chung/"))


def test_of_a_file_that_was_not_filed_the_staff_learn_no_more_than_that_it_is_infected(province, folder, settings):
    found = add_evidence(participation=folder, file=pdf("bao-cao.pdf", BAD), by=province.officer)
    swept(settings)
    letters = Notice.objects.filter(dedupe=f"infected:{found.pk}")
    bodies = {one.recipient: one.body for one in letters}
    assert (
        bodies[province.head]
        == bodies[province.officer]
        == (
            "Tệp “bao-cao.pdf” (bao-cao) bị cách ly, không ai mở được. "
            "Máy quét gọi mã độc này là “Eicar-Signature”. "
            "Đơn vị hãy quét lại máy tính của mình, bỏ tệp này và tải lên bản sạch."
        )
    )
    assert bodies[province.staff] == (
        "Một tệp đơn vị tải lên nhưng chưa nộp bị cách ly, không ai mở được. "
        "Máy quét gọi mã độc này là “Eicar-Signature”. "
        "Đơn vị đã được báo để quét lại máy tính và thay tệp."
    )
    remove_evidence(evidence_id=found.pk, by=province.officer)


def test_people_are_told_once(province, folder, settings):
    found = add_evidence(participation=folder, file=pdf(content=BAD), by=province.officer)
    swept(settings)
    count = Notice.objects.count()
    for tell in scanning.ON_INFECTED:
        tell(found.file, "x")
    assert Notice.objects.count() == count


def test_what_is_known_to_be_infected_is_not_taken_again(province, folder, settings):
    add_evidence(participation=folder, file=pdf(content=BAD), by=province.officer)
    swept(settings)
    other = participation_of(folder.campaign, province.units[1])
    with pytest.raises(Refused) as refusal:
        add_evidence(participation=other, file=pdf(content=BAD), by=province.officers[1])
    assert (refusal.value.reason, Evidence.objects.count()) == (INFECTED, 1)


def test_a_document_of_the_campaign_waits_for_the_scanner_too(province, folder, sign_in, settings):
    attached = attach_file(campaign_id=folder.campaign_id, kind=FileKind.SIGNED, file=pdf(), by=province.staff)
    address = f"/phong-trao/{folder.campaign.code}/van-ban/{attached.pk}/"
    settings.CLAMD = "127.0.0.1:9"
    assert WAITING in text_of(sign_in(province.officer).get(address))
    response = sign_in(province.staff).get(address)
    assert b"".join(response.streaming_content) == PDF
