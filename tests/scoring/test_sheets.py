"""The life of a sheet through its services: facts, autosave, the three tiers, sending back."""

from decimal import Decimal

import pytest

from campaigns.enums import SubmissionKind, SubmissionState
from campaigns.models import RegistrationLine, Submission
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.models import Notice
from scoring.calculation.facts import Scored
from scoring.enums import PlanSource, Tier
from scoring.enums import SheetState as S
from scoring.exceptions import LineRefused
from scoring.models import Criterion
from scoring.queries.lines import scored
from scoring.services import lines, sheets
from tests.factories.campaigns import milestone_of, participation_of
from tests.factories.figures import record
from tests.factories.scoring import SCORING_DAY, line_of, opened_sheet, scorer_of, sheet_at, write
from tests.factories.submissions import submission_at

pytestmark = pytest.mark.django_db


def test_opens_with_plans_of_the_campaign_and_lateness(province, campaign, table, at):
    at(SCORING_DAY)
    sheet = opened_sheet(province, campaign)
    first, late = line_of(sheet, "1.1"), line_of(sheet, "5.2")
    assert (first.plan, first.plan_source, first.actual) == (Decimal("38.5"), PlanSource.CAMPAIGN, None)
    assert (late.days_late, late.self_points) == ({"register": 326}, Decimal(-5))
    assert (sheet.state, sheet.self_total) == (S.DRAFT, Decimal(-5))


def test_takes_the_brackets_that_stand_at_the_deadline(province, campaign, table, at):
    Criterion.objects.filter(no="5.2").update(params={"milestones": ["register"]})
    milestone_of(campaign, SubmissionKind.REGISTER).brackets.create(from_day=3, points=Decimal("-2.5"))
    submission_at(SubmissionState.SUBMITTED, province, campaign, moment="2021-01-13 09:00")
    at(SCORING_DAY)
    late = line_of(opened_sheet(province, campaign), "5.2")
    assert (late.days_late, late.late_brackets) == ({"register": 4}, {"register": [[3, "-2.50"]]})
    assert scored(late, Decimal("0.1")) == Scored(
        Decimal("-2.5"), "Tự động: bản đăng ký chậm 4 ngày → -2,5 điểm (theo bậc ghi ở mốc thời hạn)"
    )
    assert late.self_points == Decimal("-2.5")


def test_opens_with_registered_values_and_latest_figures(province, campaign, table, at):
    submission_at(SubmissionState.SUBMITTED, province, campaign)
    at(SCORING_DAY)
    folder = participation_of(campaign, province.unit)
    target = RegistrationLine.objects.get(value=Decimal(39)).target
    record(folder, province.officer, at(SCORING_DAY).date(), {target.pk: Decimal("41.34")})
    line = line_of(opened_sheet(province, campaign), "1.1")
    assert (line.plan, line.plan_source, line.actual) == (Decimal(39), PlanSource.REGISTERED, Decimal("41.34"))
    assert line.self_points == Decimal("10.6")


def test_opens_the_same_sheet_again(province, campaign, table):
    assert opened_sheet(province, campaign) == opened_sheet(province, campaign)


def test_refuses_to_open_before_the_members_agree_on_a_table(province, campaign):
    with pytest.raises(Refused) as refused:
        opened_sheet(province, campaign)
    assert refused.value.reason == "Khối chưa thống nhất bảng tiêu chí chấm điểm nên chưa tự chấm được."


def test_reads_newer_figures_on_demand(province, campaign, table, at):
    at(SCORING_DAY)
    sheet = opened_sheet(province, campaign)
    target = line_of(sheet, "1.1").criterion.target_id
    folder = participation_of(campaign, province.unit)
    record(folder, province.officer, at(SCORING_DAY).date(), {target: Decimal(77)})
    sheets.refresh_facts(sheet_id=sheet.pk, by=province.officer)
    line = line_of(sheet, "1.1")
    assert (line.actual, line.self_points, line.version) == (Decimal(77), Decimal(11), 2)


def test_computes_the_units_points_by_the_rule_and_keeps_totals(province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    points = {line.criterion.no: line.self_points for line in sheet.lines.select_related("criterion")}
    assert points == {
        "1.1": Decimal(10),
        "1.2": Decimal("10.75"),
        "2.1": Decimal(10),
        "3.1": Decimal(7),
        "4.1": Decimal(2),
        "4.2": Decimal(3),
        "5.1": Decimal(0),
        "5.2": Decimal(-5),
    }
    assert sheet.self_total == Decimal("37.75")
    assert sheet.group_totals["self"] == {
        "groups": [["I", "20.00"], ["II", "10.00"], ["III", "7.00"], ["IV", "5.00"], ["V", "-5.00"]],
        "over": "0.75",
        "over_raw": "0.75",
        "bonus": "5.75",
        "penalty": "-5.00",
        "exceeded": 1,
    }


def test_ignores_points_typed_where_the_rule_decides(province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    assert write(sheet, "2.1", Tier.SELF, province.officer, points=Decimal(3)).self_points == Decimal(10)


@pytest.mark.parametrize(
    ("no", "values", "code", "sentence"),
    [
        ("3.1", {"points": Decimal(-1)}, "N04", "Điểm không được âm (tiêu chí 3.1, từ 0 đến 8)"),
        ("3.1", {"points": Decimal("8.01")}, "N05", "Vượt điểm tối đa 8 của tiêu chí 3.1"),
        ("4.1", {"points": Decimal(4)}, "N06", "Tổng nhóm IV là 7, tối đa 6 (4.2: 3; 4.1: 4)"),
    ],
)
def test_refuses_bad_points_of_the_unit(province, campaign, table, no, values, code, sentence):
    sheet = sheet_at(S.DRAFT, province, campaign)
    with pytest.raises(LineRefused) as refused:
        write(sheet, no, Tier.SELF, province.officer, **values)
    assert (refused.value.code, refused.value.reason) == (code, sentence)


@pytest.mark.parametrize(
    ("no", "values", "code", "sentence"),
    [
        ("1.1", {"points": Decimal("11.01")}, "N05", "Vượt điểm tối đa 11 của tiêu chí 1.1"),
        ("1.2", {"points": Decimal(9)}, "V02", "Nhập lý do khi điểm khối chấm khác điểm tự chấm."),
        ("1.2", {"points": Decimal(9), "note": "  "}, "V02", "Nhập lý do khi điểm khối chấm khác điểm tự chấm."),
    ],
)
def test_refuses_bad_points_of_the_bloc(province, campaign, table, no, values, code, sentence):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    with pytest.raises(LineRefused) as refused:
        write(sheet, no, Tier.BLOC, province.secretary, **values)
    assert (refused.value.code, refused.value.reason) == (code, sentence)


def test_refuses_deductions_below_the_floor_and_an_appraisal_without_reason(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    with pytest.raises(LineRefused) as refused:
        write(sheet, "5.1", Tier.APPRAISED, province.staff, points=Decimal(-21), note="Hai người")
    assert refused.value.reason == "Điểm không được nhỏ hơn -20 (tiêu chí 5.1, từ -20 đến 0)"
    with pytest.raises(LineRefused) as refused:
        write(sheet, "3.1", Tier.APPRAISED, province.staff, points=Decimal(6))
    assert refused.value.reason == "Nhập lý do khi điểm thẩm định khác điểm khối chấm."


def test_keeps_another_figure_with_its_reason_and_the_trail(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    line = write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal("9.5"), note="Chưa có xác nhận")
    assert (line.self_points, line.bloc_points, line.bloc_note) == (
        Decimal("10.75"),
        Decimal("9.5"),
        "Chưa có xác nhận",
    )
    detail = AuditEvent.objects.filter(event="line.scored").latest("pk").detail
    assert detail == {
        "tier": "bloc",
        "no": "1.2",
        "old": {"points": None, "note": ""},
        "new": {"points": "9.5", "note": "Chưa có xác nhận"},
    }


def test_leaves_the_standing_bodys_groups_to_it(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    with pytest.raises(Refused) as refused:
        write(sheet, "3.1", Tier.BLOC, province.secretary, points=Decimal(7))
    assert refused.value.reason == "Phần III do cơ quan thường trực chấm."


def test_shows_both_when_two_people_change_one_row(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    line = line_of(sheet, "1.1")
    write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(9), note="Số liệu khác")
    with pytest.raises(Conflict) as conflict:
        lines.save_line(
            line_id=line.pk,
            tier=Tier.BLOC,
            values={"points": Decimal(8), "note": "Tôi thấy khác"},
            version=line.version,
            by=province.heads[2],
        )
    assert conflict.value.reason == ("Tiêu chí 1.1 vừa được người khác sửa sau khi bạn mở trang; hiện lưu: 9.")
    assert (conflict.value.theirs.bloc_points, conflict.value.theirs.bloc_note) == (Decimal(9), "Số liệu khác")
    assert line_of(sheet, "1.1").bloc_points == Decimal(9)


def test_takes_a_row_that_was_sent_twice_as_once(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    line = line_of(sheet, "1.1")
    values = {"points": Decimal(9), "note": "Số liệu khác"}
    for _ in range(2):
        lines.save_line(line_id=line.pk, tier=Tier.BLOC, values=values, version=line.version, by=province.secretary)
    assert line_of(sheet, "1.1").version == line.version + 1


def test_takes_over_only_what_is_empty_and_ones_own(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(9), note="Số liệu khác")
    assert lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary) == 2
    points = {line.criterion.no: line.bloc_points for line in sheet.lines.select_related("criterion")}
    assert points == {
        "1.1": Decimal(9),
        "1.2": Decimal("10.75"),
        "2.1": Decimal(10),
        **dict.fromkeys(["3.1", "4.1", "4.2", "5.1", "5.2"]),
    }
    with pytest.raises(Refused):
        lines.take_over(sheet_id=sheet.pk, tier=Tier.SELF, by=province.officer)


def test_refuses_to_file_what_is_not_scored(province, campaign, table, at):
    at(SCORING_DAY)
    sheet = opened_sheet(province, campaign)
    with pytest.raises(Refused) as refused:
        sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    assert refused.value.reason == (
        "Chưa nộp được, bản nháp vẫn được giữ. Chưa chấm tiêu chí 1.1, 1.2, 2.1, 3.1, 4.1, 4.2, 5.1 (khác với 0 điểm)."
    )


def test_files_with_a_receipt_and_tells_the_scorers(province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    receipt = sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.submission.state) == (S.SELF_SUBMITTED, SubmissionState.SUBMITTED)
    assert sheets.submit_self_score(sheet_id=sheet.pk, by=province.head) == receipt
    title = "Đồng Văn đã nộp bảng tự chấm điểm"
    told = Notice.objects.filter(title=title).values_list("recipient", flat=True)
    assert set(told) == {province.secretary.pk, province.heads[2].pk}


def test_freezes_the_whole_self_score(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    payload = bytes(sheet.submission.receipts.get().payload).decode()
    expected = '"name":"Tỷ lệ hộ nghèo giảm","no":"1.2","note":"","params":{"bonus_cap_percent":"10"},"plan":"4"'
    assert expected in payload
    assert '"table":{"name":"Bảng tiêu chí chấm điểm năm 2021","version":1},"total":"37.75"' in payload


def test_refuses_to_file_another_version_than_the_head_read(province, campaign, table):
    sheet = sheet_at(S.DRAFT, province, campaign)
    with pytest.raises(Conflict) as conflict:
        sheets.submit_self_score(sheet_id=sheet.pk, by=province.head, version=sheet.version - 1)
    assert conflict.value.reason == (
        "Bảng điểm vừa được sửa thêm sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi nộp."
    )


def test_refuses_to_confirm_what_is_not_scored(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal("10.75"))
    with pytest.raises(Refused) as refused:
        sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    assert refused.value.reason == "Chưa chấm tiêu chí 1.1, 2.1 (khác với 0 điểm)."


def test_confirms_and_takes_over_the_standing_bodys_groups(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    assert (sheet.confirmed_by, sheet.bloc_total) == (province.secretary, Decimal("37.75"))
    assert line_of(sheet, "5.2").bloc_points == Decimal(-5)


def test_counts_the_appraised_points_in_the_end(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    write(sheet, "3.1", Tier.APPRAISED, province.staff, points=Decimal("6.5"), note="Thiếu minh chứng")
    with pytest.raises(Refused) as refused:
        sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    assert refused.value.reason == "Chưa chấm tiêu chí 1.1, 1.2, 2.1, 4.1, 4.2, 5.1, 5.2 (khác với 0 điểm)."
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    sheet = sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    assert (sheet.state, sheet.total, sheet.appraised_by) == (S.APPRAISED, Decimal("37.25"), province.staff)


def test_excludes_a_unit_from_awards_by_any_case(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign, values={"5.1": {"actual": Decimal(1)}})
    assert sheet.excluded == ["certificate", "flag"]


def test_lifts_the_exclusion_when_the_appraisal_finds_no_case(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign, values={"5.1": {"actual": Decimal(1)}})
    write(sheet, "5.1", Tier.APPRAISED, province.staff, points=Decimal(0), note="Không có quyết định kỷ luật")
    sheet.refresh_from_db()
    assert sheet.excluded == ["certificate", "flag"], "until the appraisal is closed"
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    assert sheets.appraise(sheet_id=sheet.pk, by=province.staff).excluded == []


def test_goes_back_to_the_unit_with_a_reason_and_a_new_receipt(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại tiêu chí 1.2", by=province.secretary)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.submission.state) == (S.DRAFT, SubmissionState.RETURNED)
    assert (sheet.return_reason, sheet.submission.answer) == ("Xem lại tiêu chí 1.2", "Xem lại tiêu chí 1.2")
    write(sheet, "1.2", Tier.SELF, province.officer, actual=Decimal(4))
    kept, dropped = line_of(sheet, "1.1"), line_of(sheet, "1.2")
    assert (kept.bloc_points, dropped.self_points, dropped.bloc_points) == (Decimal(10), Decimal(10), None)
    sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    assert Submission.objects.get(kind=SubmissionKind.SELF_SCORE).receipts.count() == 2


def test_goes_back_to_the_bloc_and_drops_what_the_bloc_then_changes(province, campaign, table):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    sheets.return_sheet(sheet_id=sheet.pk, to="bloc", reason="Xem lại 1.1", by=province.staff)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.confirmed_at, sheet.appraised_by) == (S.SELF_SUBMITTED, None, None)
    write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(9), note="Số liệu chưa đúng")
    assert line_of(sheet, "1.1").appraised_points is None
    assert line_of(sheet, "1.2").appraised_points == Decimal("10.75")


@pytest.mark.parametrize(("state", "to"), [(S.SELF_SUBMITTED, "unit"), (S.APPRAISED, "bloc")])
def test_asks_for_a_reason_to_send_back(province, campaign, table, state, to):
    sheet = sheet_at(state, province, campaign)
    by = province.secretary if to == "unit" else province.staff
    with pytest.raises(Refused) as refused:
        sheets.return_sheet(sheet_id=sheet.pk, to=to, reason=" ", by=by)
    assert refused.value.reason == "Hãy ghi lý do trả lại để người nhận biết cần sửa gì."


def test_lets_the_deputy_score_the_leaders_own_sheet(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign, member=2)
    assert sheet.confirmed_by == scorer_of(province, 2) == province.heads[1]


def test_lets_the_standing_body_score_the_leader_where_there_is_no_deputy(province, campaign, table):
    province.bloc.memberships.filter(role="deputy").update(role="member")
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign, member=2)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.staff)
    assert sheets.confirm_bloc(sheet_id=sheet.pk, by=province.staff).confirmed_by == province.staff


def test_what_was_appraised_and_went_back_step_by_step_can_be_filed_again(province, campaign, table):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    sheets.return_sheet(sheet_id=sheet.pk, to="bloc", reason="Xem lại nhóm II", by=province.staff)
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Bổ sung số liệu", by=province.secretary)
    first = sheet.submission.receipts.get()
    again = sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.submission.state) == (S.SELF_SUBMITTED, "submitted")
    assert again.code != first.code
