"""The campaign and the table of most scoring tests."""

import pytest

from tests.factories.campaigns import launched_campaign
from tests.factories.scoring import draft_table, frozen_table


@pytest.fixture
def campaign(province):
    """A launched campaign of the province."""
    return launched_campaign(province)


@pytest.fixture
def draft(province, campaign):
    """The bloc's table while it is written."""
    return draft_table(province, campaign)


@pytest.fixture
def table(province, campaign):
    """The bloc's frozen table."""
    return frozen_table(province, campaign)
