"""Reading what the leader's office writes in its bloc's report, beside what the members filed."""

from dataclasses import dataclass
from typing import Any

from blocs.models import Bloc
from campaigns.models import Campaign
from campaigns.outlines import BLOC_OUTLINES, Part
from reports.documents.bloc_facts import UnitText
from reports.enums import BLOC_KINDS
from reports.enums import DocumentKind as K
from reports.models import BlocText
from reports.queries.bloc_report import folders_of, texts_of


@dataclass(frozen=True)
class BlocPart:
    """One part of the outline: what the office wrote, and what the members wrote in theirs."""

    part: Part
    text: str
    members: list[UnitText]


def texts(campaign: Campaign, bloc: Bloc, kind: K) -> BlocText:
    """The row of this report; an unsaved one of version 0 before anybody has written."""
    found = BlocText.objects.filter(campaign=campaign, bloc=bloc, kind=kind).select_related("saved_by").first()
    return found or BlocText(campaign=campaign, bloc=bloc, kind=kind, texts={})


def lock_texts(campaign: Campaign, bloc: Bloc, kind: K) -> BlocText:
    """The row of this report, made at the first saving, held until the transaction ends."""
    row, _ = BlocText.objects.get_or_create(campaign=campaign, bloc=bloc, kind=kind)
    return BlocText.objects.select_for_update(of=("self",)).select_related("saved_by").get(pk=row.pk)


def parts(row: BlocText, reader: Any) -> list[BlocPart]:
    """The outline with both voices. Two queries."""
    kind = K(row.kind)
    members = texts_of(list(folders_of(row.campaign, row.bloc)), BLOC_KINDS[kind], reader)
    return [
        BlocPart(part, row.texts.get(part.key, ""), members.get(part.key, []))
        for part in BLOC_OUTLINES[BLOC_KINDS[kind]]
    ]
