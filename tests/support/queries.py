"""Counting queries: the price of a page is the same on either database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

CLOCK = "clock_timestamp"


@contextmanager
def exactly(expected: int) -> Iterator[None]:
    """The block runs ``expected`` queries; readings of PostgreSQL's clock are not counted, as SQLite has none."""
    with _counted() as queries:
        yield
    if len(queries) != expected:
        raise AssertionError(f"expected {expected} queries, counted {_listing(queries)}")


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    """The block runs ``limit`` queries or fewer, counted likewise."""
    with _counted() as queries:
        yield
    if len(queries) > limit:
        raise AssertionError(f"expected at most {limit} queries, counted {_listing(queries)}")


@contextmanager
def _counted() -> Iterator[list[str]]:
    queries: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield queries
    queries += [one["sql"] for one in captured.captured_queries if CLOCK not in one["sql"]]


def _listing(queries: list[str]) -> str:
    lines = (f"{number}. {sql[:200]}" for number, sql in enumerate(queries, start=1))
    return f"{len(queries)}:\n" + "\n".join(lines)
