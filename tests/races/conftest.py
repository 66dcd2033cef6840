"""Races need a server that really runs things side by side; on SQLite they are left out (tests/conftest.py)."""

import pytest

from tests.factories.campaigns import launched_campaign
from tests.factories.ground import lay_province


@pytest.fixture
def province(transactional_db):
    """The small province, committed, so that every thread sees it."""
    return lay_province()


@pytest.fixture
def campaign(province):
    return launched_campaign(province)
