"""A unit that files no self-score: who settles it, when, and what the bloc's table makes of it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.enums import SubmissionKind
from campaigns.models import Participation
from campaigns.services import extensions
from core.exceptions import Refused
from core.models import AuditEvent
from organizations.models import Notice
from scoring.enums import MissingSelf, Tier
from scoring.enums import SheetState as S
from scoring.exceptions import LineRefused
from scoring.models import ScoreSheet
from scoring.services import lines, sheets, table_editing, tables, versions
from scoring.services.missing import settle_missing
from tests.factories.campaigns import milestone_of, participation_of
from tests.factories.figures import record
from tests.factories.ground import second_staff
from tests.factories.scoring import frozen_table, line_of, opened_sheet, sheet_at, write
from tests.factories.sheets import criterion, filed, group, table_with
from tests.support.dates import on

pytestmark = pytest.mark.django_db
AFTER = "2021-12-31 09:00"
BEFORE = "2021-06-01 09:00"


def settle(province, campaign, by, member=0):
    folder = Participation.objects.get(pk=participation_of(campaign, province.units[member]).pk)
    return settle_missing(folder=folder, by=by)


def by_rule(table, mode):
    type(table).objects.filter(pk=table.pk).update(missing_self=mode)


def test_lets_the_bloc_score_by_what_is_known_and_forgets_what_nobody_signed(province, campaign, table, at):
    sheet = sheet_at(S.DRAFT, province, campaign)
    folder, target = participation_of(campaign, province.unit), line_of(sheet, "1.1").criterion.target_id
    at(AFTER)
    record(folder, province.officer, at(AFTER).date(), {target: Decimal("38.5")})
    settled = settle(province, campaign, province.secretary)
    assert (settled.state, settled.self_missing) == (S.SELF_SUBMITTED, True)
    rows = {line.criterion.no: line.self_points for line in settled.lines.select_related("criterion")}
    assert (rows["1.1"], rows["1.2"], rows["2.1"], rows["3.1"]) == (Decimal(10), None, None, None)
    draft = AuditEvent.objects.get(event="sheet.settled_missing").detail["draft"]
    assert draft["1.2"]["actual"] == "4.3000"


def test_says_that_it_did_not_file_where_its_own_points_would_stand(sign_in, province, campaign, table, at):
    at(AFTER)
    sheet = settle(province, campaign, province.secretary)
    client = sign_in(province.secretary)
    shown = " ".join(client.get(reverse("scoring:sheet", args=[sheet.pk])).content.decode().split())
    assert "td-step--passed" not in shown
    assert '<span class="td-step__note">Không nộp</span>' in shown
    assert 'Tính từ số liệu<span class="td-sub">Đơn vị không nộp tự chấm</span>' in shown
    assert shown.count('<td class="num" data-label="Tự chấm">Không nộp</td>') == 1
    assert '<td data-label="Tự chấm" class="num">Không nộp</td>' in client.get(reverse("scoring:list")).content.decode()


def test_asks_the_bloc_for_its_grounds_where_nothing_is_known(province, campaign, table, at):
    at(AFTER)
    sheet = settle(province, campaign, province.secretary)
    with pytest.raises(LineRefused) as refused:
        write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(6))
    assert refused.value.code == "V02"
    for no in ("1.1", "1.2", "2.1"):
        write(sheet, no, Tier.BLOC, province.secretary, points=Decimal(6), note="Theo báo cáo của Sở")
    sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    for line in sheet.lines.filter(appraised_points=None, bloc_points=None).select_related("criterion"):
        write(sheet, line.criterion.no, Tier.APPRAISED, province.staff, points=Decimal(0), note="Không có số liệu")
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    assert sheets.appraise(sheet_id=sheet.pk, by=province.staff).appraised_total == Decimal(13)


@pytest.mark.parametrize(
    ("mode", "points", "total", "unclassified"),
    [(MissingSelf.ZERO, Decimal(0), Decimal(0), False), (MissingSelf.UNCLASSIFIED, None, None, True)],
)
def test_closes_the_sheet_where_the_table_says_so(province, campaign, table, at, mode, points, total, unclassified):
    by_rule(table, mode)
    sheet_at(S.DRAFT, province, campaign)
    at(AFTER)
    sheet = settle(province, campaign, province.staff)
    assert (sheet.state, sheet.unclassified, sheet.total) == (S.APPRAISED, unclassified, total)
    for tier in Tier:
        assert {line.points_of(tier) for line in sheet.lines.all()} == {points}
    with pytest.raises(Refused, match="khép lại vì đơn vị không nộp"):
        sheets.return_sheet(sheet_id=sheet.pk, to="bloc", reason="Xem lại", by=province.staff)


def test_tells_the_unit_and_takes_nothing_from_it_any_more(province, campaign, table, at, sign_in):
    sheet = sheet_at(S.DRAFT, province, campaign)
    at(AFTER)
    settle(province, campaign, province.secretary)
    told = Notice.objects.filter(title="Đơn vị không nộp bảng tự chấm điểm: đã xử lý")
    assert set(told.values_list("recipient", flat=True)) == {province.officer.pk, province.head.pk}
    with pytest.raises(Refused, match="đã được xử lý là không nộp"):
        sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    with pytest.raises(Refused):
        sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Cho nộp", by=province.secretary)
    page = sign_in(province.officer).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "Đơn vị không nộp bảng tự chấm điểm" in page


def test_waits_for_the_deadline(province, campaign, table, at):
    at(BEFORE)
    opened_sheet(province, campaign)
    with pytest.raises(Refused, match="Chưa hết hạn tự chấm"):
        settle(province, campaign, province.secretary)


@pytest.mark.parametrize("who", ["officer", "head", "leader", "council_member", "stranger"])
def test_is_the_matter_of_the_office_and_the_standing_body(province, campaign, table, at, who):
    at(AFTER)
    with pytest.raises(Refused):
        settle(province, campaign, province.everybody()[who])


def test_lets_no_leader_settle_the_own_unit(province, campaign, table, at):
    at(AFTER)
    with pytest.raises(Refused, match="Bạn thuộc đơn vị này"):
        settle(province, campaign, province.secretary, member=2)
    assert settle(province, campaign, province.heads[1], member=2).self_missing


def test_leaves_alone_what_was_filed_even_when_it_went_back(province, campaign, table, at):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    at(AFTER)
    with pytest.raises(Refused, match="Đơn vị đã nộp"):
        settle(province, campaign, province.secretary)
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại", by=province.secretary)
    with pytest.raises(Refused, match="Đơn vị đã nộp"):
        settle(province, campaign, province.secretary)


@pytest.mark.parametrize("mode", MissingSelf)
def test_lets_a_bloc_that_compares_go_on(province, campaign, at, mode):
    made = table_with(province, campaign, group("I", criterion("1", "rank_in_bloc", {"points": ["10", "6", "3"]})))
    by_rule(made, mode)
    for member, actual in ((0, 7), (1, 9)):
        filed(province, campaign, {"1": {"actual": Decimal(actual)}}, member=member)
    at(AFTER)
    sheet = settle(province, campaign, province.staff, member=2)
    points = dict(ScoreSheet.objects.values_list("participation__unit__code", "lines__self_points"))
    left = {MissingSelf.ZERO: Decimal(0)}.get(mode)
    assert points == {"dong-van": Decimal(6), "meo-vac": Decimal(10), sheet.participation.unit.code: left}


def change(province, table, **settings):
    """Version 2 of the table with one criterion more is agreed on."""
    made = versions.change_table(table_id=table.pk, reason="Hướng dẫn mới", by=province.staff)
    type(made).objects.filter(pk=made.pk).update(**settings)
    new = {"no": "4.3", "name": "Mới", "max_points": Decimal(1), "rule": "manual", "params": {}}
    table_editing.save_criterion(group_id=made.groups.get(no="IV").pk, values=new, by=province.staff)
    return tables.freeze_table(table_id=made.pk, by=province.staff, basis="Biên bản họp khối")


@pytest.mark.parametrize(
    ("mode", "points", "total"), [(MissingSelf.ZERO, Decimal(0), Decimal(0)), (MissingSelf.UNCLASSIFIED, None, None)]
)
def test_stays_settled_under_a_new_version_of_the_table(province, campaign, table, at, mode, points, total):
    by_rule(table, mode)
    for member in (0, 1):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    at(AFTER)
    sheet = settle(province, campaign, province.staff, member=2)
    change(province, table)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.return_reason, sheet.total) == (S.APPRAISED, "", total)
    for tier in Tier:
        assert {line.points_of(tier) for line in sheet.lines.all()} == {points}
    assert set(sheet.lines.values_list("actual", flat=True)) == {None}
    assert sheet.lines.filter(criterion__no="4.3").exists()


def test_shows_no_other_rank_for_what_is_settled(province, campaign, table, at):
    by_rule(table, MissingSelf.ZERO)
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    at(AFTER)
    settle(province, campaign, province.staff, member=2)
    made = versions.change_table(table_id=table.pk, reason="Hướng dẫn mới", by=province.staff)
    moved = {one.unit: (one.total_before, one.total) for one in versions.whose_rank_moves(table, made)}
    assert moved["Yên Minh"] == (Decimal(0), Decimal(0))


def test_is_not_settled_otherwise_by_a_new_version(province, campaign, table, at):
    by_rule(table, MissingSelf.ZERO)
    at(AFTER)
    settle(province, campaign, province.staff)
    with pytest.raises(Refused, match="giữ nguyên cách xử lý đơn vị không nộp"):
        change(province, table, missing_self=MissingSelf.BLOC_SCORES)


def test_is_found_on_the_list_and_confirmed_with_what_follows(sign_in, province, campaign, at):
    by_rule(frozen_table(province, campaign), MissingSelf.ZERO)
    at(AFTER)
    client = sign_in(province.secretary)
    url = reverse("scoring:settle_missing", args=[participation_of(campaign, province.unit).pk])
    shown = client.get(reverse("scoring:list")).content.decode()
    assert url in shown
    assert "mọi tiêu chí được 0 điểm" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert client.get(url).status_code == 404
    assert sign_in(province.officer).get(url).status_code == 404


def owing_its_final_report(province, campaign):
    """Settled on 31 December; its report was due by 30 November and may be 40 days late before that is dear."""
    rule = {"milestones": ["final_report"], "brackets": [{"from": 1, "points": "-1"}, {"from": 40, "points": "-5"}]}
    late = criterion("5.2", "late", rule, max_points="0")
    row = criterion("1", "manual")
    table_with(
        province,
        campaign,
        group("I", row),
        group("V", late, kind="penalty", max_points="0", scorer="standing_body"),
    )


def test_goes_on_counting_what_is_missing_until_the_bloc_confirms(province, campaign, at):
    owing_its_final_report(province, campaign)
    at(AFTER)
    sheet = settle(province, campaign, province.secretary)
    assert line_of(sheet, "5.2").self_points == Decimal(-1)
    at("2022-01-20 09:00")
    write(sheet, "1", Tier.BLOC, province.secretary, points=Decimal(6), note="Theo báo cáo của Sở")
    sheet = sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    assert (line_of(sheet, "5.2").bloc_points, sheet.bloc_total) == (Decimal(-5), Decimal(1))


def test_a_deadline_that_moves_is_read_on_a_sheet_that_nobody_filed(province, campaign, at):
    owing_its_final_report(province, campaign)
    at(AFTER)
    sheet = settle(province, campaign, province.secretary)
    asked = extensions.request_extension(
        milestone=milestone_of(campaign, SubmissionKind.FINAL_REPORT),
        unit=province.unit,
        new_due_at=on("2022-01-10 00:00"),
        reason="Mưa lũ",
        by=province.staff,
    )
    extensions.grant_extension(extension_id=asked.pk, by=second_staff(province))
    assert line_of(sheet, "5.2").self_points == Decimal(0)
