from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Award structures, proposals."""

    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self) -> None:
        """Make the permissions of this floor known, and what it adds to the floors below."""
        import awards.contents
        import awards.prizes
        import awards.rules  # noqa: F401 - app ready
