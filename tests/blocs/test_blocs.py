"""Blocs: who leads them in which year, and who may look at them."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from blocs.enums import BlocRole
from blocs.models import Membership
from blocs.queries import blocs, members
from blocs.rules import Leadership, leadership, leaderships, sits_in_office
from blocs.services import form_bloc
from tests.factories.ground import YEAR, bloc, district


def test_form_bloc_seats_members_with_leader_and_deputy(province):
    seats = members(province.bloc, YEAR).values_list("unit__code", "role")
    assert list(seats) == [("dong-van", "member"), ("meo-vac", "deputy"), ("yen-minh", "leader")]


def test_form_bloc_twice_changes_nothing(province):
    form_bloc(
        code="khoi-1",
        name=province.bloc.name,
        authority=province.authority,
        year=YEAR,
        members=list(province.units),
        leader=province.units[2],
        deputies=[province.units[1]],
    )
    assert Membership.objects.count() == 3


def test_a_second_leader_in_a_year_is_impossible(province):
    with pytest.raises(IntegrityError):
        Membership.objects.filter(unit=province.unit).update(role=BlocRole.LEADER)


@pytest.mark.parametrize(("year", "answer"), [(YEAR, True), (YEAR + 1, False)])
def test_office_of_the_leader_is_asked_by_year(province, year, answer):
    asked = {"bloc": province.bloc, "year": year, "role": BlocRole.LEADER}
    assert sits_in_office(province.secretary, **asked) is answer
    assert sits_in_office(province.officer, **asked) is False


def test_the_leader_acts_towards_all_but_itself(province, django_assert_num_queries):
    member, deputy, leader = (unit.pk for unit in province.units)
    with django_assert_num_queries(1):
        heads = leadership(province.bloc.pk, YEAR)
    assert heads == Leadership({leader}, {deputy})
    assert [heads.towards(unit) for unit in (member, deputy, leader)] == [{leader}, {leader}, {deputy}]
    assert heads.towards(member, leader) == {deputy}
    assert leadership(province.bloc.pk, YEAR + 1).towards(member) == set()


def test_heads_of_several_blocs_and_years_are_told_apart(province):
    _, deputy, leader = (unit.pk for unit in province.units)
    bloc("khoi-1", province.bloc.name, province.authority, province.units[:2], YEAR + 1)
    found = leaderships(Membership.objects.all())
    assert found[province.bloc.pk, YEAR].leaders == {leader}
    assert found[province.bloc.pk, YEAR + 1].leaders == {deputy}
    assert found[0, YEAR] == Leadership()


def test_blocs_are_seen_by_their_members_and_their_authority(province):
    seen = {role: [one.code for one in blocs(person)] for role, person in province.everybody().items()}
    assert {role for role, codes in seen.items() if codes == []} == {"stranger"}
    assert {tuple(codes) for role, codes in seen.items() if role != "stranger"} == {("khoi-1",)}


def test_detail_shows_members_by_year_the_newest_first(province, sign_in):
    bloc("khoi-1", province.bloc.name, province.authority, province.units[:2], YEAR + 1)
    text = sign_in(province.officer).get(reverse("blocs:detail", args=["khoi-1"])).content.decode()
    assert text.index("Năm 2022") < text.index("Năm 2021")
    assert [text.count(words) for words in ("Trưởng khối</span>", "?khoi=khoi-1")] == [4, 1]


def test_detail_of_a_foreign_bloc_is_not_found(province, sign_in):
    assert sign_in(province.stranger).get(reverse("blocs:detail", args=["khoi-1"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_more_blocs(province, sign_in, django_assert_num_queries, count):
    for number in range(1, count):
        bloc(
            f"khoi-x{number}", f"Khối {number}", province.authority, (district(f"x{number}", "X", province.authority),)
        )
    client = sign_in(province.staff)
    with django_assert_num_queries(7):
        text = client.get(reverse("blocs:list")).content.decode()
    assert text.count("Ủy ban nhân dân tỉnh</td>") == count


def test_list_says_who_will_make_blocs_appear(province, sign_in):
    text = sign_in(province.stranger).get(reverse("blocs:list")).content.decode()
    assert text.count("Chưa có khối nào") == 1
