"""A self-score that was sent back and not filed again: after the deadline its last receipt counts again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.enums import Outcome, SubmissionState
from campaigns.models import Participation
from campaigns.services.evidence import add_evidence
from core import clock
from core.exceptions import Refused
from core.models import AuditEvent
from organizations.models import Notice
from reports.queries.worklist import work
from scoring.contents import freeze
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Criterion, ScoreSheet
from scoring.services import citations, lines, rankings, sheets, table_editing, tables, versions
from scoring.services.retaking import take_filed
from tests.factories.campaigns import participation_of
from tests.factories.scoring import line_of, scorer_of, sheet_at, write
from tests.factories.sheets import criterion, filed, group, table_with
from tests.support.files import another_pdf

pytestmark = pytest.mark.django_db
AFTER = "2021-12-31 09:00"
REASON = "Đơn vị không nộp lại dù đã nhắc"


def take(province, campaign, by, *, member=0, reason=REASON):
    folder = Participation.objects.get(pk=participation_of(campaign, province.units[member]).pk)
    return take_filed(folder=folder, reason=reason, by=by)


def send_back(province, sheet):
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại", by=province.secretary)


@pytest.fixture
def returned(province, campaign, table):
    """Filed and sent back; meanwhile the unit typed into three rows."""
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    send_back(province, sheet)
    write(sheet, "1.1", Tier.SELF, province.officer, actual=Decimal(99))
    write(sheet, "2.1", Tier.SELF, province.officer, grade="D", note="Sửa")
    write(sheet, "3.1", Tier.SELF, province.officer, points=Decimal(8))
    return sheet


def test_brings_back_facts_points_notes_and_totals_of_the_last_receipt(province, campaign, returned, at):
    filed_total = ScoreSheet.objects.get(pk=returned.pk).submission.receipts.get().received_at
    at(AFTER)
    sheet = take(province, campaign, province.secretary)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    assert (sheet.state, sheet.self_missing, sheet.self_total) == (S.SELF_SUBMITTED, False, Decimal("37.75"))
    assert (line_of(sheet, "1.1").actual, line_of(sheet, "2.1").self_note) == (Decimal("38.5"), "")
    assert line_of(sheet, "3.1").self_points == Decimal(7)
    assert (line_of(sheet, "1.1").bloc_points, line_of(sheet, "1.2").bloc_points) == (None, Decimal("10.75"))
    assert sheet.submission.receipts.get().received_at == filed_total


def test_is_exactly_what_was_filed(province, campaign, table, at, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    sheet = sheet_at(S.DRAFT, province, campaign)
    given = {"participation": sheet.participation, "title": "Báo cáo", "by": province.officer}
    proof = add_evidence(file=another_pdf(1), **given)
    line = line_of(sheet, "1.1")
    citations.cite(line_id=line.pk, pages={proof.pk: "3"}, version=line.version, by=province.officer)
    sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    before = freeze(ScoreSheet.objects.get(pk=sheet.pk).submission)
    send_back(province, sheet)
    write(sheet, "1.1", Tier.SELF, province.officer, actual=Decimal(99))
    line = line_of(sheet, "1.1")
    citations.cite(line_id=line.pk, pages={}, version=line.version, by=province.officer)
    at(AFTER)
    sheets.refresh_facts(sheet_id=sheet.pk, by=province.officer)
    take(province, campaign, province.staff)
    assert freeze(ScoreSheet.objects.get(pk=sheet.pk).submission) == before


def test_is_noted_with_what_was_typed_since_and_told_to_the_unit(province, campaign, returned, at):
    at(AFTER)
    take(province, campaign, province.secretary)
    event = AuditEvent.objects.get(event="sheet.taken_as_filed")
    assert (event.actor, event.detail["reason"]) == (province.secretary, REASON)
    assert event.detail["draft"].keys() == {"1.1", "2.1", "3.1"}
    told = Notice.objects.filter(title="Bảng tự chấm đã nộp được lấy lại để khối chấm")
    assert set(told.values_list("recipient", flat=True)) == {province.officer.pk, province.head.pk}
    assert REASON in told.first().body


def test_lets_the_bloc_go_on_to_the_publication(province, campaign, returned, at):
    for member in (1, 2):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    at(AFTER)
    sheet = take(province, campaign, province.secretary)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer_of(province, 0))
    sheets.confirm_bloc(sheet_id=sheet.pk, by=scorer_of(province, 0))
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    assert sheet.submission.state == SubmissionState.ACCEPTED
    assert set(sheet.submission.deliveries.values_list("outcome", flat=True)) == {Outcome.ACCEPTED}
    assert len(rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff).rows) == 3


def test_gives_a_bloc_that_compares_its_points(province, campaign, at):
    table_with(province, campaign, group("I", criterion("1", "rank_in_bloc", {"points": ["10", "6", "3"]})))
    made = [filed(province, campaign, {"1": {"actual": Decimal(one)}}, member=at) for at, one in enumerate((7, 9, 8))]
    send_back(province, made[0])
    write(made[0], "1", Tier.SELF, province.officer, actual=Decimal(20))
    at(AFTER)
    take(province, campaign, province.secretary)
    assert [line_of(sheet, "1").self_points for sheet in made] == [Decimal(3), Decimal(10), Decimal(6)]


def test_leaves_open_what_the_receipt_does_not_answer(province, campaign, table, returned, at):
    made = versions.change_table(table_id=table.pk, reason="Hướng dẫn mới", by=province.staff)
    new = {"no": "4.3", "name": "Mới", "max_points": Decimal(1), "rule": "manual", "params": {}}
    table_editing.save_criterion(group_id=made.groups.get(no="IV").pk, values=new, by=province.staff)
    Criterion.objects.filter(group__table=made, no="2.1").update(rule="manual", params={}, target=None)
    tables.freeze_table(table_id=made.pk, by=province.staff, basis="Biên bản họp khối")
    write(returned, "4.3", Tier.SELF, province.officer, points=Decimal(1))
    at(AFTER)
    take(province, campaign, province.secretary)
    assert [line_of(returned, no).self_points for no in ("1.1", "2.1", "4.3")] == [Decimal(10), None, None]


def test_waits_for_the_deadline_and_wants_a_reason(province, campaign, returned, at):
    at(AFTER)
    with pytest.raises(Refused, match="Hãy ghi lý do"):
        take(province, campaign, province.secretary, reason=" ")
    at("2021-06-01 09:00")
    with pytest.raises(Refused, match="Chưa hết hạn"):
        take(province, campaign, province.secretary)


def test_leaves_time_to_mend_what_was_sent_back_after_the_deadline(province, campaign, table, at, sign_in):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    at("2021-12-09 09:00")  # four days after the deadline
    send_back(province, sheet)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    (duty,) = [one.duty for one in work(province.officer, clock.now()).lines if "bị trả lại" in one.duty.title]
    assert (duty.state, duty.due_at) == ("Trả lại để sửa", sheet.submission.answered_at + timedelta(days=3))
    assert "Lấy lại bản đã nộp" not in sign_in(province.secretary).get(reverse("scoring:list")).content.decode()
    with pytest.raises(Refused, match="chưa đủ 3 ngày từ lúc trả lại"):
        take(province, campaign, province.secretary)
    at("2021-12-12 09:01")
    assert "Lấy lại bản đã nộp" in sign_in(province.secretary).get(reverse("scoring:list")).content.decode()
    assert take(province, campaign, province.secretary).state == S.SELF_SUBMITTED


@pytest.mark.parametrize("who", ["officer", "head", "leader", "council_member", "stranger"])
def test_is_the_matter_of_the_office_and_the_standing_body(province, campaign, returned, at, who):
    at(AFTER)
    with pytest.raises(Refused):
        take(province, campaign, province.everybody()[who])


def test_takes_only_what_was_sent_back(province, campaign, table, at):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.DRAFT, province, campaign, member=1)
    at(AFTER)
    for member in (0, 1, 2):
        with pytest.raises(Refused, match="không ở trạng thái bị trả lại"):
            take(province, campaign, province.staff, member=member)


def test_is_found_where_silent_units_are_settled(sign_in, province, campaign, returned, at):
    at(AFTER)
    client = sign_in(province.secretary)
    url = reverse("scoring:take_filed", args=[participation_of(campaign, province.unit).pk])
    assert url in client.get(reverse("scoring:list")).content.decode()
    assert returned.submission.receipts.get().code in client.get(url).content.decode()
    assert "Lý do" in client.post(url, {"reason": ""}).content.decode()
    assert client.post(url, {"reason": REASON}).status_code == 302
    assert client.get(url).status_code == 404
    assert sign_in(province.officer).get(url).status_code == 404
