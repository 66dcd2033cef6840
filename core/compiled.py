"""Queries that nearly every look at a page asks: built and compiled once, afterwards only sent.

Building and compiling a query in Python takes several times as long as PostgreSQL takes to answer it. Rows come as the
driver gives them (SQLite: dates as texts), so this tells whether something changed; it is nothing to show.
"""

from collections.abc import Callable, Collection
from functools import lru_cache, wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Parameter = str | Collection[str | int]
NO_ID = -(10**12)  # below it the numbers that stand in for ids while a query is compiled


def compiled(make: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[tuple[Any, ...]]]:
    """The rows of the ``values_list`` that ``make(*parameters)`` describes.

    A parameter is a text, texts or ids, which ``make`` only hands on to filters; where it is empty there are no rows.
    """

    @lru_cache(maxsize=256)
    def statement(_vendor: str, shapes: tuple[Any, ...]) -> tuple[str, tuple[Any, ...], dict[Any, int]]:
        """The SQL, its parameters, and which of the values replaces which of them."""
        stand_ins = [_stand_in(number, shape) for number, shape in enumerate(shapes)]
        sql, given = make(*stand_ins).query.sql_with_params()
        return sql, given, {one: at for at, one in enumerate(_flat(stand_ins))}

    @wraps(make)
    def rows(*parameters: Parameter) -> list[tuple[Any, ...]]:
        if not all(parameters):
            return []
        sql, given, places = statement(connection.vendor, tuple(_shape(one) for one in parameters))
        values = _flat(parameters)
        with connection.cursor() as cursor:
            # PostgreSQL's integers are wrapped by their width, whence the type.
            cursor.execute(sql, [type(one)(values[places[one]]) if one in places else one for one in given])
            return list(cursor.fetchall())

    return rows


def _shape(parameter: Parameter) -> Any:
    """None for a text, else what and how many there are."""
    return None if isinstance(parameter, str) else (type(next(iter(parameter))), len(parameter))


def _stand_in(number: int, shape: Any) -> Parameter:
    if shape is None:
        return f"<{number}>"
    kind, size = shape
    return [f"<{number}.{at}>" if kind is str else NO_ID * (number + 1) - at for at in range(size)]


def _flat(parameters: Collection[Parameter]) -> list[str | int]:
    return [value for one in parameters for value in ([one] if isinstance(one, str) else one)]
