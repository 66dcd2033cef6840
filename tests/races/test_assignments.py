"""Two writers of one grid: one is stored, the other is told; nothing is given once the campaign is closing."""

import pytest

from campaigns import closing
from campaigns.models import AssignedTarget
from campaigns.queries.assignments import fingerprint
from campaigns.services import campaigns
from core.exceptions import Conflict, Refused
from organizations.models import User
from tests.campaigns.test_assignments import give
from tests.support.races import race

pytestmark = pytest.mark.races


def giver(province, campaign, value):
    """Somebody presses the button over the empty grid; people are read anew, since seats are kept on the object."""
    return lambda: give(province, campaign, value, seen=fingerprint({}, []), by=User.objects.get(pk=province.staff.pk))


def test_of_eight_writers_one_is_stored_and_the_others_are_told(province, campaign):
    results = race(*[giver(province, campaign, str(value)) for value in range(40, 48)])
    assert [one for one in results if isinstance(one, int)] == [1]
    assert sum(isinstance(one, Conflict) for one in results) == 7
    assert AssignedTarget.objects.count() == 1


def test_nothing_is_given_after_the_close(province, campaign, monkeypatch):
    monkeypatch.setattr(closing, "CONDITIONS", [])
    given, closed = race(
        giver(province, campaign, "40"),
        lambda: campaigns.close(campaign_id=campaign.pk, by=User.objects.get(pk=province.staff.pk)),
    )
    assert closed.state == "closed"
    assert (given == 1) == AssignedTarget.objects.exists()
    assert given == 1 or isinstance(given, Refused)
