"""Queries that nearly every page asks: built and compiled once, afterwards only sent and read.

Building and compiling a query in Python takes several times as long as PostgreSQL takes to answer it, and the more so
where it asks who may see what.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

Row = TypeVar("Row")
NO_ID = -(10**12)  # below it the numbers that stand in for ids while a query is compiled


def compiled(make: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """The rows of the query that ``make(*parameters)`` describes: objects, tuples or values, as the query gives them.

    A parameter is a text or a UUID, or texts or ids, which ``make`` only hands on to filters; or a person, of whom it
    asks ``is_superuser`` and ``unit_ids``. There is a statement for each number of texts or ids and each list of roles.
    """

    @lru_cache(maxsize=256)
    def statement(_vendor: str, shapes: tuple[Any, ...]) -> _Statement:
        stand_ins = [_stand_in(number, shape) for number, shape in enumerate(shapes)]
        return _compile(make(*stand_ins), [one for each in stand_ins for one in _values(each)])

    @wraps(make)
    def rows(*parameters: Any) -> list[Row]:
        known = statement(connection.vendor, tuple(map(_shape, parameters)))
        return known.rows([one for each in parameters for one in _values(each)])

    return rows


def one_or_404(rows: Sequence[Row]) -> Row:
    """The only row; Http404 where there is none."""
    if not rows:
        raise Http404
    return rows[0]


@dataclass(frozen=True)
class _Statement:
    """A query with what came of compiling it (``sql`` "": it can have no rows). ``places``: which value replaces the
    parameter at that place; ``converters``: what makes Python's values of the columns at those places.
    """

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    parameters: Sequence[Any]
    places: dict[int, int]
    converters: dict[int, Any]

    def rows(self, values: Sequence[str | int]) -> list[Any]:
        """The rows for these values: the query runs with a compiler that has done its work."""
        given = list(self.parameters)
        for place, number in self.places.items():
            # PostgreSQL's integers are wrapped by their width, and its UUIDs are UUIDs, whence the type.
            given[place] = type(given[place])(values[number])
        found = self.queryset.all()
        compiler = copy(self.compiler)
        compiler.connection = connections[found.db]
        compiler.as_sql = lambda: (self.sql, given)  # type: ignore[method-assign, assignment, misc]
        compiler.get_converters = lambda _: self.converters  # type: ignore[method-assign, assignment]
        found.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(found)


def _compile(queryset: QuerySet[Any, Any], stand_ins: Sequence[str | int]) -> _Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, given = compiler.as_sql()
    except EmptyResultSet:
        sql, given = "", ()
    numbers = {one: number for number, one in enumerate(stand_ins)}
    sent = [one.hex if isinstance(one, UUID) else one for one in given]
    places = {place: numbers[one] for place, one in enumerate(sent) if one in numbers}
    converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]]) if sql else {}
    return _Statement(queryset, compiler, sql, given, places, converters)


class _Seat(NamedTuple):
    unit_id: int
    role: str


@dataclass(frozen=True)
class _Person:
    """Stands in for somebody with these seats, as organizations.models.User answers."""

    is_superuser: bool
    seats: tuple[_Seat, ...]

    def unit_ids(self, *roles: str) -> set[int]:
        return {seat.unit_id for seat in self.seats if not roles or seat.role in roles}


def _shape(parameter: Any) -> Any:
    """All that a statement depends on: the type of a text, the roles of a person, what and how many texts or ids."""
    if isinstance(parameter, str | UUID):
        return type(parameter)
    if hasattr(parameter, "seats"):
        return parameter.is_superuser, tuple(seat.role for seat in parameter.seats)
    return next((type(one) for one in parameter), int), len(parameter)


def _stand_in(number: int, shape: Any) -> Any:
    """What is known by its value among the parameters of the statement."""
    match shape:
        case type() as kind:
            return UUID(int=number) if kind is UUID else f"<{number}>"
        case (bool() as is_superuser, roles):
            return _Person(is_superuser, tuple(map(_Seat, _ids(number, len(roles)), roles)))
        case (kind, size):
            return [f"<{number}.{at}>" for at in range(size)] if kind is str else _ids(number, size)


def _ids(number: int, size: int) -> list[int]:
    return [NO_ID * (number + 1) - at for at in range(size)]


def _values(parameter: Any) -> Iterable[str | int]:
    """The values of a parameter in their order, of a person the units of the seats."""
    if isinstance(parameter, str | UUID):
        return [parameter.hex if isinstance(parameter, UUID) else parameter]
    return [seat.unit_id for seat in parameter.seats] if hasattr(parameter, "seats") else parameter
