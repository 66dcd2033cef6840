"""Reading documents: what one may ask for, what one has asked for, what can be handed out again."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from blocs.enums import BlocRole
from blocs.models import Bloc
from blocs.rules import office_seats
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from core.models import Job
from organizations.enums import Role
from reports.enums import BLOC_KINDS, SLUGS, DocumentFormat, DocumentKind, DocumentState
from reports.models import Document

SHOWN = 100


@dataclass(frozen=True)
class Offer:
    """A report of a bloc that may be asked for; ``writes``: one may write the bloc's own part of it."""

    kind: DocumentKind
    campaign: Campaign
    bloc: Bloc
    writes: bool

    @property
    def slug(self) -> str:
        """How addresses call it."""
        return SLUGS[self.kind]

    @property
    def about(self) -> str:
        """Which one it is, for those who hear the page."""
        return f"{self.kind.label}: {self.bloc.name}"


def offers(user: Any) -> list[Offer]:
    """The bloc reports that ``user`` may ask for: as staff all of the authority, else those of the led blocs."""
    led = set(office_seats(user, BlocRole.LEADER).values_list("bloc_id", "year"))
    run = user.unit_ids(Role.STAFF)
    campaigns = (
        Campaign.objects.visible_to(user)
        .filter(bloc=None, state__in=[CampaignState.LAUNCHED, CampaignState.CLOSED])
        .prefetch_related("blocs")
        .order_by("-year", "title")
    )
    return [
        Offer(DocumentKind(kind), campaign, bloc, (bloc.pk, campaign.year) in led)
        for campaign in campaigns
        for bloc in campaign.blocs.all()
        for kind in BLOC_KINDS
        if campaign.offices & run or (bloc.pk, campaign.year) in led
    ]


def documents(user: Any) -> QuerySet[Document]:
    """The newest documents that ``user`` asked for."""
    return Document.objects.visible_to(user).select_related("campaign", "bloc", "job").defer("snapshot")[:SHOWN]


def document(user: Any, pk: uuid.UUID) -> Document:
    """One document that ``user`` asked for; 404 for those of others."""
    found = Document.objects.visible_to(user).defer("snapshot")
    return get_object_or_404(found.select_related("campaign", "bloc", "submission", "job", "file"), pk=pk)


def lock_document(pk: str) -> Document:
    """The document as it stands, held until the transaction ends; Document.DoesNotExist for an unknown key."""
    return Document.objects.select_for_update(of=("self",)).get(pk=pk)


def same_content(kind: DocumentKind, made_as: DocumentFormat, content_sha256: str) -> QuerySet[Document]:
    """Documents of this very content and format that are ready, or on their way.

    A job that failed for good does not count.
    """
    same = Document.objects.filter(kind=kind, format=made_as, content_sha256=content_sha256)
    alive = same.exclude(state=DocumentState.FAILED)
    return alive.exclude(state=DocumentState.WAITING, job__state=Job.State.FAILED).order_by("requested_at")
