"""What a deadline that moved means for sheets that are filed already."""

from typing import Any

from campaigns.models import Extension
from campaigns.rejudging import REJUDGED
from core import audit
from scoring.queries.sheets import lock_filed_sheets
from scoring.services.facts import read_lateness
from scoring.services.totals import keep_totals


def reread_lateness(extension: Extension, participation_ids: list[int], by: Any) -> None:
    """A deadline moved: filed sheets of these units that are not published yet follow, in the caller's transaction.

    What was missing when the self-score was filed still counts until then.
    """
    for sheet in lock_filed_sheets(participation_ids):
        until = sheet.submission.receipts.latest("received_at").received_at
        before = sheet.self_total
        if read_lateness(sheet, until, filed=True):
            keep_totals(sheet)
            detail = {"extension": extension.pk, "self_total_before": before, "self_total": sheet.self_total}
            audit.record("sheet.lateness_reread", on=sheet, by=by, total=sheet.total, **detail)


REJUDGED.append(reread_lateness)
