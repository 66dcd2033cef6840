from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Worklist, documents."""

    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        """Make the permissions and the system check of this floor known, and what it adds to the floors below."""
        import reports.aids
        import reports.checks
        import reports.panels
        import reports.rules  # noqa: F401 - app ready
