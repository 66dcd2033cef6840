"""Races need a server that really runs things side by side: PostgreSQL."""

import pytest
from django.db import connection

from tests.factories.campaigns import launched_campaign
from tests.factories.ground import lay_province


@pytest.fixture(autouse=True)
def _postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite runs write transactions one after the other; races are run on PostgreSQL")


@pytest.fixture
def province(transactional_db):
    """The small province, committed, so that every thread sees it."""
    return lay_province()


@pytest.fixture
def campaign(province):
    return launched_campaign(province)
