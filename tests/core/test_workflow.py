"""A workflow moves along its table and refuses everything else in words."""

from dataclasses import dataclass

import pytest

from core.exceptions import Refused
from core.workflow import Workflow

DOOR = Workflow(
    name="cánh cửa",
    initial="closed",
    moves={("closed", "open"): "open", ("open", "close"): "closed", ("closed", "lock"): "locked"},
    owner={"closed": "người gác", "open": "người gác", "locked": ""},
    labels={"closed": "Đóng", "open": "mở", "locked": "Khóa", "close": "đóng", "lock": "khóa"},
)


@dataclass
class Thing:
    state: str


def test_move_puts_the_thing_into_the_state_that_follows():
    door = Thing("closed")
    DOOR.move(door, "open")
    assert door.state == "open"


def test_move_that_is_not_in_the_table_is_refused_in_words_and_changes_nothing():
    door = Thing("locked")
    with pytest.raises(Refused) as refusal:
        DOOR.move(door, "open")
    assert refusal.value.reason == "Không thể “mở” khi cánh cửa đang ở trạng thái “Khóa”."
    assert door.state == "locked"


def test_move_by_an_unknown_verb_is_refused():
    with pytest.raises(Refused, match="“burn”"):
        DOOR.move(Thing("closed"), "burn")


def test_allows_answers_without_moving():
    assert (DOOR.allows("closed", "open"), DOOR.allows("locked", "open")) == (True, False)


def test_states_are_listed_in_the_order_of_the_life():
    assert list(DOOR.states) == ["closed", "open", "locked"]
