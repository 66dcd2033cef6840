"""Documents attached to a campaign: the launching document as signed, enclosures."""

from typing import IO, Any

from django.conf import settings
from django.db import transaction

from campaigns.enums import FileKind
from campaigns.models import CampaignFile
from campaigns.queries.campaigns import lock_campaign
from core import audit, clock, filestore
from core.authz import require
from core.exceptions import Refused
from core.uploads import UploadRefused, inspect_upload

DOCUMENTS = {"pdf", "docx", "jpg", "png"}


@transaction.atomic(durable=True)
def attach_file(*, campaign_id: int, kind: str, file: IO[bytes], by: Any) -> CampaignFile:
    """Look at the file, keep it under its hash and hang it on the campaign, for everybody who sees the campaign.

    Raises Refused with the sentence for a file of the wrong kind, empty, too large or dangerous (integrity C6).
    """
    campaign = lock_campaign(campaign_id)
    require(by, "campaigns.attach", campaign)
    try:
        seen = inspect_upload(file, max_bytes=settings.MAX_UPLOAD_BYTES)
    except UploadRefused as refusal:
        raise Refused(refusal.sentence) from refusal
    if seen.kind not in DOCUMENTS:
        raise Refused("Văn bản đính kèm phải là PDF, Word (.docx) hoặc ảnh JPG, PNG.")
    attached = CampaignFile.objects.create(
        campaign=campaign,
        kind=FileKind(kind),
        file=filestore.keep(file, kind=seen.kind, sha256=seen.sha256),
        file_name=seen.name,
        added_at=clock.now(),
        added_by=by,
    )
    audit.record("campaign.file_attached", on=campaign, by=by, sha256=seen.sha256, name=seen.name, kind=attached.kind)
    return attached
