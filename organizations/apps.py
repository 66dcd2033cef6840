from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Units, people, seats, inbox."""

    name = "organizations"
    verbose_name = "Tổ chức và con người"

    def ready(self) -> None:
        """Make the permissions of this floor and of the ground known."""
        import core.rules  # noqa: F401 - app ready
        import organizations.rules  # noqa: F401 - app ready
