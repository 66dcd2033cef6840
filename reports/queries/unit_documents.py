"""What the document of a submission is made of: the receipt's own bytes, or, for the unit itself, its draft."""

import json
from typing import Any

from campaigns.contents import CONTENTS
from campaigns.models import Receipt, Submission
from campaigns.queries.submissions import shows_draft
from core.dates import document_date, local_day, short_date
from core.snapshots import canonical_bytes
from reports.documents.unit import Filed, Issuer
from reports.enums import OF_SUBMISSION


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
