from django.apps import AppConfig


class ThiduawebConfig(AppConfig):
    """The project itself: management commands."""

    name = "thiduaweb"
    verbose_name = "Thi đua"
