"""Two people of a unit record the same figure: one is stored, the other is told and shown it."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.models import ProgressEntry
from campaigns.queries.progress import fingerprint
from campaigns.services.progress import Recorded, revise_figures
from core.exceptions import Conflict
from organizations.models import User
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import quantitative
from tests.support.races import race

pytestmark = pytest.mark.races

DAY = date(2020, 12, 1)


def writer(province, folder, key, value):
    """Somebody presses the button over the empty cell; people are read anew, since seats are kept on the object."""
    return lambda: revise_figures(
        participation=folder,
        changes={key: Recorded(Decimal(value), "")},
        seen=fingerprint({}, [key]),
        by=User.objects.get(pk=province.officer.pk),
    )


def test_of_eight_writers_one_is_stored_and_the_others_are_told(province):
    folder = participation_of(launched_campaign(province), province.unit)
    key = (quantitative(folder)[0].pk, DAY)
    results = race(*[writer(province, folder, key, value) for value in range(8)])
    assert [one for one in results if isinstance(one, int)] == [1]
    assert sum(isinstance(one, Conflict) for one in results) == 7
    assert ProgressEntry.objects.count() == 1
