"""Ranks: competition ranking with the declared chain of tie-breaks."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.calculation.ranking import Entry, Place, rank

small = st.integers(0, 3).map(Decimal)
entries = st.lists(
    st.builds(
        Entry,
        key=st.uuids().map(str),
        total=st.none() | small,
        first_group=small,
        exceeded=st.integers(0, 2),
        penalty=st.integers(-2, 0).map(Decimal),
    ),
    unique_by=lambda entry: entry.key,
    max_size=12,
)


def test_skips_a_rank_after_equals():
    places = rank([Entry("a", Decimal(90)), Entry("b", Decimal(95)), Entry("c", Decimal(90)), Entry("d", Decimal(80))])
    assert places == [Place("b", 1), Place("a", 2, tied=True), Place("c", 2, tied=True), Place("d", 4)]


def test_parts_equal_totals_by_the_chain_and_says_by_what():
    places = rank(
        [
            Entry("a", Decimal(90), Decimal(50), 3, Decimal(-5)),
            Entry("b", Decimal(90), Decimal(50), 3, Decimal(0)),
            Entry("c", Decimal(90), Decimal(50), 4, Decimal(-5)),
            Entry("d", Decimal(90), Decimal(55), 0, Decimal(-9)),
        ]
    )
    assert places == [
        Place("d", 1),
        Place("c", 2, parted_by="điểm nhóm I"),
        Place("b", 3, parted_by="số chỉ tiêu vượt"),
        Place("a", 4, parted_by="ít điểm trừ hơn"),
    ]


def test_leaves_units_without_a_total_unranked_at_the_end():
    assert rank([Entry("a", None), Entry("b", Decimal(1))]) == [Place("b", 1), Place("a", None)]


@given(entries, st.randoms())
def test_does_not_depend_on_the_order_of_units(units, random):
    assert rank(random.sample(units, len(units))) == rank(units)


@given(entries)
def test_gives_equal_ranks_exactly_to_equal_figures(units):
    ranks = {place.key: place for place in rank(units)}
    for one in units:
        for other in units:
            if one.total is None or other.total is None:
                continue
            equal = (one.total, one.first_group, one.exceeded, one.penalty) == (
                other.total,
                other.first_group,
                other.exceeded,
                other.penalty,
            )
            assert (ranks[one.key].rank == ranks[other.key].rank) == equal


@given(entries)
def test_gives_the_rank_of_one_more_than_the_units_before(units):
    ranked = [place.rank for place in rank(units) if place.rank is not None]
    assert all(place == 1 + sum(other < place for other in ranked) for place in ranked)


@given(entries)
def test_never_ranks_a_lower_total_higher(units):
    totals = {unit.key: unit.total for unit in units}
    ranked = [totals[place.key] for place in rank(units) if place.rank is not None]
    assert ranked == sorted(ranked, reverse=True)
