from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Scoring tables, score sheets, rankings."""

    name = "scoring"
    verbose_name = "Chấm điểm"

    def ready(self) -> None:
        """Make the permissions of this floor known, and what it adds to the floors below."""
        import scoring.contents
        import scoring.rules
        import scoring.services.rejudging  # noqa: F401 - app ready
