from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground: clock, workflow, permissions, audit, outbox, jobs, files, guards in the database."""

    name = "core"
    verbose_name = "Nền tảng"
