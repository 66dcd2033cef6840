"""Campaigns as they are launched, and what each unit does in them."""

from campaigns.models.campaigns import (
    Campaign,
    Content,
    Indicator,
    Milestone,
    ReviewWindow,
    Target,
    Wave,
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
    "Campaign",
    "Content",
    "Delivery",
    "Evidence",
    "Indicator",
    "Milestone",
    "Participation",
    "ProgressEntry",
    "Receipt",
    "RegistrationLine",
    "ReviewWindow",
    "Section",
    "Submission",
    "Target",
    "Wave",
]
