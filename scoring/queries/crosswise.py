"""Scoring crosswise: who of a bloc scores whose sheet, what a member typed, and what is shown once all have given."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.models import Participation
from organizations.enums import Role
from organizations.models import Unit
from scoring.calculation.rules import Exclusion
from scoring.enums import BlocMode, SheetState, Tier
from scoring.models import Citation, CrossPoints, CrossSheet, ScoreLine, ScoreSheet
from scoring.queries.citations import WITH_CITATIONS, citations_of
from scoring.queries.lines import lines_of, rule, scored
from scoring.queries.peers import peers_for
from scoring.queries.sheets import scored_by, with_context

SCORER_ROLES = (Role.OFFICER, *BLOC_OFFICE_ROLES)


@dataclass(frozen=True)
class CrossRow:
    """One criterion as a fellow member sees it: the unit's own points and proofs, and what the own unit gave so far."""

    line: ScoreLine
    sentence: str
    low: Decimal
    high: Decimal
    citations: tuple[Citation, ...]
    given: CrossPoints | None

    @property
    def points(self) -> Decimal | None:
        """The own unit's points, None while it has given none."""
        return self.given.points if self.given else None


@dataclass(frozen=True)
class BoardRow:
    """One criterion with what each member gave, in the order of the members."""

    line: ScoreLine
    given: tuple[CrossPoints | None, ...]


def sheets_to_score(user: Any) -> QuerySet[ScoreSheet]:
    """The sheets of fellow members that wait for the points of the units at which ``user`` works; ``given``: the paper
    was sent.

    Nobody looks into another's sheet before the own one is filed.
    """
    own = _filed_by(user).filter(
        participation__campaign=OuterRef("participation__campaign"), participation__bloc=OuterRef("participation__bloc")
    )
    given = CrossSheet.objects.filter(
        sheet=OuterRef("pk"), scorer__in=user.unit_ids(*SCORER_ROLES), given_at__isnull=False
    )
    return (
        ScoreSheet.objects.filter(Exists(own), state=SheetState.SELF_SUBMITTED, table__bloc_mode=BlocMode.CROSSWISE)
        .exclude(participation__unit__in=user.unit_ids())
        .annotate(given=Exists(given))
    )


def sheet_to_score(user: Any, pk: uuid.UUID) -> ScoreSheet:
    """One of ``sheets_to_score``; 404 otherwise."""
    return get_object_or_404(with_context(sheets_to_score(user)), pk=pk)


def scorer_of(user: Any, sheet: ScoreSheet) -> Unit | None:
    """The unit for which ``user`` scores this sheet: a filed fellow member of its bloc, never the scored one."""
    fellow = (
        _filed_by(user)
        .filter(participation__in=_folders(sheet))
        .exclude(participation__unit=sheet.participation.unit_id)
        .select_related("participation__unit")
        .order_by("participation__unit__sort_key")
        .first()
    )
    return fellow.participation.unit if fellow else None


def members_of(sheet: ScoreSheet) -> QuerySet[Unit]:
    """The other units of the bloc in this campaign, in alphabetical order."""
    others = _folders(sheet).exclude(unit=sheet.participation.unit_id)
    return Unit.objects.filter(pk__in=others.values("unit")).order_by("sort_key")


def crossed(lines: Iterable[ScoreLine]) -> list[ScoreLine]:
    """The lines to which the members give points: the bloc's groups, without what is no duty and without questions."""
    return [
        line
        for line in lines
        if line.assigned and scored_by(line, Tier.BLOC) and not isinstance(rule(line.criterion), Exclusion)
    ]


def is_revealed(lines: Iterable[ScoreLine]) -> bool:
    """Whether the members' points have become the bloc's; until then nobody sees another's."""
    return all(line.bloc_points is not None for line in crossed(lines))


def cross_sheet(sheet: ScoreSheet, unit: Unit) -> CrossSheet | None:
    """What ``unit`` gives to the sheet, begun or given; None before its first points."""
    return CrossSheet.objects.filter(sheet=sheet, scorer=unit).first()


def cross_rows(sheet: ScoreSheet, unit: Unit) -> list[CrossRow]:
    """The page of one scoring member. Five queries, however many criteria; one or two more where some compare."""
    lines = crossed(lines_of(sheet).prefetch_related(WITH_CITATIONS))
    own = {one.line_id: one for one in CrossPoints.objects.filter(cross_sheet__sheet=sheet, cross_sheet__scorer=unit)}
    peers = peers_for(sheet, (line.criterion for line in lines))
    return [
        CrossRow(
            line,
            scored(line, sheet.table.rounding_step, peers).sentence,
            *rule(line.criterion).bounds(line.criterion.max_points),
            tuple(citations_of(line)),
            own.get(line.pk),
        )
        for line in lines
    ]


def given_of(sheet: ScoreSheet) -> QuerySet[CrossSheet]:
    """The final ones, in the order of the members."""
    return CrossSheet.objects.filter(sheet=sheet, given_at__isnull=False).select_related("scorer", "given_by")


def waiting_for(sheet: ScoreSheet) -> QuerySet[Unit]:
    """The members that have not given theirs."""
    return members_of(sheet).exclude(pk__in=given_of(sheet).values("scorer"))


def board_rows(sheet: ScoreSheet, given: Iterable[CrossSheet]) -> list[BoardRow]:
    """Who gave what to each criterion; empty while the points are not the bloc's yet. Two queries."""
    lines = crossed(lines_of(sheet))
    if not is_revealed(lines):
        return []
    scorers = [one.pk for one in given]
    known = {(one.line_id, one.cross_sheet_id): one for one in CrossPoints.objects.filter(cross_sheet__in=scorers)}
    return [BoardRow(line, tuple(known.get((line.pk, scorer)) for scorer in scorers)) for line in lines]


def _filed_by(user: Any) -> QuerySet[ScoreSheet]:
    """The sheets of the units for which ``user`` scores, filed or settled."""
    return ScoreSheet.objects.filter(participation__unit__in=user.unit_ids(*SCORER_ROLES)).exclude(
        state=SheetState.DRAFT
    )


def _folders(sheet: ScoreSheet) -> QuerySet[Participation]:
    return Participation.objects.filter(
        campaign=sheet.participation.campaign_id, bloc=sheet.participation.bloc_id
    ).order_by("unit__sort_key")
