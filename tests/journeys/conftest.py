"""Whole stories in a real browser, on a live server with committed data."""

import os

import pytest

from tests.factories.ground import lay_province
from tests.support.browser import Desk, chromium, executable

# Playwright's own loop runs in this thread, which Django takes for an async context.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser():
    program = executable(os.environ.get("PATH", ""))
    if program is None:
        message = "Chromium is not installed, so the journeys cannot be made"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with chromium(program) as running:
        yield running


@pytest.fixture
def desk(browser, transactional_db, live_server, settings, tmp_path):
    """Where people of the story sit down; fails when the browser complained about anything."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.BASE_URL = live_server.url
    place = Desk(browser, live_server.url)
    yield place
    place.clear()
    assert place.complaints == []


@pytest.fixture
def province(desk):
    """The small province, committed."""
    return lay_province()
