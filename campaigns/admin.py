"""Campaigns in the admin: what the launching document sets may be corrected; what units filed may only be looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from campaigns import models
from campaigns.enums import CampaignState
from core.admin import ReadOnlyAdmin


class Lines(admin.TabularInline):
    """Lines of a campaign: corrected while it is a draft, only looked at once units work by them."""

    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """While the campaign is a draft."""
        return is_draft(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """While the campaign is a draft."""
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """While the campaign is a draft."""
        return is_draft(obj) and super().has_delete_permission(request, obj)


def is_draft(obj: Any) -> bool:
    """Whether ``obj`` (a campaign, an indicator of one, or None: a new one) is of a campaign still being written."""
    campaign = getattr(obj, "campaign", obj)
    return campaign is None or campaign.state == CampaignState.DRAFT


class DraftAdmin(admin.ModelAdmin):
    """What the launching document sets: after the launch nothing moves quietly, not even for an admin."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """While the campaign is a draft."""
        return is_draft(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Campaigns are cancelled, not deleted; lines go with the form of the campaign."""
        return False


def lines_of(lines_model: Any) -> type[Lines]:
    """An inline for the lines of a campaign."""
    return type(f"{lines_model.__name__}Lines", (Lines,), {"model": lines_model})


@admin.register(models.Campaign)
class CampaignAdmin(DraftAdmin):
    list_display = ["code", "title", "authority", "plain_year", "kind", "level", "scope", "length", "state"]
    list_filter = ["state", "year", "kind", "level", "scope"]
    search_fields = ["code", "title"]
    list_select_related = ["authority"]
    autocomplete_fields = ["authority", "parent", "bloc", "standing_body"]
    readonly_fields = ["state", "version"]
    inlines = [
        lines_of(one) for one in (models.Indicator, models.Milestone, models.Wave, models.ReviewWindow, models.Content)
    ]

    @admin.display(description="năm", ordering="year")
    def plain_year(self, campaign: models.Campaign) -> str:
        """The year without the dot that groups thousands."""
        return str(campaign.year)

    @admin.display(description="thời lượng")
    def length(self, campaign: models.Campaign) -> str:
        """The class of its length for the statistics."""
        return campaign.duration.label if campaign.duration else "chưa ghi đủ ngày"


@admin.register(models.Indicator)
class IndicatorAdmin(DraftAdmin):
    list_display = ["campaign", "no", "name"]
    list_select_related = ["campaign"]
    search_fields = ["name"]
    inlines = [lines_of(models.Target)]


@admin.register(models.Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    list_display = ["campaign", "unit", "bloc"]
    list_filter = ["campaign"]
    list_select_related = ["campaign", "unit", "bloc"]


@admin.register(models.Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ["participation", "kind", "state", "version", "saved_at", "answered_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["participation__unit", "participation__campaign"]


@admin.register(models.Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ["code", "submission", "received_at", "received_from"]
    search_fields = ["code"]
    list_select_related = ["submission__participation__unit", "received_from"]


@admin.register(models.Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["submission", "milestone", "due_at", "received_at", "days_late"]
    list_select_related = ["submission__participation__unit", "milestone"]


@admin.register(models.ProgressEntry)
class ProgressEntryAdmin(ReadOnlyAdmin):
    list_display = ["participation", "target", "as_of", "value", "source"]
    list_select_related = ["participation__unit", "participation__campaign", "target__indicator"]


@admin.register(models.Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["participation", "title", "doc_number", "doc_date", "file_name"]
    list_select_related = ["participation__unit", "participation__campaign"]


@admin.register(models.AssignedTarget)
class AssignedTargetAdmin(ReadOnlyAdmin):
    list_display = ["unit", "target", "value"]
    list_filter = ["target__indicator__campaign"]
    list_select_related = ["unit", "target__indicator"]


@admin.register(models.CampaignFile)
class CampaignFileAdmin(ReadOnlyAdmin):
    list_display = ["campaign", "kind", "file_name", "added_at", "added_by"]
    list_select_related = ["campaign", "added_by"]


@admin.register(models.Title)
class TitleAdmin(admin.ModelAdmin):
    """The catalogue is the authority's: every threshold and basis may be corrected, with its days."""

    list_display = ["position", "name", "holder", "ladder", "basis", "valid_from", "valid_to"]
    list_display_links = ["name"]
    list_filter = ["holder", "ladder"]
    search_fields = ["code", "name", "basis"]
