from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Worklist, documents."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """Make the permissions of this floor known."""
        import reports.rules  # noqa: F401, PLC0415 - app ready
