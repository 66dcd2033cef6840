"""Writing many rows at once: those that changed, or new ones, in one statement, whatever their number.

PostgreSQL takes whole columns as arrays; SQLite does what Django does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

BATCH = 400  # SQLite: parameters of one statement
Columns = Sequence["models.Field[Any, Any]"]


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of these rows of one model, found by their primary keys."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor == "postgresql":
        columns = [model._meta.pk, *_columns(model, fields)]
        key, *names = _names(columns)
        statement = (  # made of the names of columns only
            f"UPDATE {_quoted(model)} AS old SET {', '.join(f'{name} = new.{name}' for name in names)}"  # noqa: S608
            f" FROM unnest({_types(columns)}) AS new({', '.join([key, *names])}) WHERE old.{key} = new.{key}"
        )
        _execute(statement, columns, [[getattr(row, one.attname) for row in rows] for one in columns])
    else:
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH)


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write new rows of the model: the values of ``fields`` of each, of a relation the key; the database gives the
    rest.
    """
    known = list(rows)
    if not known:
        return
    columns = _columns(model, fields)
    if connection.vendor == "postgresql":
        names = ", ".join(_names(columns))
        statement = f"INSERT INTO {_quoted(model)} ({names}) SELECT * FROM unnest({_types(columns)})"  # noqa: S608
        _execute(statement, columns, list(zip(*known, strict=True)))
    else:
        attributes = [one.attname for one in columns]
        model._default_manager.bulk_create(model(**dict(zip(attributes, row, strict=True))) for row in known)


def _columns(model: type[models.Model], fields: Sequence[str]) -> Columns:
    by_name = {one.name: one for one in model._meta.concrete_fields}
    return [by_name[name] for name in fields]


def _names(columns: Columns) -> list[str]:
    return [connection.ops.quote_name(str(one.column)) for one in columns]


def _quoted(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _types(columns: Columns) -> str:
    return ", ".join(f"%s::{one.rel_db_type(connection)}[]" for one in columns)


def _execute(statement: str, columns: Columns, values: Iterable[Iterable[Any]]) -> None:
    """Run it with one array for each column."""
    arrays = [
        [one.get_db_prep_save(value, connection) for value in each] for one, each in zip(columns, values, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)
