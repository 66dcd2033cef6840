"""The strict room: warnings are errors, sockets are closed (pyproject.toml), pages are read, the clock is given."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import filterfalse

import pytest
from celery import current_app
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import clock, fragments, guards
from organizations.models import User
from tests.factories.ground import Province, lay_province
from tests.support.client import StrictClient
from tests.support.dates import on
from tests.support.queries import at_most, exactly

current_app.loader.import_default_modules()  # jobs run at once in tests, so their handlers must be known


LONGEST = (
    "tests/architecture/test_crawl.py",
    "tests/architecture/test_canaries.py",
    "tests/journeys/",
    "tests/thiduaweb/",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that both processes end together. Races are run where things run side by
    side: SQLite does write transactions one after the other. What asks no database need not be asked on two.
    """
    items.sort(
        key=lambda item: next((at for at, one in enumerate(LONGEST) if item.nodeid.startswith(one)), len(LONGEST))
    )
    spares = without_database if connection.vendor == "postgresql" else is_race
    spared = list(filter(spares, items))
    config.hook.pytest_deselected(items=spared)
    items[:] = filterfalse(spares, items)


def is_race(item: pytest.Item) -> bool:
    """Whether writers contend in it."""
    return item.get_closest_marker("races") is not None


def without_database(item: pytest.Item) -> bool:
    """Whether neither it nor a fixture of it may touch the database; programs that it starts may (tests/thiduaweb)."""
    asks = item.get_closest_marker("django_db") or {"db", "transactional_db"}.intersection(item.fixturenames)
    return not asks and not item.nodeid.startswith("tests/thiduaweb/")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """No test sees parts of pages that another rendered."""
    fragments.forget()


@pytest.fixture
def django_assert_num_queries() -> Callable[[int], AbstractContextManager[None]]:
    """pytest-django's fixture, blind for the readings of PostgreSQL's clock."""
    return exactly


@pytest.fixture
def django_assert_max_num_queries() -> Callable[[int], AbstractContextManager[None]]:
    """The same for at most so many queries."""
    return at_most


@pytest.fixture
def client() -> StrictClient:
    """A browser that nobody has signed in to; it reads every page it gets."""
    return StrictClient()


@pytest.fixture
def sign_in() -> Callable[[User], StrictClient]:
    """``sign_in(person)`` gives a client of that person."""

    def signed_in(person: User) -> StrictClient:
        client = StrictClient()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def at(db: None) -> Callable[[str | datetime], datetime]:
    """``at("2021-01-08 08:30")`` lets the product believe it is that moment."""

    def assume(moment: str | datetime) -> datetime:
        instant = on(moment) if isinstance(moment, str) else moment
        clock.assume(instant)
        return instant

    return assume


@pytest.fixture
def province(db: None) -> Province:
    """An authority with its people and one bloc of three units."""
    return lay_province()


@pytest.fixture
def migrated(settings, transactional_db):
    """A database whose migrations count as run; the suite makes its tables without them. Left at the newest ones."""
    settings.MIGRATION_MODULES = {}
    executor = MigrationExecutor(connection)
    for app, name in executor.loader.graph.nodes:
        executor.recorder.record_applied(app, name)
    guards.lift()
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    guards.install()
    MigrationExecutor(connection).recorder.flush()
