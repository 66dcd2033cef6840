"""Awards in the admin: the catalogue of award lines, and proposals to look at."""

from django.contrib import admin

from awards.models import AwardTier, Proposal
from core.admin import ReadOnlyAdmin


@admin.register(AwardTier)
class AwardTierAdmin(ReadOnlyAdmin):
    list_display = ["name", "form", "scope", "quantity", "chosen_quantity", "value_vnd", "campaign"]
    list_filter = ["form"]
    list_select_related = ["campaign"]


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ["participation", "tier", "rank", "total", "state", "decision_number", "decided_on"]
    list_filter = ["state"]
    list_select_related = ["participation__unit", "participation__campaign", "tier"]
