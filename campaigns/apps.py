from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Campaigns, registrations, reports, figures, reminders."""

    name = "campaigns"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        """Make the permissions of this floor known."""
        import campaigns.rules  # noqa: F401 - app ready
