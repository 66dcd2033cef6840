"""Queries that nearly every look at a page asks: built and compiled once, afterwards only sent.

Building and compiling a query in Python takes several times as long as PostgreSQL takes to answer it. Rows come as the
driver gives them (SQLite: dates as texts), so this tells whether something changed; it is nothing to show.
"""

from collections.abc import Callable, Collection
from functools import lru_cache, wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Parameter = str | Collection[int]
NO_ID = -(10**12)  # below it the numbers that stand in for ids while a query is compiled


def compiled(make: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[tuple[Any, ...]]]:
    """The rows of the ``values_list`` that ``make(*parameters)`` describes.

    A parameter is a text or ids, which ``make`` only hands on to filters; where ids are empty there are no rows.
    """

    @lru_cache(maxsize=256)
    def statement(_vendor: str, sizes: tuple[int | None, ...]) -> tuple[str, tuple[Any, ...], dict[Any, int]]:
        """The SQL, its parameters, and which of the values replaces which of them."""
        stand_ins = [_stand_in(number, size) for number, size in enumerate(sizes)]
        sql, given = make(*stand_ins).query.sql_with_params()
        return sql, given, {one: at for at, one in enumerate(_flat(stand_ins))}

    @wraps(make)
    def rows(*parameters: Parameter) -> list[tuple[Any, ...]]:
        values = _flat(parameters)
        sizes = tuple(None if isinstance(one, str) else len(one) for one in parameters)
        if 0 in sizes:
            return []
        sql, given, places = statement(connection.vendor, sizes)
        with connection.cursor() as cursor:
            # PostgreSQL's integers are wrapped by their width, whence the type.
            cursor.execute(sql, [type(one)(values[places[one]]) if one in places else one for one in given])
            return list(cursor.fetchall())

    return rows


def _stand_in(number: int, size: int | None) -> Parameter:
    return f"<{number}>" if size is None else [NO_ID * (number + 1) - at for at in range(size)]


def _flat(parameters: Collection[Parameter]) -> list[str | int]:
    return [value for one in parameters for value in ([one] if isinstance(one, str) else one)]
