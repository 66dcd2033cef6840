"""What staff should know before they confirm that a campaign ends."""

from campaigns.enums import FILED
from campaigns.models import Campaign, Milestone
from campaigns.queries.reminders import Roll, roll_of
from campaigns.wording import named

NAMED = 10


def left_unfiled(campaign: Campaign) -> list[str]:
    """Per deadline that some unit has not met: how many, and which. A constant number of queries."""
    roll = roll_of(list(campaign.milestones.select_related("campaign")))
    return [sentence for milestone in roll.milestones if (sentence := _sentence(roll, milestone))]


def _sentence(roll: Roll, milestone: Milestone) -> str:
    owing = roll.owing(milestone)
    missing = [due.participation.unit.short_name for due in owing if roll.state(due) not in FILED]
    if not missing:
        return ""
    return f"“{milestone.name}”: {len(missing)}/{len(owing)} đơn vị chưa nộp: {named(missing, NAMED)}."
