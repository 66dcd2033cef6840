"""Every workflow table is total: owner, label and a way to each state, no way out of the last ones."""

from importlib import import_module
from importlib.util import find_spec

import pytest

from core.workflow import Workflow
from tests.support.project import FLOORS

TABLES = {
    f"{floor}.{name}": value
    for floor in FLOORS
    if floor != "core" and find_spec(f"{floor}.workflow")
    for name, value in vars(import_module(f"{floor}.workflow")).items()
    if isinstance(value, Workflow)
}


# Where a thing may begin beside the first state, and why.
OTHER_BEGINNINGS = {
    "awards.PROPOSAL": {"contested": "a tie that no rule decides begins open; settling it makes a nomination"},
}


@pytest.fixture(params=sorted(TABLES))
def table(request):
    return TABLES[request.param]


def beginnings(table):
    other = next((OTHER_BEGINNINGS.get(name, {}) for name, one in TABLES.items() if one is table), {})
    return {table.initial, *other}


def reachable(table):
    found = beginnings(table)
    while True:
        more = found | {target for (state, _), target in table.moves.items() if state in found}
        if more == found:
            return found
        found = more


def test_there_are_tables():
    assert {"campaigns.CAMPAIGN", "campaigns.SUBMISSION"} <= set(TABLES)


def test_every_state_has_an_owner(table):
    named = {table.initial, *table.moves.values(), *(state for state, _ in table.moves)}
    assert named == set(table.states)


def test_every_state_and_verb_has_a_label(table):
    named = {*table.states, *(verb for _, verb in table.moves)}
    assert named - set(table.labels) == set()
    assert [one for one in named if not table.labels[one].strip()] == []


def test_every_state_is_reachable_from_a_beginning(table):
    assert reachable(table) == set(table.states)


def test_states_that_are_nobodys_turn_are_the_last_ones(table):
    left = {state for state, _ in table.moves}
    last = {state for state in table.states if not table.owner[state]}
    assert last == set(table.states) - left


def test_every_move_leads_elsewhere(table):
    assert [move for move, target in table.moves.items() if move[0] == target] == []
