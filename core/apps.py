from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    """The ground: clock, workflow, permissions, audit, outbox, jobs, files, guards in the database."""

    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Let the guards follow the tables."""
        from core import guards  # app ready

        pre_migrate.connect(guards.before_migrate, sender=self)
        post_migrate.connect(guards.after_migrate, sender=self)
