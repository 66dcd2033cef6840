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
from campaigns.models.evidence import Evidence
from campaigns.models.files import CampaignFile
from campaigns.models.participations import Participation, ProgressEntry, of_units_in_own_bloc
from campaigns.models.submissions import (
    Delivery,
    LaunchDocument,
    Receipt,
    RegisteredTitle,
    RegistrationLine,
    Remark,
    Section,
    Submission,
)
from campaigns.models.titles import Title

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
    "LaunchDocument",
    "Milestone",
    "Participation",
    "ProgressEntry",
    "Receipt",
    "RegisteredTitle",
    "RegistrationLine",
    "Remark",
    "Reminder",
    "ReviewWindow",
    "Section",
    "Submission",
    "Target",
    "Title",
    "Wave",
    "of_units_in_own_bloc",
    "run_by",
]
