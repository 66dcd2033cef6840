"""Writing many rows at once: the rows that changed in one statement, whatever their number.

PostgreSQL takes whole columns as arrays; SQLite does what Django does, a CASE for every column.
"""

from collections.abc import Sequence

from django.db import connection, models

BATCH = 400  # SQLite: parameters of one statement


def update_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of these rows of one model, found by their primary keys."""
    if not rows:
        return
    if connection.vendor == "postgresql":
        _update_from_arrays(rows, fields)
    else:
        type(rows[0])._default_manager.bulk_update(rows, fields, batch_size=BATCH)


def _update_from_arrays(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    meta = rows[0]._meta
    by_name = {one.name: one for one in meta.concrete_fields}
    columns = [meta.pk, *(by_name[name] for name in fields)]
    arrays = [[one.get_db_prep_save(getattr(row, one.attname), connection) for row in rows] for one in columns]
    key, *names = [connection.ops.quote_name(str(one.column)) for one in columns]
    types = ", ".join(f"%s::{one.rel_db_type(connection)}[]" for one in columns)
    statement = (  # made of the names of columns only
        f"UPDATE {connection.ops.quote_name(meta.db_table)} AS old"  # noqa: S608
        f" SET {', '.join(f'{name} = new.{name}' for name in names)}"
        f" FROM unnest({types}) AS new({', '.join([key, *names])}) WHERE old.{key} = new.{key}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)
