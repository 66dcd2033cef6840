"""The ground in the admin: to look, not to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.models import AuditEvent, Job, OutboxMessage, Scan, StoredFile


class ReadOnlyAdmin(admin.ModelAdmin):
    """A model whose rows are written by services alone."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never by hand."""
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "event", "object_type", "object_id"]
    list_filter = ["event"]
    search_fields = ["object_id"]
    list_select_related = ["actor"]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["name", "state", "percent", "doing", "attempts", "queued_at"]
    list_filter = ["state", "name"]


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = ["recipient", "subject", "state", "attempts", "not_before", "sent_at"]
    list_filter = ["state"]
    search_fields = ["recipient", "subject"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    list_display = ["sha256", "kind", "size"]


@admin.register(Scan)
class ScanAdmin(ReadOnlyAdmin):
    list_display = ["file", "asked_at", "completed_at", "infected", "signature"]
    list_filter = ["infected"]
