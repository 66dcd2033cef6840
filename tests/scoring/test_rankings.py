"""Publishing, the live ranking, and who sees what of it."""

import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from campaigns.queries.duties import owed_by
from core.exceptions import Refused
from organizations.models import Notice
from scoring.contents import still_scoring
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Ranking
from scoring.queries import duties as asked
from scoring.queries import rankings as queries
from scoring.queries.standings import Standing, standings
from scoring.services import lines, rankings, sheets
from tests.factories.scoring import SCORING_DAY, opened_sheet, published, sheet_at, write

pytestmark = pytest.mark.django_db
BEST = {"1.1": {"actual": Decimal("39.27")}}


def test_keeps_the_campaign_open_until_every_sheet_is_published(province, campaign, table):
    sheet_at(S.APPRAISED, province, campaign)
    assert still_scoring(campaign) == ["Còn 1 bảng điểm chưa công bố."]


def test_lets_the_campaign_close_once_every_sheet_is_published(province, campaign, table):
    published(province, campaign)
    assert still_scoring(campaign) == []


def board(campaign, viewer, *codes):
    return queries.board(campaign, codes, viewer)


def shown(found):
    """What a reader sees: (unit, rank, total)."""
    return [(row.standing.unit, row.place.rank, row.standing.total) for row in found.rows]


def test_publishes_rows_with_ties_and_the_hash_of_the_inputs(province, campaign, table):
    ranking = published(province, campaign)
    rows = [(row["unit"], row["rank"], row["tied"], row["total"]) for row in Ranking.objects.get().rows]
    assert rows == [
        ("meo-vac", 1, False, "37.95"),
        ("dong-van", 2, True, "37.75"),
        ("yen-minh", 2, True, "37.75"),
    ]
    assert (ranking.version, len(ranking.inputs_sha256), ranking.published_by) == (1, 64, province.staff)
    assert set(campaign.participations.values_list("score_sheet__state", flat=True)) == {S.PUBLISHED}


def test_tells_every_member_once(province, campaign, table):
    published(province, campaign)
    assert Notice.objects.filter(title="Công bố xếp hạng Khối thi đua các huyện số 1").count() == 6


def test_refuses_to_publish_before_all_are_appraised(province, campaign, table):
    sheet_at(S.APPRAISED, province, campaign)
    sheet_at(S.BLOC_CONFIRMED, province, campaign, member=1)
    with pytest.raises(Refused) as refused:
        rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
    assert refused.value.reason == "Chỉ công bố được khi cả 3 bảng điểm đã thẩm định: còn 2"
    assert Ranking.objects.count() == 0


def test_refuses_to_publish_the_same_twice(province, campaign, table, at):
    published(province, campaign)
    with pytest.raises(Refused) as refused:
        rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
    assert refused.value.reason == (
        "Xếp hạng của khối đã công bố (lần 1) 09:00 thứ Tư 01/12/2021; từ đó không có gì thay đổi."
    )
    assert Ranking.objects.count() == 1


def test_leaves_publishing_to_staff(province, campaign, table):
    with pytest.raises(Refused) as refused:
        rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.leader)
    assert refused.value.reason == "Chỉ chuyên viên của cơ quan phát động làm được việc này."


@pytest.mark.parametrize("role", ["staff", "leader", "bloc_secretary", "council_member", "admin"])
def test_shows_the_live_ranking_to_those_who_oversee_it(province, campaign, table, role):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=BEST)
    found = board(campaign, province.everybody()[role])
    assert shown(found) == [
        ("Mèo Vạc", 1, Decimal("37.95")),
        ("Đồng Văn", 2, Decimal("37.75")),
        ("Yên Minh", None, None),
    ]
    assert found.published_at is None


def test_shows_a_unit_only_its_own_row_without_rank_before_publication(province, campaign, table):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    found = board(campaign, province.officer)
    assert (shown(found), found.ranked) == ([("Đồng Văn", None, Decimal("37.75"))], False)


def test_shows_all_rows_to_members_after_publication(province, campaign, table):
    published(province, campaign)
    found = board(campaign, province.officer)
    assert [row.place.rank for row in found.rows] == [1, 2, 2]
    assert all(row.standing.sheet for row in found.rows)


def test_hides_drafts_from_all_but_the_unit(province, campaign, table):
    sheet_at(S.DRAFT, province, campaign)
    assert ("Đồng Văn", None, None) in shown(board(campaign, province.staff))
    assert shown(board(campaign, province.officer)) == [("Đồng Văn", None, Decimal("37.75"))]


def test_ranks_only_the_blocs_that_were_chosen(province, campaign, table):
    assert [bloc.code for bloc in board(campaign, province.staff, "khoi-1", "khong-co").blocs] == ["khoi-1"]
    assert [bloc.code for bloc in board(campaign, province.staff).blocs] == ["khoi-1"]


def test_says_where_the_own_unit_stands(province, campaign, table):
    assert standings(province.officer) == []
    published(province, campaign)
    assert standings(province.officer) == [
        Standing(
            bloc="Khối thi đua các huyện số 1",
            rank=2,
            of=3,
            note="Đồng Văn: 37,75 điểm · cách hạng nhất 0,2 điểm",
            url="/cham-diem/xep-hang/phong-trao-2021/?khoi=khoi-1",
        )
    ]


def test_says_where_the_own_unit_stands_in_one_query(province, campaign, table, django_assert_num_queries):
    published(province, campaign)
    assert province.officer.seats
    with django_assert_num_queries(1):
        assert [one.rank for one in standings(province.officer)] == [2]


def duties(user, now):
    folders = list(asked.folders_for(user))
    own = [folder for folder in folders if folder.unit_id in user.unit_ids("officer", "head")]
    return asked.duties(user, folders, owed_by(own), now)


def titles(user, now):
    return [duty.title for duty in duties(user, now)]


def test_asks_units_to_score_themselves_by_the_deadline(province, campaign, table, at):
    now = at(SCORING_DAY)
    duty = duties(province.officer, now)[0]
    assert (duty.title, duty.due_at, duty.begins) == (
        "Tự chấm điểm",
        campaign.milestones.get(kind="self_score").due_at,
        True,
    )
    opened_sheet(province, campaign)
    assert duties(province.officer, now)[0].begins is False


def test_takes_the_final_report_where_no_deadline_is_set_for_the_self_score(province, campaign, table, at):
    campaign.milestones.get(kind="self_score").delete()
    due = campaign.milestones.get(kind="final_report").due_at
    assert duties(province.officer, at(SCORING_DAY))[0].due_at == due


def test_asks_nothing_before_the_table_is_agreed(province, campaign, at):
    assert titles(province.officer, at(SCORING_DAY)) == []


def test_asks_offices_and_staff_in_their_turn(province, campaign, table, at):
    now = at(SCORING_DAY)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert titles(province.secretary, now) == ["Chấm điểm khối: còn 1/2 bảng"]
    assert titles(province.staff, now) == []
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    assert titles(province.secretary, now) == []
    assert titles(province.staff, now) == ["Thẩm định: 1 bảng điểm"]
    sheet_at(S.APPRAISED, province, campaign, member=1)
    sheet_at(S.APPRAISED, province, campaign, member=2)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    assert titles(province.staff, now) == ["Công bố xếp hạng"]
    rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
    assert titles(province.staff, now) == []


@pytest.mark.parametrize("units", [1, 3])
def test_asks_with_the_same_queries_for_more_units(province, campaign, table, at, units, django_assert_num_queries):
    now = at(SCORING_DAY)
    for member in range(units):
        sheet_at(S.BLOC_CONFIRMED, province, campaign, member=member)
    assert province.staff.seats
    with django_assert_num_queries(2):
        assert titles(province.staff, now) == [f"Thẩm định: {units} bảng điểm"]


def test_asks_nobody_in_campaigns_that_do_not_run(province, campaign, table, at):
    campaign.state = "draft"
    campaign.save(update_fields=["state"])
    assert [list(asked.folders_for(person)) for person in province.everybody().values()] == [[]] * 9


def test_tells_the_unit_why_its_sheet_came_back(province, campaign, table, at):
    now = at(SCORING_DAY)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert titles(province.officer, now) == []
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại 1.2", by=province.secretary)
    duty = duties(province.officer, now)[0]
    assert (duty.title, duty.detail) == ("Tự chấm điểm – bị trả lại", "Lý do trả lại: Xem lại 1.2")


def test_asks_staff_to_score_a_leader_without_deputy(province, campaign, table, at):
    province.bloc.memberships.filter(role="deputy").update(role="member")
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=2)
    assert titles(province.staff, at(SCORING_DAY)) == ["Thẩm định: 1 bảng điểm"]


def test_keeps_a_rank_when_a_bloc_changes_nothing_else(province, campaign, table):
    published(province, campaign)
    with pytest.raises(Refused):
        write(campaign.participations.first().score_sheet, "1.1", Tier.APPRAISED, province.staff, points=Decimal(1))


def test_the_command_prints_columns_that_add_up_to_the_total(province, campaign, table):
    published(province, campaign)
    written = StringIO()
    call_command("rank", "--campaign", campaign.code, stdout=written)
    head, first = (re.split(r"\s{2,}", row.strip()) for row in written.getvalue().splitlines()[2:4])
    assert head == ["Hạng", "Đơn vị", "Điểm", "Nhóm I", "Nhóm II", "Nhóm III", "Nhóm IV", "Vượt", "Trừ", "Trạng thái"]
    figures = [Decimal(cell.replace(",", ".")) for cell in first[2:-1]]
    assert figures[0] == sum(figures[1:]) == Decimal("37.95")
    assert figures[head.index("Vượt") - 2] == Decimal("0.95")
