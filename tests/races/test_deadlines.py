"""Fair to the second (integrity P1, P2), in small; ``./thidua race`` runs the same races at full length.

Each kind of race has its negative controls: with a guard taken away it must show faults, else it proves nothing.
"""

from datetime import datetime, timedelta

import pytest
import time_machine

from benchmarks import races
from benchmarks.race_world import lay_world
from benchmarks.races import CONTROLS, Race, Tally

pytestmark = pytest.mark.races

LAST_SECOND = Race(units=60, threads=16)
CLOSING = Race(units=16, threads=16, spread=0.05, draining=0.3, meet=0.06, pause=0.06)
AT_THE_CLOSE = Race(units=60, threads=16, spread=0.05, draining=0.3, meet=0.15, pause=0.06)
TAKEN_AWAY = [name for name in CONTROLS if name]


@pytest.fixture
def world(transactional_db):
    return lay_world(60)


def harder(race):
    return Race(**{**vars(race), "hard": True})


@pytest.mark.parametrize("race", [LAST_SECOND, harder(LAST_SECOND)], ids=["soft", "hard"])
@pytest.mark.parametrize("shift", [0, 1, -1])
def test_whoever_pressed_before_the_deadline_is_in_time_whatever_the_application_s_clock_says(world, race, shift):
    with time_machine.travel(datetime.now().astimezone() + timedelta(hours=shift), tick=True):
        tally = races.run(world, race)
    assert tally.faults == 0
    assert tally.in_time > 30
    assert tally.late + tally.refused == 60 - tally.in_time > 0
    assert (tally.late if race.hard else tally.refused) == 0


def test_the_last_second_meets_the_closing_of_the_books(world):
    assert races.run(world, AT_THE_CLOSE).faults == 0


@pytest.mark.parametrize("control", TAKEN_AWAY)
def test_the_last_second_shows_what_is_taken_away(world, control):
    assert repeated(world, AT_THE_CLOSE, control, times=5) > 0


def test_the_list_of_a_closing_is_who_was_told_so(world):
    tally = sum((races.run(world, CLOSING) for _ in range(8)), Tally())
    assert tally.faults == 0
    assert 0 < tally.in_time < tally.pressed


@pytest.mark.parametrize("control", TAKEN_AWAY)
def test_a_closing_shows_what_is_taken_away(world, control):
    assert repeated(world, CLOSING, control, times=12) > 0


def repeated(world, race, control, times):
    """The faults of the first race that shows some, of at most so many."""
    return next((faults for _ in range(times) if (faults := races.run(world, race, control).faults)), 0)
