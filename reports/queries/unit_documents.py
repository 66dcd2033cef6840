"""What the document of a submission is made of: the receipt's own bytes, or, for the unit itself, its draft."""

import json
from typing import Any

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionState
from campaigns.models import Receipt, Submission
from campaigns.queries.submissions import submission as load_submission
from core.dates import document_date, local_day, short_date
from core.snapshots import canonical_bytes
from organizations.enums import Role
from reports.documents.unit import Filed, Issuer
from reports.enums import OF_SUBMISSION

WITH_UNIT = (SubmissionState.DRAFT, SubmissionState.RETURNED)
UNIT_ROLES = (Role.OFFICER, Role.HEAD, Role.BLOC_SECRETARY)

__all__ = ["filed", "is_of_its_unit", "load_submission", "shows_draft"]


def is_of_its_unit(user: Any, submission: Submission) -> bool:
    """Whether ``user`` works for the unit whose submission it is."""
    return submission.participation.unit_id in user.unit_ids(*UNIT_ROLES)


def shows_draft(user: Any, submission: Submission) -> bool:
    """Whether ``user`` gets what the unit is writing now: while it is the unit's turn, and only the unit (P3)."""
    return submission.state in WITH_UNIT and is_of_its_unit(user, submission)


def filed(submission: Submission, *, reader: Any) -> Filed:
    """What ``reader`` may have printed of ``submission``: the draft of the own unit, else what was filed last.

    Receipt.DoesNotExist where nothing was filed and the draft is not the reader's.
    """
    kind, issuer = OF_SUBMISSION[submission.kind], _issuer(submission)
    if shows_draft(reader, submission):
        content = json.loads(canonical_bytes(CONTENTS[submission.kind].freeze(submission)))
        return Filed(kind, issuer, content)
    receipt = Receipt.objects.filter(submission=submission).select_related("received_from").latest("pk")
    return Filed(
        kind=kind,
        issuer=issuer,
        content=json.loads(bytes(receipt.payload))["content"],
        code=receipt.code,
        dated=document_date(local_day(receipt.received_at)),
        received=short_date(local_day(receipt.received_at)),
        signer=str(receipt.received_from),
    )


def _issuer(submission: Submission) -> Issuer:
    participation = submission.participation
    campaign = participation.campaign
    return Issuer(
        unit=participation.unit.name,
        authority=campaign.authority.name,
        authority_short=campaign.authority.short_name,
        standing_body=campaign.standing_body_name,
        heading=campaign.heading,
        title=campaign.title,
        year=campaign.year,
        illustrative=campaign.illustrative,
    )
