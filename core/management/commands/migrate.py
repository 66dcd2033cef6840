"""Django's ``migrate``, after which the guards stand again, however it ends."""

from typing import Any

from django.core.management.commands import migrate

from core import guards


class Command(migrate.Command):
    """``migrate``: the guards are away only where tables are rebuilt (SQLite), and made again also when it fails."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the tables to what the models say."""
        if options["plan"] or options["check_unapplied"]:  # only looks
            super().handle(*args, **options)
            return
        using = options["database"]
        if guards.stand_in_the_way(using):
            guards.lift(using)
        try:
            super().handle(*args, **options)
        finally:
            guards.install(using)
