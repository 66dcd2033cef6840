"""Reading what the leader's office writes in its bloc's report."""

from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.outlines import BLOC_OUTLINES
from campaigns.queries.submissions import WrittenPart
from reports.enums import BLOC_KINDS
from reports.enums import DocumentKind as K
from reports.models import BlocText


def texts(campaign: Campaign, bloc: Bloc, kind: K) -> BlocText:
    """The row of this report; an unsaved one of version 0 before anybody has written."""
    found = BlocText.objects.filter(campaign=campaign, bloc=bloc, kind=kind).select_related("saved_by").first()
    return found or BlocText(campaign=campaign, bloc=bloc, kind=kind, texts={})


def lock_texts(campaign: Campaign, bloc: Bloc, kind: K) -> BlocText:
    """The row of this report, made at the first saving, held until the transaction ends."""
    row, _ = BlocText.objects.get_or_create(campaign=campaign, bloc=bloc, kind=kind)
    return BlocText.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=row.pk)


def parts_of(row: BlocText) -> list[WrittenPart]:
    """The outline of the report with the bloc's own texts."""
    return [WrittenPart(part, row.texts.get(part.key, "")) for part in BLOC_OUTLINES[BLOC_KINDS[row.kind]]]
