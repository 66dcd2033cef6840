"""Documents cited for a criterion at a page: chosen by the unit, read by scorers, frozen when filed."""

import json
from datetime import date

import pytest
from django.urls import reverse

from campaigns.enums import SubmissionKind as K
from campaigns.queries.evidence import evidence_rows, own_rows
from campaigns.services.evidence import add_evidence, remove_evidence
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Citation
from scoring.services.citations import cite
from scoring.services.lines import save_line
from scoring.services.sheets import submit_self_score
from tests.factories.campaigns import participation_of
from tests.factories.scoring import line_of, sheet_at
from tests.factories.submissions import file_evidence
from tests.support.files import another_pdf
from tests.support.pages import text_of

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def sheet(province, campaign, table):
    return sheet_at(S.DRAFT, province, campaign)


def proof(sheet, by, number=1, **more):
    given = {"title": "Báo cáo", "doc_number": "412/BC-BDT", "doc_date": date(2021, 11, 5)} | more
    return add_evidence(participation=sheet.participation, file=another_pdf(number), by=by, **given)


def cited(sheet, by, pages, no="1.1"):
    line = line_of(sheet, no)
    return cite(line_id=line.pk, pages=pages, version=line.version, by=by)


def address(sheet, no="1.1"):
    return reverse("scoring:cite", args=[line_of(sheet, no).pk])


def chosen(line, **pages):
    """What the form sends: a tick and a page for each document."""
    given = {f"doc_{pk}": "on" for pk in pages} | {f"page_{pk}": page for pk, page in pages.items()}
    return {"version": line.version} | given


def test_one_document_proves_several_criteria_each_at_its_page(province, sheet):
    found = proof(sheet, province.officer)
    cited(sheet, province.officer, {found.pk: "3"})
    cited(sheet, province.officer, {found.pk: "2–4"}, "1.2")
    assert [str(one) for one in Citation.objects.all()] == [
        "412/BC-BDT ngày 05/11/2021, trang 3",
        "412/BC-BDT ngày 05/11/2021, trang 2–4",
    ]
    assert [use.label for use in evidence_rows(sheet.participation, province.head)[0].uses] == [
        "Tiêu chí 1.1, trang 3",
        "Tiêu chí 1.2, trang 2–4",
    ]
    assert [one.first_page for one in Citation.objects.all()] == ["3", "2"]


def test_citing_again_replaces_and_the_head_must_read_the_sheet_again(province, sheet):
    first, second = proof(sheet, province.officer), proof(sheet, province.officer, 2)
    cited(sheet, province.officer, {first.pk: ""})
    before = sheet.version
    cited(sheet, province.officer, {second.pk: "1"})
    sheet.refresh_from_db()
    assert (Citation.objects.get().evidence, sheet.version > before) == (second, True)
    detail = AuditEvent.objects.filter(event="line.cited").first().detail
    assert (detail["old"], detail["new"]) == ({str(first.pk): ""}, {str(second.pk): "1"})


def test_a_document_of_another_unit_cannot_be_cited(province, campaign, sheet):
    other = add_evidence(
        participation=participation_of(campaign, province.units[1]), file=another_pdf(1), by=province.officers[1]
    )
    with pytest.raises(Refused) as refusal:
        cited(sheet, province.officer, {other.pk: ""})
    assert refusal.value.reason == "Chỉ viện dẫn được minh chứng đang có trong hồ sơ của chính đơn vị."


def test_two_people_citing_one_line_overwrite_nobody(province, sheet):
    found, line = proof(sheet, province.officer), line_of(sheet, "1.1")
    cite(line_id=line.pk, pages={found.pk: "3"}, version=line.version, by=province.head)
    cite(line_id=line.pk, pages={found.pk: "3"}, version=line.version, by=province.officer)
    with pytest.raises(Conflict) as conflict:
        cite(line_id=line.pk, pages={found.pk: "4"}, version=line.version, by=province.officer)
    assert conflict.value.reason == "Tiêu chí 1.1 vừa được người khác sửa sau khi bạn mở trang."
    assert Citation.objects.get().page == "3"


def test_a_sheet_that_was_filed_keeps_its_citations(province, campaign, table):
    draft = sheet_at(S.DRAFT, province, campaign)
    with pytest.raises(Refused) as refusal:
        cited(draft, province.staff, {})
    assert refusal.value.reason == "Chỉ cán bộ, thủ trưởng của đơn vị tự chấm điểm."
    draft.state = S.SELF_SUBMITTED
    draft.save()
    with pytest.raises(Refused) as refusal:
        cited(draft, province.officer, {})
    assert refusal.value.reason == (
        "Bảng điểm đã nộp nên không sửa được nữa; muốn sửa, hãy đề nghị Trưởng khối trả lại."
    )


@pytest.mark.parametrize("who", ["staff", "leader", "bloc_secretary"])
def test_others_do_not_learn_from_a_document_which_criteria_a_draft_proves(
    province, sheet, sign_in, who, settings, tmp_path
):
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    found, reader = proof(sheet, province.officer), province.everybody()[who]
    file_evidence(province, sheet.participation.campaign, K.FINAL_REPORT)
    cited(sheet, province.officer, {found.pk: "3"})

    def words(person):
        page = text_of(sign_in(person).get(reverse("campaigns:evidence_view", args=[found.pk])))
        return "Tiêu chí 1.1, trang 3" in page, "Dùng ở Chưa dùng" in page

    assert (words(reader), words(province.officer)) == ((False, True), (True, False))
    assert evidence_rows(sheet.participation, reader)[0].uses == ()
    type(sheet).objects.filter(pk=sheet.pk).update(state=S.SELF_SUBMITTED)
    assert words(reader) == (True, False)


def test_a_document_cited_in_a_filed_sheet_stays(province, sheet):
    found = proof(sheet, province.officer)
    cited(sheet, province.officer, {found.pk: "3"})
    assert own_rows(sheet.participation)[0].kept == ""
    type(sheet).objects.filter(pk=sheet.pk).update(state=S.SELF_SUBMITTED)
    with pytest.raises(Refused) as refusal:
        remove_evidence(evidence_id=found.pk, by=province.officer)
    assert refusal.value.reason == (
        "Tệp đang được viện dẫn ở tiêu chí 1.1 của bảng điểm đã nộp nên không bỏ được. "
        "Muốn bỏ, hãy đề nghị Trưởng khối trả lại bảng điểm."
    )


def test_what_was_removed_is_cited_no_longer(province, sheet, sign_in):
    found = proof(sheet, province.officer)
    cited(sheet, province.officer, {found.pk: "3"})
    remove_evidence(evidence_id=found.pk, by=province.officer)
    client = sign_in(province.officer)
    assert "412/BC-BDT" not in text_of(client.get(reverse("scoring:sheet", args=[sheet.pk])))
    assert "Hồ sơ chưa có minh chứng" in text_of(client.get(address(sheet)))


def test_filing_freezes_what_is_cited_with_its_page(province, campaign, table, at):
    sheet = sheet_at(S.DRAFT, province, campaign)
    found = proof(sheet, province.officer)
    cited(sheet, province.officer, {found.pk: "3"})
    receipt = submit_self_score(sheet_id=sheet.pk, by=province.head)
    lines = {line["no"]: line for line in json.loads(bytes(receipt.payload))["content"]["lines"]}
    assert lines["1.1"]["evidence"] == [
        {
            "title": "Báo cáo",
            "doc_number": "412/BC-BDT",
            "doc_date": "2021-11-05",
            "page": "3",
            "file_name": "minh-chung-1.pdf",
            "sha256": found.file_id,
        }
    ]
    assert lines["1.2"]["evidence"] == []


def test_the_unit_chooses_documents_and_pages_on_a_page_of_its_own(province, sheet, sign_in):
    found, client = proof(sheet, province.officer), sign_in(province.officer)
    assert "Báo cáo" in text_of(client.get(address(sheet)))
    line = line_of(sheet, "1.1")
    response = client.post(address(sheet), chosen(line, **{str(found.pk): "3"}))
    assert response.url == f"{reverse('scoring:sheet', args=[sheet.pk])}#dong-{line.pk}"
    page = client.get(reverse("scoring:sheet", args=[sheet.pk]))
    assert "412/BC-BDT ngày 05/11/2021, trang 3" in text_of(page)
    assert f"{reverse('campaigns:evidence_view', args=[found.pk])}?trang=3" in page.content.decode()


def test_a_page_without_a_tick_means_the_document(province, sheet, sign_in):
    found = proof(sheet, province.officer)
    sign_in(province.officer).post(address(sheet), {"version": line_of(sheet, "1.1").version, f"page_{found.pk}": "7"})
    assert Citation.objects.get().page == "7"


def test_htmx_gets_the_documents_in_the_row_and_then_the_row(province, sheet, sign_in):
    found, client = proof(sheet, province.officer), sign_in(province.officer)
    part = client.get(address(sheet), **HTMX)
    assert ("<html" in part.content.decode(), "Lưu minh chứng" in text_of(part)) == (False, True)
    row = client.post(address(sheet), chosen(line_of(sheet, "1.1"), **{str(found.pk): "3"}), **HTMX)
    assert "412/BC-BDT ngày 05/11/2021, trang 3" in text_of(row)
    assert f'id="dong-{line_of(sheet, "1.1").pk}"' in row.content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_what_could_not_be_cited_is_said_and_stays_typed(province, sheet, sign_in, htmx):
    found, line = proof(sheet, province.officer), line_of(sheet, "1.1")
    typed = chosen(line, **{str(found.pk): "3"})
    save_line(line_id=line.pk, tier=Tier.SELF, values={"note": "x"}, version=line.version, by=province.head)
    response = sign_in(province.officer).post(address(sheet), typed, **(HTMX if htmx else {}))
    assert "Tiêu chí 1.1 vừa được người khác sửa sau khi bạn mở trang." in text_of(response)
    assert 'value="3"' in response.content.decode()
    assert response.status_code == (200 if htmx else 422)


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("staff", 404), ("stranger", 404)])
def test_documents_are_chosen_by_the_unit_alone(province, sheet, sign_in, who, status):
    assert sign_in(province.everybody()[who]).get(address(sheet)).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_costs_the_same_however_much_is_cited(province, sheet, sign_in, django_assert_num_queries, count):
    proofs = [proof(sheet, province.officer, number).pk for number in range(count)]
    for no in ("1.1", "1.2", "2.1"):
        cited(sheet, province.officer, dict.fromkeys(proofs, "1"), no)
    client, choosing = sign_in(province.officer), address(sheet)
    with django_assert_num_queries(10):
        client.get(reverse("scoring:sheet", args=[sheet.pk]))
    with django_assert_num_queries(10):
        client.get(choosing)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tr. 3", "3"),
        ("tr 2–4", "2–4"),
        ("trang 5", "5"),
        ("trang 3-5", "3–5"),
        ("3,7 - 9", "3, 7–9"),
        ("3 và 5; 8", "3, 5, 8"),
        ("4-4", "4"),
        ("trang", ""),
    ],
)
def test_keeps_pages_in_one_way_of_writing(province, sheet, typed, kept):
    found = proof(sheet, province.officer)
    cited(sheet, province.officer, {found.pk: typed})
    assert Citation.objects.get().page == kept


WRONG = ["mười", "trước bìa", "0", "5-3", "3-", "3..5", "3, ", "12345", "1,2,3,4,5,6,7,8,9,10,11,12,13"]


@pytest.mark.parametrize("typed", WRONG)
def test_what_names_no_pages_is_refused_with_what_to_write(province, sheet, typed):
    found = proof(sheet, province.officer)
    with pytest.raises(Refused, match="Hãy ghi số trang như “3”, “3–5” hoặc “3, 7–9”"):
        cited(sheet, province.officer, {found.pk: typed})
    assert not Citation.objects.exists()


def test_what_was_cited_freely_before_stays_as_it_is(province, sheet):
    found, second = proof(sheet, province.officer), proof(sheet, province.officer, 2)
    Citation.objects.create(line=line_of(sheet, "1.1"), evidence=found, page="Phụ lục 2")
    cited(sheet, province.officer, {found.pk: "Phụ lục 2", second.pk: "3"})
    assert dict(Citation.objects.values_list("evidence", "page")) == {found.pk: "Phụ lục 2", second.pk: "3"}


def test_the_dialog_says_which_page_is_none_and_keeps_what_was_typed(province, sheet, sign_in):
    found = proof(sheet, province.officer)
    response = sign_in(province.officer).post(address(sheet), chosen(line_of(sheet, "1.1"), **{str(found.pk): "bìa"}))
    assert response.status_code == 422
    assert "Không rõ trang “bìa” của 412/BC-BDT ngày 05/11/2021. Hãy ghi số trang" in text_of(response)
    assert 'value="bìa"' in response.content.decode()
