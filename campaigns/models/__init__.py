"""Campaigns as they are launched, and what each unit does in them."""

from campaigns.models.campaigns import (
    AssignedTarget,
    Campaign,
    CampaignFile,
    Content,
    Indicator,
    Milestone,
    ReviewWindow,
    Target,
    Wave,
)
from campaigns.models.deadlines import (
    CalendarFeed,
    Closing,
    Extension,
    LatenessBracket,
    Reminder,
)
from campaigns.models.participations import (
    Delivery,
    Evidence,
    Participation,
    ProgressEntry,
    Receipt,
    RegistrationLine,
    Section,
    Submission,
)

__all__ = [
    "AssignedTarget",
    "CalendarFeed",
    "Campaign",
    "CampaignFile",
    "Closing",
    "Content",
    "Delivery",
    "Evidence",
    "Extension",
    "Indicator",
    "LatenessBracket",
    "Milestone",
    "Participation",
    "ProgressEntry",
    "Receipt",
    "RegistrationLine",
    "Reminder",
    "ReviewWindow",
    "Section",
    "Submission",
    "Target",
    "Wave",
]
