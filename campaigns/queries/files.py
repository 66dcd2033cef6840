"""Reading the documents attached to campaigns."""

from typing import Any

from django.shortcuts import get_object_or_404

from campaigns.models import Campaign, CampaignFile


def campaign_file(user: Any, code: str, pk: int) -> CampaignFile:
    """One document of a campaign that ``user`` may see; 404 otherwise."""
    visible = Campaign.objects.visible_to(user).filter(code=code).values("pk")
    return get_object_or_404(CampaignFile.objects.select_related("file"), pk=pk, campaign__in=visible)
