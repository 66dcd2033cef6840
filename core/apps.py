from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground: clock, workflow, permissions, audit, outbox, jobs, files."""

    name = "core"
    verbose_name = "Nền tảng"
