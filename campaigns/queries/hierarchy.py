"""A campaign beside the campaign above it."""

from campaigns import tightening
from campaigns.models import Campaign, Milestone, Target


def looseness(campaign: Campaign) -> list[str]:
    """What ``campaign`` asks for less than the campaign it stands under; empty without one. Three queries."""
    parent = campaign.parent
    if parent is None:
        return []
    targets = Target.objects.filter(indicator__campaign=campaign, origin__isnull=False)
    milestones = Milestone.objects.filter(campaign__in=[campaign.pk, parent.pk])
    own = [one for one in milestones if one.campaign_id == campaign.pk]
    above = [one for one in milestones if one.campaign_id == parent.pk]
    return [
        *tightening.loose_targets(
            (str(one), one, one.origin) for one in targets.select_related("indicator", "origin") if one.origin
        ),
        *tightening.later_deadlines(own, above),
        *tightening.outside_days((campaign.starts_on, campaign.ends_on), (parent.starts_on, parent.ends_on)),
    ]
