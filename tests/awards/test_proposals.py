"""From published rankings to awards handed over, step by step; running a step twice changes nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.contents import still_open
from awards.enums import ProposalState as P
from awards.models import Proposal
from awards.queries.duties import duties
from awards.services import proposals as services
from core.exceptions import Refused
from core.models import AuditEvent
from organizations.models import Notice
from tests.factories.awards import PRIZES, contest, publish

CLEAR = {"dong-van": "90", "meo-vac": "80", "yen-minh": "70", "quan-ba": "95", "vi-xuyen": "85", "xin-man": "75"}
TIED = {**CLEAR, "vi-xuyen": "82", "meo-vac": "82"}  # together: quan-ba, dong-van, then the two, xin-man, yen-minh
REASON = "Hội nghị khối suy tôn."


@pytest.fixture
def world(db):
    return contest()


def nominated(world, totals=CLEAR, excluded=None):
    publish(world, totals, excluded)
    return services.nominate(campaign=world.campaign, by=world.province.staff)


def rows(*states):
    found = Proposal.objects.filter(state__in=states or P.values)
    return sorted(found.values_list("tier__name", "participation__unit__code", "rank", "state"))


def snapshot():
    return sorted(Proposal.objects.values_list("pk", "tier", "participation", "rank", "state", "contest", "reason"))


def settle(world, order, contest_number=1):
    return services.settle_tie(
        campaign=world.campaign,
        contest=contest_number,
        chosen_order=[world.folder(code) for code in order],
        reason=REASON,
        by=world.province.staff,
    )


def refusal_of(action):
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.reason


def test_nominate_gives_prizes_together_and_honours_per_bloc(world):
    result = nominated(world)
    assert rows() == [
        ("Bằng khen", "meo-vac", 2, "nominated"),
        ("Bằng khen", "vi-xuyen", 2, "nominated"),
        ("Cờ thi đua của tỉnh", "dong-van", 1, "nominated"),
        ("Cờ thi đua của tỉnh", "quan-ba", 1, "nominated"),
        ("Giải ba", "meo-vac", 4, "nominated"),
        ("Giải ba", "xin-man", 5, "nominated"),
        ("Giải nhì", "dong-van", 2, "nominated"),
        ("Giải nhì", "vi-xuyen", 3, "nominated"),
        ("Giải nhất", "quan-ba", 1, "nominated"),
    ]
    assert (result.nominated, result.contests, result.changed) == (9, 0, 9)


def test_nominate_refuses_while_a_bloc_is_not_published(world):
    publish(world, {code: CLEAR[code] for code in ("dong-van", "meo-vac", "yen-minh")})
    sentence = refusal_of(lambda: services.nominate(campaign=world.campaign, by=world.province.staff))
    assert sentence == (
        "Chỉ lập đề cử khi mọi khối được xét đã công bố xếp hạng; còn thiếu: Khối thi đua các huyện số 2."
    )


def test_nominate_refuses_a_structure_without_numbers(db):
    world = contest(lines=[])
    sentence = refusal_of(lambda: services.nominate(campaign=world.campaign, by=world.province.staff))
    assert sentence == "Cơ cấu giải thưởng chưa có số lượng nào; hãy ghi số lượng trước khi lập đề cử."


def test_nominate_twice_changes_nothing(world):
    nominated(world, TIED)
    before = snapshot()
    again = services.nominate(campaign=world.campaign, by=world.province.staff)
    assert (snapshot(), again.changed) == (before, 0)
    assert AuditEvent.objects.filter(event="award.nominated").count() == 1


def test_nominate_leaves_a_tie_at_the_border_open(world):
    result = nominated(world, TIED)
    assert rows(P.CONTESTED) == [
        ("Giải ba", "meo-vac", 3, "contested"),
        ("Giải ba", "vi-xuyen", 3, "contested"),
        ("Giải nhì", "meo-vac", 3, "contested"),
        ("Giải nhì", "vi-xuyen", 3, "contested"),
    ]
    assert result.contests == 1


def test_nominate_after_a_settled_tie_changes_nothing(world):
    nominated(world, TIED)
    settle(world, ["meo-vac", "vi-xuyen"])
    before = snapshot()
    services.nominate(campaign=world.campaign, by=world.province.staff)
    assert snapshot() == before


def test_nominate_after_a_new_ranking_replaces_open_rows(world):
    nominated(world, TIED)
    publish(world, {"meo-vac": "93", "dong-van": "90", "yen-minh": "70"})
    services.nominate(campaign=world.campaign, by=world.province.staff)
    assert [row for row in rows() if row[0].startswith("Giải nh")] == [
        ("Giải nhì", "dong-van", 3, "nominated"),
        ("Giải nhì", "meo-vac", 2, "nominated"),
        ("Giải nhất", "quan-ba", 1, "nominated"),
    ]


def test_nominate_passes_over_the_excluded(world):
    nominated(world, CLEAR, excluded={"quan-ba": ["flag", "certificate"]})
    assert [row for row in rows() if row[0] in ("Cờ thi đua của tỉnh", "Bằng khen")] == [
        ("Bằng khen", "meo-vac", 2, "nominated"),
        ("Bằng khen", "xin-man", 3, "nominated"),
        ("Cờ thi đua của tỉnh", "dong-van", 1, "nominated"),
        ("Cờ thi đua của tỉnh", "vi-xuyen", 2, "nominated"),
    ]


def test_settle_tie_gives_the_places_in_the_chosen_order(world):
    nominated(world, TIED)
    settle(world, ["meo-vac", "vi-xuyen"])
    assert [row for row in rows() if row[2] == 3] == [
        ("Giải ba", "vi-xuyen", 3, "nominated"),
        ("Giải nhì", "meo-vac", 3, "nominated"),
    ]
    assert set(Proposal.objects.filter(contest=1).values_list("reason", flat=True)) == {REASON}


def test_settle_tie_for_the_last_place_keeps_the_record_of_who_lost(world):
    nominated(world, {**CLEAR, "xin-man": "70"})
    settle(world, ["xin-man", "yen-minh"])
    assert [row for row in rows() if row[2] == 5] == [
        ("Giải ba", "xin-man", 5, "nominated"),
        ("Giải ba", "yen-minh", 5, "dropped"),
    ]
    before = snapshot()
    services.nominate(campaign=world.campaign, by=world.province.staff)
    assert snapshot() == before


def test_settle_tie_refuses_what_does_not_fit(world):
    nominated(world, TIED)
    assert refusal_of(lambda: settle(world, ["meo-vac"])) == (
        "Hãy xếp mỗi đơn vị của nhóm đồng hạng vào một thứ tự khác nhau."
    )
    assert refusal_of(lambda: settle(world, ["meo-vac", "vi-xuyen"], 9)) == (
        "Nhóm đồng hạng này đã được quyết định hoặc không còn nữa."
    )
    publish(world, {"meo-vac": "93", "dong-van": "90", "yen-minh": "70"})
    assert refusal_of(lambda: settle(world, ["meo-vac", "vi-xuyen"])) == services.STALE


def test_propose_waits_for_ties_and_for_the_ranking_in_force(world):
    nominated(world, TIED)
    assert refusal_of(lambda: services.propose(campaign=world.campaign, by=world.province.staff)) == (
        "Còn 1 nhóm đồng hạng chưa quyết định; hãy quyết định trước khi trình."
    )
    settle(world, ["meo-vac", "vi-xuyen"])
    publish(world, {"meo-vac": "93", "dong-van": "90", "yen-minh": "70"})
    assert refusal_of(lambda: services.propose(campaign=world.campaign, by=world.province.staff)) == services.STALE


def test_drop_lets_the_next_unit_move_up(world):
    nominated(world)
    first = Proposal.objects.get(tier__name="Giải nhất")
    services.drop(proposal=first, reason="Đang bị thanh tra.", by=world.province.staff)
    services.nominate(campaign=world.campaign, by=world.province.staff)
    assert [row for row in rows(P.NOMINATED) if row[0].startswith("Giải")] == [
        ("Giải ba", "xin-man", 5, "nominated"),
        ("Giải ba", "yen-minh", 6, "nominated"),
        ("Giải nhì", "meo-vac", 4, "nominated"),
        ("Giải nhì", "vi-xuyen", 3, "nominated"),
        ("Giải nhất", "dong-van", 2, "nominated"),
    ]


def test_drop_asks_for_a_reason(world):
    nominated(world)
    row = Proposal.objects.get(tier__name="Giải nhất")
    sentence = refusal_of(lambda: services.drop(proposal=row, reason=" ", by=world.province.staff))
    assert sentence == "Hãy nêu lý do không xét."


def test_decide_and_award_carry_all_through(world):
    nominated(world)
    staff = world.province.staff
    assert services.propose(campaign=world.campaign, by=staff) == 9
    assert services.decide(campaign=world.campaign, number="15/QĐ-UBND", decided_on=date(2021, 12, 22), by=staff) == 9
    letters = Notice.objects.filter(recipient=world.province.head, title__startswith="Khen thưởng")
    assert sorted(letters.values_list("title", flat=True)) == [
        "Khen thưởng: Cờ thi đua của tỉnh",
        "Khen thưởng: Giải nhì",
    ]
    assert services.award(campaign=world.campaign, by=staff) == 9
    assert {row[3] for row in rows()} == {"awarded"}
    assert services.nominate(campaign=world.campaign, by=staff).changed == 0


def test_decide_refuses_a_day_to_come_and_an_empty_list(world):
    staff = world.province.staff
    number = {"campaign": world.campaign, "number": "15/QĐ-UBND", "by": staff}
    assert refusal_of(lambda: services.decide(**number, decided_on=date(2021, 12, 24))) == (
        "Ngày quyết định 24/12/2021 chưa đến; hãy kiểm tra lại ngày."
    )
    assert refusal_of(lambda: services.decide(**number, decided_on=date(2021, 12, 20))) == (
        "Chưa trình đề nghị nào nên chưa ghi quyết định được."
    )
    assert refusal_of(lambda: services.propose(campaign=world.campaign, by=staff)) == (
        "Chưa có đề cử nào để trình; hãy lập đề cử trước."
    )
    assert refusal_of(lambda: services.award(campaign=world.campaign, by=staff)) == (
        "Chưa có quyết định khen thưởng nên chưa trao được."
    )


def test_still_open_says_what_keeps_the_campaign_open(world):
    assert still_open(world.campaign) == []
    nominated(world, TIED)
    assert still_open(world.campaign) == [
        "Còn 1 nhóm đồng hạng chưa quyết định khen thưởng.",
        "Còn 7 đề nghị khen thưởng chưa có quyết định.",
    ]


def test_duties_lead_staff_through(world):
    staff = world.province.staff
    assert duties(staff, None) == []
    publish(world, TIED)
    assert [duty.title for duty in duties(staff, None)] == ["Đề cử khen thưởng"]
    services.nominate(campaign=world.campaign, by=staff)
    assert [duty.title for duty in duties(staff, None)] == ["Quyết định 1 nhóm đồng hạng"]
    assert duties(world.province.leader, None) == []


def test_duties_ask_one_query(world, django_assert_num_queries):
    publish(world, TIED)
    staff = world.province.staff
    assert staff.seats
    with django_assert_num_queries(1):
        assert [duty.title for duty in duties(staff, None)] == ["Đề cử khen thưởng"]


@pytest.mark.parametrize("prizes", [1, 3])
def test_nominate_costs_the_same_for_more_prizes(db, prizes):
    world = contest(lines=PRIZES[:prizes])
    publish(world, CLEAR)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        services.nominate(campaign=world.campaign, by=world.province.staff)
    assert len(queries) <= 40
