"""Guards in the database: triggers that refuse what no service may do, whoever asks (integrity C1, step 5; T6).

Each is one row of the table ``GUARDS``, written once in SQL that PostgreSQL and SQLite both read. They are made after
every ``migrate``, also one that fails; before it they are taken away on SQLite only, which rebuilds tables and trips
over triggers that name them. ``/readyz`` says when one is missing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MARK = "guard:"


@dataclass(frozen=True)
class Guard:
    """Refuse ``events`` on rows of ``table`` when ``condition`` holds ("" always), with a sentence for people.

    ``condition`` is SQL over NEW (and OLD). An UPDATE that leaves the columns ``about`` as they were passes; they hold
    no nulls.
    """

    name: str
    table: str
    events: tuple[str, ...]
    sentence: str
    condition: str = ""
    about: tuple[str, ...] = ()

    @property
    def changes(self) -> str:
        """SQL for: one of the columns ``about`` becomes another; "" when any UPDATE is looked at."""
        return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in self.about)


GUARDS: list[Guard] = []


def never_changed(table: str, sentence: str) -> Guard:
    """Rows that are written once and stay."""
    return Guard(f"{table}_stays", table, ("UPDATE", "DELETE"), sentence)


def sentence_of(error: BaseException) -> str | None:
    """What a person reads when the database refused: the sentence of the guard or constraint it names, else None."""
    if not isinstance(error, IntegrityError):
        return None
    text = f"{error}\n"
    by_guard = next((guard.sentence for guard in GUARDS if f"{MARK}{guard.name}\n" in text), None)
    return by_guard or next((str(words) for name, words in _constraints() if re.search(rf"\b{name}\b", text)), None)


def _constraints() -> Iterator[tuple[str, Any]]:
    """Every constraint that has a sentence of its own."""
    for model in apps.get_models():
        for one in model._meta.constraints:
            if one.violation_error_message != one.default_violation_error_message:
                yield one.name, one.violation_error_message


def install(using: str = "default") -> None:
    """Make every guard whose table exists; to be repeated at will."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    _run(connection, [make for guard in GUARDS if guard.table in tables for make in MAKERS[connection.vendor](guard)])


def lift(using: str = "default") -> None:
    """Take all guards away, for the machinery that rebuilds or empties tables."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    _run(connection, [drop for guard in GUARDS if guard.table in tables for drop in DROPPERS[connection.vendor](guard)])


def stand_in_the_way(using: str = "default") -> bool:
    """Whether changing tables trips over the guards."""
    return connections[using].vendor == "sqlite"


def absent(using: str = "default") -> list[str]:
    """The names of the guards that do not stand in the database; empty when all do. One query."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        standing = {name for (name,) in cursor.fetchall()}
    return [guard.name for guard in GUARDS if not standing.issuperset(NAMERS[connection.vendor](guard))]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _postgresql(guard: Guard) -> list[str]:
    refusal = f"RAISE EXCEPTION USING MESSAGE = '{MARK}{guard.name}', ERRCODE = 'integrity_constraint_violation';"
    condition = f"(TG_OP = 'INSERT' OR {guard.changes}) AND {guard.condition}" if guard.about else guard.condition
    body = f"IF {condition} THEN {refusal} END IF; RETURN NEW;" if condition else refusal
    return [
        f"CREATE OR REPLACE FUNCTION guard_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE OR REPLACE TRIGGER guard_{guard.name} BEFORE {' OR '.join(guard.events)} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION guard_{guard.name}()",
    ]


def _sqlite(guard: Guard) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {guard.table} {_when_sqlite(guard, event)}"
        f"BEGIN SELECT RAISE(ABORT, '{MARK}{guard.name}'); END"
        for name, event in zip(_names_sqlite(guard), guard.events, strict=True)
    ]


def _when_sqlite(guard: Guard, event: str) -> str:
    if guard.about and event == "UPDATE":
        return f"WHEN ({guard.changes}) AND {guard.condition} "
    return f"WHEN {guard.condition} " if guard.condition else ""


def _names_postgresql(guard: Guard) -> list[str]:
    return [f"guard_{guard.name}"]


def _names_sqlite(guard: Guard) -> list[str]:
    """One trigger for each event."""
    return [f"guard_{guard.name}_{event.lower()}" for event in guard.events]


def _drop_postgresql(guard: Guard) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS guard_{guard.name} ON {guard.table}"]


def _drop_sqlite(guard: Guard) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name}" for name in _names_sqlite(guard)]


MAKERS: dict[str, Callable[[Guard], list[str]]] = {"postgresql": _postgresql, "sqlite": _sqlite}
DROPPERS: dict[str, Callable[[Guard], list[str]]] = {"postgresql": _drop_postgresql, "sqlite": _drop_sqlite}
NAMERS: dict[str, Callable[[Guard], list[str]]] = {"postgresql": _names_postgresql, "sqlite": _names_sqlite}
STANDING = {
    # enabled ones of tables that a plain name finds
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND pg_table_is_visible(tgrelid)",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}
