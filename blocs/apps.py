from django.apps import AppConfig


class BlocsConfig(AppConfig):
    """Blocs, their members and leaders."""

    name = "blocs"
    verbose_name = "Khối thi đua"

    def ready(self) -> None:
        """Make the permissions of this floor known."""
        import blocs.rules  # noqa: F401 - app ready
