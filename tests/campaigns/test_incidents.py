"""Where an outage moves a deadline: six hours after the recovery, in office hours."""

import pytest

from campaigns.incidents import comes_late, is_affected, moved_to, new_deadline
from tests.support.dates import on


@pytest.mark.parametrize(
    ("recovered", "moved"),
    [
        ("2026-12-15 10:00", "2026-12-15 16:00"),
        ("2026-12-15 11:00", "2026-12-15 17:00"),
        ("2026-12-15 11:01", "2026-12-16 09:00"),  # after 17:00
        ("2026-12-15 20:00", "2026-12-16 09:00"),  # past midnight
        ("2026-12-18 12:00", "2026-12-21 09:00"),  # Friday afternoon: Monday
        ("2026-12-31 15:00", "2027-01-04 09:00"),  # New Year, a weekend
    ],
)
def test_moved_to(recovered, moved):
    assert moved_to(on(recovered)) == on(moved)


@pytest.mark.parametrize(
    ("due", "affected"),
    [
        ("2026-12-15 15:59", False),
        ("2026-12-15 16:00", True),
        ("2026-12-15 18:40", True),
        ("2026-12-15 18:41", False),
    ],
)
def test_affected_is_what_lies_between_the_failure_and_two_hours_after_the_recovery(due, affected):
    assert is_affected(on(due), failed_at=on("2026-12-15 16:00"), recovered_at=on("2026-12-15 16:40")) == affected


@pytest.mark.parametrize(
    ("now", "late", "moved"),
    [
        ("2026-12-15 10:30", False, "2026-12-15 16:00"),
        ("2026-12-15 15:59", False, "2026-12-15 16:00"),  # the rule as it stands
        ("2026-12-15 16:00", True, "2026-12-16 09:00"),
        ("2026-12-17 08:00", True, "2026-12-17 14:00"),
        ("2026-12-17 08:01", True, "2026-12-17 15:00"),  # up to a full hour
        ("2026-12-17 08:59", True, "2026-12-17 15:00"),
    ],
)
def test_a_new_deadline_lies_ahead_of_who_puts_it_off(now, late, moved):
    recovered = on("2026-12-15 10:00")
    assert (comes_late(recovered, on(now)), new_deadline(recovered, on(now))) == (late, on(moved))
