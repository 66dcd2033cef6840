"""Advisory locks of the transaction: shared by those who file, exclusive for those who close (integrity C1).

SQLite runs write transactions one after the other (IMMEDIATE), so there the locks are already held.
"""

from django.db import connection

DEADLINE = 7101
SWEEP = 7103


def enter_shared(space: int, key: int) -> None:
    """Enter together with others; waits while somebody holds (space, key) exclusively. Ends with the transaction."""
    _lock("pg_advisory_xact_lock_shared", space, key)


def enter_exclusive(space: int, key: int) -> None:
    """Enter alone; waits for everybody inside (space, key). Ends with the transaction."""
    _lock("pg_advisory_xact_lock", space, key)


def enter_if_free(space: int, key: int) -> bool:
    """Enter alone if nobody is inside, without waiting; False when somebody is. Ends with the transaction."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [space, key])
        return bool(cursor.fetchone()[0])


def _lock(function: str, space: int, key: int) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [space, key])
