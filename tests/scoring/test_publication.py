"""Provisional and final versions, their documents, the table's own order, votes, the mid-term, the command."""

import json
import re
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from awards.queries.rankings import published_places
from campaigns.queries.submissions import targets_of
from core import clock
from core.exceptions import Refused
from organizations.enums import Role
from organizations.models import Seat, User
from scoring.calculation.verification import differences
from scoring.enums import RankedBy, RankingKind
from scoring.enums import SheetState as S
from scoring.models import Ranking, ScoreSheet
from scoring.queries import rankings as queries
from scoring.queries.documents import document_of, sheets_of
from scoring.queries.sheets import lock_sheets
from scoring.queries.standings import standings
from scoring.services import midterm, rankings, votes
from tests.factories import scoring as factory
from tests.factories.campaigns import participation_of
from tests.factories.figures import record
from tests.factories.scoring import SCORING_DAY, appraised_bloc, provisional, published, sheet_at
from tests.support.dates import on

pytestmark = pytest.mark.django_db
VOTING = ["first_group", "votes"]


def publish(province, campaign, kind=RankingKind.FINAL):
    return rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff, kind=kind)


def refusal(call, *args, **arguments):
    with pytest.raises(Refused) as refused:
        call(*args, **arguments)
    return refused.value.reason


def board(campaign, viewer):
    return queries.board(campaign, [], viewer)


def shown_to(client, campaign):
    return client.get(reverse("scoring:ranking", args=[campaign.code])).content.decode()


def ranks(found):
    return [(row.standing.unit_code, row.place.rank) for row in found.rows]


def rule_table(table, **changes):
    for name, value in changes.items():
        setattr(table, name, value)
    table.save(update_fields=list(changes))


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("make", [provisional, published])
def test_keeps_a_document_that_computes_to_the_same_bytes(province, campaign, table, make):
    ranking = make(province, campaign)
    assert differences(ranking.document) == []
    again = document_of(campaign, province.bloc, sheets_of(campaign, province.bloc.pk))
    assert (again.text, again.sha256) == (ranking.document, ranking.inputs_sha256)
    stated = [(row["unit"], row["rank"], row["total"]) for row in json.loads(ranking.document)["ranking"]]
    assert stated == [(row["unit"], row["rank"], row["total"]) for row in ranking.rows]


def test_keeps_its_rows_whatever_happens_later(province, campaign, table):
    ranking = published(province, campaign)
    province.unit.short_name = "Đổi tên"
    province.unit.save()
    ScoreSheet.objects.update(appraised_total=Decimal(1))
    ranking.refresh_from_db()
    assert (differences(ranking.document), ranking.rows[1]["name"]) == ([], "Đồng Văn")
    assert board(campaign, province.staff).rows[0].standing.total == Decimal("37.95")


def test_shows_a_provisional_ranking_to_the_members_with_the_word(sign_in, province, campaign, table):
    ranking = provisional(province, campaign)
    found = board(campaign, province.officer)
    assert (ranks(found), found.published_at) == ([("meo-vac", 1), ("dong-van", 2), ("yen-minh", 2)], None)
    assert found.appeals_until == ranking.appeals_until
    page = sign_in(province.officer).get(reverse("scoring:ranking", args=[campaign.code])).content.decode()
    assert "Tạm thời – nhận kiến nghị đến hết thứ Bảy 04/12/2021" in page
    assert standings(province.officer)[0].note == "Đồng Văn: 37,75 điểm · cách hạng nhất 0,2 điểm (tạm thời)"


def test_leaves_sheets_and_awards_alone_while_provisional(province, campaign, table):
    provisional(province, campaign)
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {S.APPRAISED}
    assert published_places(campaign).over([province.bloc.pk]) is None


def test_goes_from_provisional_to_final_with_nothing_changed(province, campaign, table):
    first = provisional(province, campaign)
    assert "công bố tạm thời (lần 1)" in refusal(publish, province, campaign, RankingKind.PROVISIONAL)
    clock.assume(first.appeals_until)
    final = publish(province, campaign)
    assert (final.version, final.kind, final.document, final.appeals_until) == (
        2,
        RankingKind.FINAL,
        first.document,
        None,
    )
    assert "công bố chính thức (lần 2)" in refusal(publish, province, campaign, RankingKind.PROVISIONAL)
    assert published_places(campaign).over([province.bloc.pk])[0].unit_name == "Mèo Vạc"


def test_counts_days_for_appeals_from_the_day_after(province, campaign, table):
    assert rankings.appeals_end(on("2021-12-01 23:59"), 3) == on("2021-12-05 00:00")
    assert rankings.appeals_end(on("2021-12-01 00:00"), 0) == on("2021-12-02 00:00")


def test_follows_the_chain_of_the_table(province, campaign, table, monkeypatch):
    rule_table(table, tie_breaks=["filed_at"])
    for member, time in ((2, "09:02"), (1, "09:01"), (0, "09:00")):
        monkeypatch.setattr(factory, "SCORING_DAY", f"2021-12-01 {time}")
        better = {"1.1": {"actual": Decimal("39.27")}} if member == 1 else None
        sheet_at(S.APPRAISED, province, campaign, member=member, values=better)
    ranking = publish(province, campaign)
    rows = [(row["unit"], row["rank"], row["parted_by"]) for row in ranking.rows]
    assert rows == [("meo-vac", 1, ""), ("dong-van", 2, ""), ("yen-minh", 3, "nộp tự chấm sớm hơn")]
    assert ranks(board(campaign, province.staff)) == [(unit, rank) for unit, rank, _ in rows]
    assert "nộp tự chấm sớm hơn" in board(campaign, province.staff).tie_note


def test_follows_the_percentage_where_the_table_says_so(province, campaign, table):
    rule_table(table, ranked_by=RankedBy.PERCENT)
    appraised_bloc(province, campaign)
    ScoreSheet.objects.filter(participation__unit=province.units[1]).update(percent=Decimal(1))
    assert ranks(board(campaign, province.staff))[-1] == ("meo-vac", 3)


def test_puts_the_unclassified_at_the_end(province, campaign, table):
    appraised_bloc(province, campaign)
    ScoreSheet.objects.filter(participation__unit=province.units[1]).update(unclassified=True)
    live = board(campaign, province.staff)
    assert (ranks(live)[-1], live.rows[-1].standing.state) == (("meo-vac", None), "Không xếp loại")
    ranking = publish(province, campaign)
    assert [(row["unit"], row["rank"]) for row in ranking.rows][-1] == ("meo-vac", None)
    assert ranks(board(campaign, province.staff))[-1] == ("meo-vac", None)
    assert [place.unit_name for place in published_places(campaign).over([province.bloc.pk])] == [
        "Đồng Văn",
        "Yên Minh",
    ]
    assert standings(province.officers[1]) == []


def test_parts_equals_by_the_votes_of_the_meeting(sign_in, province, campaign, table):
    rule_table(table, tie_breaks=VOTING)
    appraised_bloc(province, campaign)
    url = reverse("scoring:votes", args=[campaign.code])
    deputy = sign_in(province.heads[1])
    page = deputy.get(reverse("scoring:ranking", args=[campaign.code])).content.decode()
    assert "Số phiếu suy tôn" in page
    deputy.post(url, {"khoi": "khoi-1", "dong-van": "3", "yen-minh": "5"})
    assert ranks(board(campaign, province.staff)) == [("meo-vac", 1), ("yen-minh", 2), ("dong-van", 3)]
    assert publish(province, campaign).rows[2]["parted_by"] == "số phiếu suy tôn"
    given = {"campaign": campaign, "bloc": province.bloc, "by": province.staff}
    assert "chính thức" in refusal(votes.record_votes, votes={"dong-van": 9}, **given)


def test_lets_nobody_record_the_votes_of_the_own_tied_unit(sign_in, province, campaign, table):
    rule_table(table, tie_breaks=VOTING)
    appraised_bloc(province, campaign)
    given = {"campaign": campaign, "bloc": province.bloc, "votes": {"dong-van": 1, "yen-minh": 2}}
    Seat.objects.create(user=province.staff, unit=province.units[0], role=Role.OFFICER)
    for person in (province.secretary, province.heads[2], User.objects.get(pk=province.staff.pk)):
        assert refusal(votes.record_votes, by=person, **given).startswith("Đơn vị của bạn ở trong số các đơn vị")
        assert "Số phiếu suy tôn" not in shown_to(sign_in(person), campaign)
    assert [one.votes for one in votes.record_votes(by=province.heads[1], **given)] == [1, 2]


def test_leaves_a_tie_without_the_leader_to_the_leader(province, campaign, table):
    rule_table(table, tie_breaks=VOTING)
    for member, more in enumerate(({}, {}, {"1.1": {"actual": Decimal(39)}})):
        sheet_at(S.APPRAISED, province, campaign, member=member, values=more)
    given = {"campaign": campaign, "bloc": province.bloc, "votes": {"dong-van": 4, "meo-vac": 3}}
    assert "Phó Trưởng khối" in refusal(votes.record_votes, by=province.heads[1], **given)
    assert [one.votes for one in votes.record_votes(by=province.secretary, **given)] == [4, 3]


def test_takes_votes_only_from_those_who_may_and_for_equals(province, campaign, table):
    rule_table(table, tie_breaks=VOTING)
    appraised_bloc(province, campaign)
    given = {"campaign": campaign, "bloc": province.bloc}
    assert "bằng nhau" in refusal(votes.record_votes, votes={"meo-vac": 1}, by=province.staff, **given)
    assert "Trưởng khối" in refusal(votes.record_votes, votes={"dong-van": 1}, by=province.officer, **given)
    assert "từ 0" in refusal(votes.record_votes, votes={"dong-van": -1}, by=province.staff, **given)
    rule_table(table, tie_breaks=["first_group"])
    assert "bằng nhau" in refusal(votes.record_votes, votes={"dong-van": 1}, by=province.staff, **given)


@pytest.mark.parametrize("person", ["officer", "staff", "leader", "council_member"])
def test_hands_the_file_to_whoever_sees_the_ranking(sign_in, province, campaign, table, person):
    ranking = provisional(province, campaign)
    client = sign_in(province.everybody()[person])
    url = reverse("scoring:ranking_file", args=[campaign.code, "khoi-1"])
    assert url in client.get(reverse("scoring:ranking", args=[campaign.code])).content.decode()
    response = client.get(url)
    assert (response.content.decode(), response["Content-Type"]) == (
        ranking.document,
        "application/json; charset=utf-8",
    )
    assert "attachment" in response["Content-Disposition"]


def test_hands_no_file_before_publication_nor_to_strangers(sign_in, province, campaign, table):
    url = reverse("scoring:ranking_file", args=[campaign.code, "khoi-1"])
    assert sign_in(province.staff).get(url).status_code == 404
    provisional(province, campaign)
    assert sign_in(province.stranger).get(url).status_code == 404


def figures(province, campaign, at):
    """Income of two units at the middle of the year."""
    at("2021-06-20 09:00")
    for member, value in enumerate(["30", "35"]):
        folder = participation_of(campaign, province.units[member])
        record(folder, province.officers[member], date(2021, 6, 20), {targets_of(folder)[0].pk: Decimal(value)})
    return {"campaign": campaign, "bloc": province.bloc, "by": province.staff, "until": date(2021, 6, 20)}


def test_keeps_the_ranks_of_the_midterm_from_recorded_figures(province, campaign, table, at):
    given = figures(province, campaign, at)
    kept = midterm.keep_midterm(**given)
    assert (kept.kind, differences(kept.document)) == (RankingKind.MIDTERM, [])
    assert queries.midterm_places(campaign, province.bloc) == {"meo-vac": 1, "dong-van": 2}
    assert (ScoreSheet.objects.count(), dict(board(campaign, province.staff).rankings)) == (0, {})


def test_keeps_no_midterm_without_figures_table_or_right(province, campaign, table, at):
    given = figures(province, campaign, at)
    assert "chưa đến" in refusal(midterm.keep_midterm, **given | {"until": date(2021, 6, 21)})
    assert "chưa đơn vị nào" in refusal(midterm.keep_midterm, **given | {"until": date(2021, 6, 1)})
    assert "chuyên viên" in refusal(midterm.keep_midterm, **given | {"by": province.leader})
    table.delete()
    assert "bảng tiêu chí" in refusal(midterm.keep_midterm, **given)


def test_numbers_the_midterm_after_whoever_publishes_meanwhile(province, campaign, table, at, monkeypatch):
    given = figures(province, campaign, at)
    appraised_bloc(province, campaign)

    def after_a_publication(*args):
        kind = RankingKind.PROVISIONAL
        rankings.publish_bloc.__wrapped__(campaign=campaign, bloc=province.bloc, by=province.staff, kind=kind)
        return lock_sheets(*args)

    monkeypatch.setattr(midterm, "lock_sheets", after_a_publication)
    assert midterm.keep_midterm(**given).version == 2


def test_staff_keep_the_midterm_on_the_page(sign_in, province, campaign, table, at):
    figures(province, campaign, at)
    client = sign_in(province.staff)
    client.post(reverse("scoring:midterm", args=[campaign.code]), {"khoi": "khoi-1", "until": "20/06/2021"})
    assert Ranking.objects.get().kind == RankingKind.MIDTERM
    assert "Đã chốt lúc" in client.get(reverse("scoring:ranking", args=[campaign.code])).content.decode()


def test_keeps_no_midterm_once_the_ranking_of_the_year_is_final(sign_in, province, campaign, table, at):
    given = figures(province, campaign, at)
    midterm.keep_midterm(**given)
    published(province, campaign)
    why = "Xếp hạng của khối đã công bố chính thức nên không chốt sơ kết nữa."
    assert refusal(midterm.keep_midterm, **given) == why
    page = sign_in(province.staff).get(reverse("scoring:ranking", args=[campaign.code])).content.decode()
    assert why in page
    assert 'name="until"' not in page


def test_command_prints_the_live_ranking_as_the_page(province, campaign, table, at):
    at(SCORING_DAY)
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    data = json.loads(run("rank", "--campaign", campaign.code, "--bloc", "khoi-1", "--json"))
    assert (data["campaign"], data["bloc"], data["version"]) == (campaign.code, "khoi-1", None)
    assert [(row["unit"], row["rank"]) for row in data["rows"]] == ranks(board(campaign, province.staff))
    assert data["rows"][0] == {
        "rank": 1,
        "tied": False,
        "unit": "dong-van",
        "total": "37.75",
        "groups": {"I": "20.00", "II": "10.00", "III": "7.00", "IV": "5.00", "V": "-5.00"},
        "state": "self_submitted",
    }


def test_command_prints_the_published_version(province, campaign, table):
    provisional(province, campaign)
    data = json.loads(run("rank", "--campaign", campaign.code, "--bloc", "khoi-1", "--json"))
    assert (data["version"], [row["rank"] for row in data["rows"]]) == (1, [1, 2, 2])
    text = run("rank", "--campaign", campaign.code)
    assert "công bố tạm thời, lần 1" in text
    assert "2=" in text


def test_command_prints_the_percentage_where_it_ranks(province, campaign, table):
    rule_table(table, ranked_by=RankedBy.PERCENT)
    provisional(province, campaign)
    data = json.loads(run("rank", "--campaign", campaign.code, "--json"))
    assert [row["percent"] for row in data["rows"]] == ["99.8684", "99.3421", "99.3421"]
    row = data["rows"][0]
    assert list(row) == ["rank", "tied", "unit", "total", "percent", "groups", "state"]
    head, first = run("rank", "--campaign", campaign.code).split("\n")[2:4]
    assert head.split()[:7] == ["Hạng", "Đơn", "vị", "Điểm", "Tỷ", "lệ", "%"]
    assert first.split()[:5] == ["1", "Mèo", "Vạc", "37,95", "99,8684"]


def test_command_prints_no_percentage_where_points_rank(province, campaign, table):
    provisional(province, campaign)
    data = json.loads(run("rank", "--campaign", campaign.code, "--json"))
    assert all("percent" not in row for row in data["rows"])
    assert "%" not in run("rank", "--campaign", campaign.code)


def test_rows_of_the_file_have_all_four_decimals_of_the_percentage(province, campaign, table):
    content = json.loads(published(province, campaign).document)
    assert all(re.fullmatch(r"[0-9]+\.[0-9]{4}", row["percent"]) for row in content["ranking"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--campaign", "khong-co"), "Không có phong trào mang mã “khong-co”."),
        (("--campaign", "phong-trao-2021", "--bloc", "x"), "Phong trào “phong-trao-2021” không có khối mang mã “x”."),
    ],
)
def test_command_refuses_unknown_codes(campaign, args, said):
    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        run("rank", *args)
