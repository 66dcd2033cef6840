"""Campaigns as they are launched, and what each unit does in them."""

from campaigns.models.assignments import AssignedTarget
from campaigns.models.campaigns import (
    Campaign,
    Content,
    Indicator,
    Milestone,
    ReviewWindow,
    Target,
    Wave,
    run_by,
)
from campaigns.models.deadlines import (
    CalendarFeed,
    Closing,
    Extension,
    LatenessBracket,
    Reminder,
)
from campaigns.models.files import CampaignFile
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
    "run_by",
]
