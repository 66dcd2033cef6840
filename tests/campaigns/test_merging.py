"""Joining what two people wrote: nobody's word is lost, nobody is asked without need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.merging import Merged, fingerprints, merge

NAMES = ["text:a", "text:b", "line:1"]
PLACES = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=3))


@pytest.mark.parametrize(
    ("then", "mine", "now", "outcome"),
    [
        ("cũ", "cũ", "cũ", {}),
        ("cũ", "mới", "cũ", {"written": {"a": "mới"}}),
        ("cũ", "cũ", "của người khác", {"theirs": {"a": "của người khác"}}),
        ("cũ", "mới", "của người khác", {"asked": {"a": "của người khác"}}),
        ("cũ", "như nhau", "như nhau", {}),
        ("cũ", "", "cũ", {"written": {"a": ""}}),
        ("cũ", "", "của người khác", {"asked": {"a": "của người khác"}}),
    ],
)
def test_who_changed_what_decides(then, mine, now, outcome):
    assert merge(fingerprints({"a": then}), {"a": mine}, {"a": now}) == Merged(**outcome)


def test_a_place_the_page_did_not_show_is_asked_about():
    assert merge({"b": "x"}, {"a": "mới"}, {"a": "cũ"}) == Merged(asked={"a": "cũ"})
    assert merge({}, {"a": "mới", "b": "cũ"}, {"a": "cũ", "b": "cũ"}) == Merged(asked={"a": "cũ"})


def test_a_place_that_is_not_stored_yet_is_written():
    assert merge({}, {"a": "mới"}, {}) == Merged(written={"a": "mới"})


def test_without_a_page_everything_counts_as_seen():
    assert merge(None, {"a": "mới"}, {"a": "cũ"}) == Merged(written={"a": "mới"})


def test_figures_that_mean_the_same_are_the_same():
    from decimal import Decimal

    line = {"value": Decimal("4.50"), "measures": "x"}
    assert merge({}, {"line:1": line}, {"line:1": {**line, "value": Decimal("4.5")}}) == Merged()


@given(base=PLACES, mine=PLACES, theirs=PLACES)
def test_two_savers_lose_no_word(base, mine, theirs):
    """Of the second saver: what the first one changed stands or is asked about; what was typed is stored or asked."""
    seen = fingerprints({place: base.get(place) for place in NAMES})
    first = {**base, **theirs}
    merged = merge(seen, {**base, **mine}, first)
    after = {**first, **merged.written}
    for place, typed in mine.items():
        assert typed in (after.get(place), base.get(place)) or place in merged.asked
    for place, kept in theirs.items():
        assert after[place] == kept or kept == base.get(place)


@given(base=PLACES, mine=PLACES)
def test_alone_nobody_is_asked(base, mine):
    merged = merge(fingerprints(base), {**base, **mine}, base)
    assert (merged.theirs, merged.asked) == ({}, {})
