"""Places, ties and exclusions: worked cases, and laws that hold for every ladder."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.eligibility import Rung, Standing, assign, decide

FIRST, SECOND, THIRD = 1, 2, 3
PRIZES = [Rung(FIRST, "prize", 1), Rung(SECOND, "prize", 2), Rung(THIRD, "prize", 2)]
FLAG, CERTIFICATE = 4, 5
HONOURS = [Rung(FLAG, "flag", 1), Rung(CERTIFICATE, "certificate", 1)]


def standings(*ranks, excluded=None):
    """Units 101, 102 … with these ranks; ``excluded`` by position."""
    barred = excluded or {}
    return [Standing(101 + position, rank, frozenset(barred.get(position, ()))) for position, rank in enumerate(ranks)]


def open_places(outcome):
    return [(contest.rank, dict(contest.open_to)) for contest in outcome.contests]


def test_assign_without_ties_gives_places_by_rank():
    outcome = assign(PRIZES, standings(1, 2, 3, 4, 5, 6))
    assert outcome.settled == {101: FIRST, 102: SECOND, 103: SECOND, 104: THIRD, 105: THIRD}
    assert outcome.contests == ()


def test_assign_tie_at_the_border_of_second_and_third_prize_leaves_both_open():
    outcome = assign(PRIZES, standings(1, 2, 3, 3, 5, 6))
    assert outcome.settled == {101: FIRST, 102: SECOND, 105: THIRD}
    assert open_places(outcome) == [(3, {103: (SECOND, THIRD), 104: (SECOND, THIRD)})]


def test_assign_tie_within_one_prize_is_settled():
    outcome = assign(PRIZES, standings(1, 2, 2, 4))
    assert outcome.settled == {101: FIRST, 102: SECOND, 103: SECOND, 104: THIRD}


def test_assign_tie_for_the_last_place_leaves_it_open():
    outcome = assign(PRIZES, standings(1, 2, 3, 4, 5, 5))
    assert outcome.settled == {101: FIRST, 102: SECOND, 103: SECOND, 104: THIRD}
    assert open_places(outcome) == [(5, {105: (THIRD,), 106: (THIRD,)})]


def test_assign_all_tied_leaves_every_award_open():
    outcome = assign(HONOURS, standings(1, 1, 1))
    assert open_places(outcome) == [(1, dict.fromkeys((101, 102, 103), (FLAG, CERTIFICATE)))]


def test_assign_tie_below_the_places_is_no_contest():
    outcome = assign(HONOURS, standings(1, 2, 3, 3))
    assert (outcome.settled, outcome.contests) == ({101: FLAG, 102: CERTIFICATE}, ())


def test_assign_skips_a_unit_excluded_from_both_forms():
    outcome = assign(HONOURS, standings(1, 2, 3, excluded={0: ["flag", "certificate"]}))
    assert outcome.settled == {102: FLAG, 103: CERTIFICATE}
    assert outcome.passed_over == {101: ("flag", "certificate")}


def test_assign_unit_excluded_from_the_flag_may_have_the_certificate():
    outcome = assign(HONOURS, standings(1, 2, 3, excluded={0: ["flag"]}))
    assert outcome.settled == {101: CERTIFICATE, 102: FLAG}
    assert outcome.passed_over == {101: ("flag",)}


def test_assign_unit_excluded_from_the_certificate_gets_no_flag_either():
    outcome = assign(HONOURS, standings(1, 2, excluded={0: ["certificate"]}))
    assert outcome.settled == {102: FLAG}


def test_assign_says_nothing_of_an_exclusion_that_changes_nothing():
    outcome = assign(HONOURS, standings(1, 2, 3, excluded={2: ["flag"]}))
    assert outcome.passed_over == {}


def test_assign_tie_with_an_exclusion_that_parts_it_is_settled():
    outcome = assign(HONOURS, standings(1, 1, excluded={0: ["flag"]}))
    assert (outcome.settled, outcome.contests) == ({101: CERTIFICATE, 102: FLAG}, ())


def test_assign_without_units_or_places_gives_nothing():
    assert assign(HONOURS, []).settled == {}
    assert assign([Rung(FLAG, "flag", 0)], standings(1, 1)).contests == ()


def test_decide_gives_the_places_in_the_chosen_order():
    contest = assign(PRIZES, standings(1, 2, 3, 3, 5)).contests[0]
    assert decide(PRIZES, contest, [104, 103]) == {104: SECOND, 103: THIRD}


def test_decide_leaves_out_who_gets_no_place():
    contest = assign(PRIZES, standings(1, 2, 3, 4, 5, 5)).contests[0]
    assert decide(PRIZES, contest, [106, 105]) == {106: THIRD}


@pytest.mark.parametrize("order", [[], [103], [103, 103], [103, 104, 105]])
def test_decide_refuses_an_order_that_is_not_of_the_tie(order):
    contest = assign(PRIZES, standings(1, 2, 3, 3, 5)).contests[0]
    with pytest.raises(ValueError, match="every unit"):
        decide(PRIZES, contest, order)


FORMS = ["prize", "flag", "certificate"]


@st.composite
def fields(draw):
    """A ladder of up to four rungs and up to six units with competition ranks and exclusions."""
    ladder = [
        Rung(key, draw(st.sampled_from(FORMS)), draw(st.integers(0, 3))) for key in range(draw(st.integers(1, 4)))
    ]
    scores = sorted(draw(st.lists(st.integers(0, 3), max_size=6)))
    barred = [draw(st.frozensets(st.sampled_from(FORMS), max_size=2)) for _ in scores]
    units = [Standing(unit, scores.index(score) + 1, barred[unit]) for unit, score in enumerate(scores)]
    return ladder, units


@given(fields())
def test_settled_never_exceed_places(field):
    ladder, units = field
    given_away = Counter(assign(ladder, units).settled.values())
    assert all(given_away[rung.key] <= rung.places for rung in ladder)


@given(fields(), st.randoms())
def test_order_of_units_changes_nothing(field, random):
    ladder, units = field
    shuffled = random.sample(units, len(units))
    assert assign(ladder, shuffled) == assign(ladder, units)


@given(fields())
def test_nobody_is_settled_and_contested(field):
    ladder, units = field
    outcome = assign(ladder, units)
    waiting = [unit for contest in outcome.contests for unit in contest.units]
    assert len(waiting) == len(set(waiting))
    assert set(waiting) & set(outcome.settled) == set()


@given(fields())
def test_excluded_never_get_their_form(field):
    ladder, units = field
    outcome = assign(ladder, units)
    form_of = {rung.key: rung.form for rung in ladder}
    barred = {one.unit: one.excluded for one in units}
    assert all(form_of[key] not in barred[unit] for unit, key in outcome.settled.items())
    assert all(
        form_of[key] not in barred[unit]
        for contest in outcome.contests
        for unit, keys in contest.open_to.items()
        for key in keys
    )


@given(fields(), st.data())
def test_decisions_of_all_ties_fill_what_strict_ranks_would_fill(field, data):
    ladder, units = field
    outcome = assign(ladder, units)
    result = dict(outcome.settled)
    place = {}
    for contest in outcome.contests:
        order = data.draw(st.permutations(sorted(contest.units)))
        result |= decide(ladder, contest, order)
        place |= {unit: position for position, unit in enumerate(order)}
    strict = sorted(units, key=lambda one: (one.rank, place.get(one.unit, -1), one.unit))
    ranked = [Standing(one.unit, rank, one.excluded) for rank, one in enumerate(strict, start=1)]
    assert result == dict(assign(ladder, ranked).settled)


@given(fields())
def test_open_awards_are_those_that_some_order_gives(field):
    ladder, units = field
    for contest in assign(ladder, units).contests:
        seen = {unit: set() for unit in contest.units}
        for order in permutations(sorted(contest.units)):
            for unit, key in decide(ladder, contest, order).items():
                seen[unit].add(key)
        assert {unit: set(keys) for unit, keys in contest.open_to.items()} == seen
