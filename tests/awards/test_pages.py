"""The awards pages: who sees what, what each button does, refusals that keep what was typed."""

from datetime import date

import pytest
from django.urls import reverse

from awards.enums import ProposalState as P
from awards.models import AwardTier, Proposal
from awards.queries.board import board
from awards.services import proposals as services
from core.authz import can
from tests.factories.awards import PRIZES, contest, publish

CLEAR = {"dong-van": "90", "meo-vac": "80", "yen-minh": "70", "quan-ba": "95", "vi-xuyen": "85", "xin-man": "75"}
TIED = {**CLEAR, "vi-xuyen": "82", "meo-vac": "82"}
STAFF_ONLY = "Chỉ chuyên viên của cơ quan phát động làm được việc này."
REASON = "Hội nghị khối suy tôn."


@pytest.fixture
def world(db):
    made = contest()
    publish(made, TIED)
    return made


@pytest.fixture
def nominated(world):
    services.nominate(campaign=world.campaign, by=world.province.staff)
    return world


def address(name, world):
    return reverse(f"awards:{name}", args=[world.campaign.code])


def decided(world):
    staff = world.province.staff
    order = [world.folder("meo-vac"), world.folder("vi-xuyen")]
    services.settle_tie(campaign=world.campaign, contest=1, chosen_order=order, reason=REASON, by=staff)
    services.propose(campaign=world.campaign, by=staff)
    services.decide(campaign=world.campaign, number="15/QĐ-UBND", decided_on=date(2021, 12, 22), by=staff)


@pytest.mark.parametrize("verb", ["set_structure", "nominate", "settle_tie", "propose", "drop", "decide", "award"])
def test_only_staff_may_act(world, verb):
    answers = {name: can(person, f"awards.{verb}", world.campaign).reason for name, person in everybody(world)}
    assert answers == {name: "" if name == "staff" else STAFF_ONLY for name, _ in everybody(world)}


def everybody(world):
    return world.province.everybody().items()


def test_staff_with_a_competing_unit_may_not_judge(world):
    world.province.staff.all_seats.create(unit=world.units["dong-van"], role="officer")
    del world.province.staff.seats
    assert can(world.province.staff, "awards.nominate", world.campaign).reason == (
        "Đơn vị của bạn thuộc diện xét khen thưởng nên bạn không thể quyết định việc này."
    )


def test_proposals_are_for_officials_until_decided(nominated):
    counts = {name: Proposal.objects.visible_to(person).count() for name, person in everybody(nominated)}
    assert counts == dict.fromkeys(counts, 0) | {"staff": 11, "leader": 11, "admin": 11}


def test_decided_proposals_are_for_all_who_take_part(nominated):
    decided(nominated)
    counts = {name: Proposal.objects.visible_to(person).count() for name, person in everybody(nominated)}
    assert counts == dict.fromkeys(counts, 9) | {"stranger": 0}


def test_detail_shows_a_unit_no_ties_and_no_buttons(nominated, sign_in):
    page = sign_in(nominated.province.officer).get(address("detail", nominated))
    shown = page.context["board"]
    assert (shown.ties, shown.passed_over, [row for card in shown.tiers for row in card.rows]) == ([], [], [])
    assert "Đồng hạng" not in page.content.decode()
    assert "Trình" not in page.content.decode()


def test_detail_is_404_for_a_stranger(world, sign_in):
    assert sign_in(world.province.stranger).get(address("detail", world)).status_code == 404


def test_list_counts_proposals_and_ties(nominated, sign_in):
    page = sign_in(nominated.province.staff).get(reverse("awards:list"))
    row = page.context["campaigns"][0]
    assert (row.tier_count, row.proposal_count, row.tie_count) == (5, 7, 1)
    page = sign_in(nominated.province.officer).get(reverse("awards:list"))
    row = page.context["campaigns"][0]
    assert (row.tier_count, row.proposal_count, row.tie_count) == (5, 0, 0)


def test_propose_button_waits_for_the_ties(nominated, sign_in):
    page = sign_in(nominated.province.staff).get(address("detail", nominated))
    assert page.context["may"]["propose"].reason == (
        "Còn 1 nhóm đồng hạng chưa quyết định; hãy quyết định trước khi trình."
    )


def test_nominate_button_nominates(world, sign_in):
    response = sign_in(world.province.staff).post(address("nominate", world), follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Đã lập đề cử: 7 đơn vị được đề cử, 1 nhóm đồng hạng chờ quyết định."
    ]


@pytest.mark.parametrize("verb", ["nominate", "propose", "decide", "award"])
def test_buttons_answer_others_with_the_sentence(world, sign_in, verb):
    response = sign_in(world.province.leader).post(address(verb, world))
    assert (response.status_code, response.context["reason"]) == (403, STAFF_ONLY)


def test_settle_needs_a_reason_and_keeps_the_choice(nominated, sign_in):
    url = reverse("awards:settle", args=[nominated.campaign.code, 1])
    first = str(nominated.folder("vi-xuyen"))
    response = sign_in(nominated.province.staff).post(url, {"tie1-place1": first, "tie1-reason": ""})
    form = response.context["ties"][0][1]
    assert response.status_code == 422
    assert form.errors == {"reason": ["Hãy nêu lý do quyết định nhóm đồng hạng."]}
    assert form["place1"].value() == first


def test_settle_puts_the_chosen_unit_first(nominated, sign_in):
    url = reverse("awards:settle", args=[nominated.campaign.code, 1])
    first = nominated.folder("vi-xuyen")
    sign_in(nominated.province.staff).post(url, {"tie1-place1": first, "tie1-reason": REASON})
    row = Proposal.objects.get(participation=first, tier__form="prize")
    assert (row.tier.name, row.state, row.reason) == ("Giải nhì", P.NOMINATED, REASON)


def test_settle_is_404_for_an_unknown_tie_and_for_units(nominated, sign_in):
    assert (
        sign_in(nominated.province.staff).post(reverse("awards:settle", args=["phong-trao-2021", 7])).status_code == 404
    )
    url = reverse("awards:settle", args=["phong-trao-2021", 1])
    assert sign_in(nominated.province.head).post(url).status_code == 404


def test_drop_page_takes_the_unit_out(nominated, sign_in):
    row = Proposal.objects.get(tier__name="Giải nhất")
    client = sign_in(nominated.province.staff)
    url = reverse("awards:drop", args=[row.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).context["form"].errors["reason"] == [
        "Hãy ghi lý do để đơn vị biết cần sửa gì."
    ]
    client.post(url, {"reason": "Đang bị thanh tra."})
    row.refresh_from_db()
    assert (row.state, row.reason) == (P.DROPPED, "Đang bị thanh tra.")
    shown = board(nominated.campaign, nominated.province.staff)
    assert [(line.unit, line.reason) for line in shown.passed_over] == [
        ("Quản Bạ", "Không xét Giải thưởng: Đang bị thanh tra.")
    ]
    assert sign_in(nominated.province.head).get(url).status_code == 404


def test_decide_keeps_what_was_typed_when_refused(nominated, sign_in):
    client = sign_in(nominated.province.staff)
    response = client.post(address("decide", nominated), {"number": "15/QĐ-UBND", "decided_on": "22/12/2021"})
    form = response.context["decision_form"]
    assert (response.status_code, form["number"].value()) == (422, "15/QĐ-UBND")
    assert form.non_field_errors() == ["Chưa trình đề nghị nào nên chưa ghi quyết định được."]


def test_whole_way_by_buttons(nominated, sign_in):
    client = sign_in(nominated.province.staff)
    first = nominated.folder("vi-xuyen")
    url = reverse("awards:settle", args=[nominated.campaign.code, 1])
    client.post(url, {"tie1-place1": first, "tie1-reason": REASON})
    client.post(address("propose", nominated))
    client.post(address("decide", nominated), {"number": "15/QĐ-UBND", "decided_on": "22/12/2021"})
    response = client.post(address("award", nominated), follow=True)
    assert [str(message) for message in response.context["messages"]][-1] == "Đã ghi trao thưởng cho 9 đề nghị."
    page = sign_in(nominated.province.officer).get(address("detail", nominated)).content.decode()
    assert "Quyết định số 15/QĐ-UBND ngày 22/12/2021" in page


def typed(*lines):
    """A structure as the browser posts it."""
    data = {"form-TOTAL_FORMS": str(len(lines)), "form-INITIAL_FORMS": "0"}
    for position, line in enumerate(lines):
        data |= {f"form-{position}-{name}": value for name, value in line.items()}
    return data


LINE = {
    "form": "prize",
    "name": "Giải nhất",
    "scope": "02 khối",
    "blocs": ["khoi-1", "khoi-2"],
    "counting": "together",
    "quantity": "1",
    "value_vnd": "500.000.000",
    "basis": "",
}


def test_structure_page_writes_the_lines(world, sign_in):
    client = sign_in(world.province.staff)
    assert client.get(address("structure", world)).status_code == 200
    assert (
        client.post(address("structure", world), typed(LINE, {"form": "prize", "counting": "together"})).status_code
        == 302
    )
    assert list(AwardTier.objects.values_list("name", "quantity", "value_vnd")) == [("Giải nhất", 1, 500_000_000)]


def test_structure_page_adds_a_line_and_keeps_what_was_typed(world, sign_in):
    response = sign_in(world.province.staff).post(address("structure", world), typed(LINE) | {"add": "1"})
    forms = response.context["formset"].forms
    assert (len(forms), forms[0]["name"].value()) == (2, "Giải nhất")
    assert AwardTier.objects.count() == 5


def test_structure_page_says_all_errors_at_once(world, sign_in):
    lines = typed(LINE | {"value_vnd": "500 triệu"}, LINE | {"chosen_quantity": "2", "blocs": []})
    response = sign_in(world.province.staff).post(address("structure", world), lines)
    errors = [dict(form.errors) for form in response.context["formset"]]
    assert [sorted(one) for one in errors] == [["value_vnd"], ["basis", "blocs"]]
    assert errors[1]["basis"] == ["Số lượng tự chọn phải nêu căn cứ."]


def test_choose_page_writes_the_choice(world, sign_in):
    tier = AwardTier.objects.get(name="Bằng khen")
    client = sign_in(world.province.staff)
    url = reverse("awards:choose", args=[tier.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"counting": "per_bloc", "chosen_quantity": "2", "basis": "Công văn 12."})
    tier.refresh_from_db()
    assert (tier.chosen_quantity, tier.basis) == (2, "Công văn 12.")
    assert sign_in(world.province.stranger).get(url).status_code == 404


@pytest.mark.parametrize("prizes", [1, 3])
def test_detail_costs_the_same_for_more_awards(db, sign_in, prizes, django_assert_num_queries):
    made = contest(lines=PRIZES[:prizes])
    publish(made, CLEAR)
    services.nominate(campaign=made.campaign, by=made.province.staff)
    client = sign_in(made.province.staff)
    with django_assert_num_queries(13):
        client.get(address("detail", made))


@pytest.mark.parametrize("prizes", [1, 3])
def test_detail_reads_no_rankings_for_units(db, sign_in, prizes, django_assert_num_queries):
    made = contest(lines=PRIZES[:prizes])
    publish(made, CLEAR)
    services.nominate(campaign=made.campaign, by=made.province.staff)
    client = sign_in(made.province.officer)
    with django_assert_num_queries(9):
        client.get(address("detail", made))


@pytest.mark.parametrize(("who", "queries"), [("staff", 23), ("head", 24), ("leader", 21)])
@pytest.mark.parametrize("prizes", [1, 3])
def test_campaign_page_costs_the_same_for_more_awards(db, sign_in, prizes, who, queries, django_assert_num_queries):
    made = contest(lines=PRIZES[:prizes])
    publish(made, CLEAR)
    client = sign_in(made.province.everybody()[who])
    with django_assert_num_queries(queries):
        client.get(reverse("campaigns:detail", args=[made.campaign.code]))
