from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Campaigns, registrations, reports, figures, reminders."""

    name = "campaigns"
    verbose_name = "Phong trào thi đua"

    def ready(self) -> None:
        """Make the permissions and the database's guards of this floor known, and what follows an infected file."""
        import campaigns.guards  # app ready
        import campaigns.rules
        import campaigns.services.quarantine  # noqa: F401 - app ready
