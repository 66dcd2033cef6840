"""Wires the floors together: settings, urls, worker, management commands. No rule lives here."""

from thiduaweb.celery import app as celery_app

__all__ = ["celery_app"]
