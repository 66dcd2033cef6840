"""The guards in the database stand before and after every migrate, also one that fails, and are missed when gone."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import guards, health
from core.management.commands.migrate import Command


def triggers():
    """The names of the triggers that the database has."""
    with connection.cursor() as cursor:
        cursor.execute(guards.STANDING[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def alive():
    for part in health.PARTS:
        health.beat(part)


@pytest.mark.django_db
def test_all_guards_stand():
    assert len(guards.GUARDS) >= 4
    assert guards.absent() == []


@pytest.mark.django_db
def test_readyz_says_when_a_guard_is_gone(client):
    alive()
    first = guards.GUARDS[0]
    with connection.cursor() as cursor:
        cursor.execute(guards.DROPPERS[connection.vendor](first)[0])
    assert guards.absent() == [first.name]
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "missing": ["guards"]})
    guards.install()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_migrate_that_only_looks_touches_no_guard(monkeypatch):
    monkeypatch.setattr(guards, "install", lambda using: pytest.fail("it writes"))
    call_command("migrate", "--plan", verbosity=0)
    call_command("migrate", "--check", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_a_migrate_that_fails_leaves_the_guards(monkeypatch):
    during = []

    def fail(self, *args, **options):
        during.append(triggers())
        raise CommandError("a migration that fails")

    monkeypatch.setattr(Command.__base__, "handle", fail)
    with pytest.raises(CommandError, match="a migration that fails"):
        call_command("migrate", verbosity=0)
    assert guards.absent() == []
    assert bool(during[0]) == (connection.vendor == "postgresql")  # only SQLite rebuilds tables
