from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Worklist, documents."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """Make the permissions and the system check of this floor known."""
        import reports.checks
        import reports.rules  # noqa: F401 - app ready
