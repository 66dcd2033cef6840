"""A world that several tests of one file look at, made once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def taken_back(blocker: Any) -> Iterator[None]:
    """Rows written inside stay for the tests of the file, each of which takes back its own; at the end all are gone.

    For a fixture of a module, with pytest-django's ``django_db_blocker``. Services are let believe that they begin the
    transaction, as they do in a test.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # type: ignore[attr-defined]
        outer.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
