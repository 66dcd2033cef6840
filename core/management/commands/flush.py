"""Django's ``flush``, which empties everything, also what the guards protect (SQLite empties tables row by row)."""

from typing import Any

from django.core.management.commands import flush

from core import guards


class Command(flush.Command):
    """``flush``: the guards are away while the tables are emptied."""

    def handle(self, **options: Any) -> None:
        """Empty all tables."""
        guards.lift(options["database"])
        try:
            super().handle(**options)
        finally:
            guards.install(options["database"])
