"""Scoring in the admin: tables may be corrected while they are drafts, sheets and rankings only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from scoring.enums import TableState
from scoring.models import Criterion, CriterionGroup, Ranking, ScoreLine, ScoreSheet, ScoringTable


def _is_draft(table: ScoringTable | None) -> bool:
    """What the members agreed on is not changed any more."""
    return table is None or table.state == TableState.DRAFT


class GroupLines(admin.TabularInline):
    model = CriterionGroup
    extra = 0
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only in drafts."""
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only in drafts."""
        return _is_draft(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only in drafts."""
        return _is_draft(obj) and super().has_delete_permission(request, obj)


class CriterionLines(admin.StackedInline):
    model = Criterion
    extra = 0
    raw_id_fields = ["target"]


@admin.register(ScoringTable)
class ScoringTableAdmin(admin.ModelAdmin):
    list_display = ["name", "bloc", "campaign", "version", "state"]
    list_filter = ["state"]
    list_select_related = ["bloc", "campaign"]
    readonly_fields = ["state", "frozen_at", "frozen_by", "version"]
    inlines = [GroupLines]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts."""
        return _is_draft(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tables are made from templates, by the service."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only drafts."""
        return _is_draft(obj) and super().has_delete_permission(request, obj)


@admin.register(CriterionGroup)
class CriterionGroupAdmin(admin.ModelAdmin):
    list_display = ["table", "no", "name", "max_points", "kind", "scorer"]
    list_select_related = ["table__bloc"]
    inlines = [CriterionLines]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only in drafts."""
        return _is_draft(obj.table if obj else None) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the page of the table."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """On the page of the table."""
        return False


class LineLines(admin.TabularInline):
    model = ScoreLine
    fields = ["criterion", "plan", "actual", "grade", "self_points", "bloc_points", "appraised_points"]
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Points are given on the sheet."""
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A sheet has one line per criterion of its table."""
        return False


@admin.register(ScoreSheet)
class ScoreSheetAdmin(ReadOnlyAdmin):
    list_display = ["participation", "state", "self_total", "bloc_total", "appraised_total"]
    list_filter = ["state"]
    list_select_related = ["participation__unit", "participation__campaign"]
    inlines = [LineLines]


@admin.register(Ranking)
class RankingAdmin(ReadOnlyAdmin):
    list_display = ["bloc", "campaign", "version", "published_at", "published_by"]
    list_select_related = ["bloc", "campaign", "published_by"]
