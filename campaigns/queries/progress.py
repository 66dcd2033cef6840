"""Reading figures through the year: the entries of one unit, and the board of all units at all targets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.shortcuts import get_object_or_404

from blocs.enums import BlocRole
from blocs.models import Bloc
from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.course import TONES, Kind, Standing
from campaigns.enums import Judgement, Op
from campaigns.models import Campaign, Participation, ProgressEntry, Target
from campaigns.queries.campaigns import targets_of
from campaigns.queries.facts import assigned_values_of, filed_lines_of, latest_entries_of
from campaigns.queries.followup import followed_by
from campaigns.queries.submissions import TargetRow, result_rows, row_of
from core.snapshots import canonical_bytes, sha256

Key = tuple[int, date]
NOT_TAKEN = Standing(Judgement.NOT_TAKEN, "Đơn vị không đăng ký và không được giao chỉ tiêu này.")
Values = dict[Key, Decimal]


def entries_of(participation: Participation) -> dict[Key, ProgressEntry]:
    """Everything that one unit recorded, by (target id, day), in the order of days. One query."""
    found = participation.progress.select_related("recorded_by").order_by("as_of")
    return {(entry.target_id, entry.as_of): entry for entry in found}


def values_of(entries: Mapping[Key, ProgressEntry]) -> Values:
    """The bare figures of ``entries``."""
    return {key: entry.value for key, entry in entries.items()}


def fingerprint(values: Mapping[Key, Decimal], keys: Iterable[Key]) -> str:
    """What was read at some targets and days, so that a later writer notices that it changed (integrity C2)."""
    mine = set(keys)
    return sha256(canonical_bytes(sorted((*key, value) for key, value in values.items() if key in mine)))


def entry(user: Any, pk: int) -> ProgressEntry:
    """One figure among those of units that ``user`` may look into; 404 otherwise."""
    mine = Participation.objects.visible_to(user).values("pk")
    related = ("participation__campaign", "participation__unit", "target__indicator", "recorded_by")
    return get_object_or_404(ProgressEntry.objects.filter(participation__in=mine).select_related(*related), pk=pk)


@dataclass(frozen=True)
class TargetCourse:
    """One unit at one target: the row of its table, and every figure, the latest first."""

    participation: Participation
    row: TargetRow
    entries: list[ProgressEntry]


def target_course(user: Any, pk: int, target: int) -> TargetCourse:
    """The course of one unit at one quantitative target, for those who may look into the unit's folder and for the
    office of its bloc's leader; 404 otherwise. Six queries.
    """
    led = Q(
        bloc__memberships__unit__in=user.unit_ids(*BLOC_OFFICE_ROLES),
        bloc__memberships__role=BlocRole.LEADER,
        bloc__memberships__year=F("campaign__year"),
    )
    mine = Participation.objects.visible_to(user).values("pk")
    found = Participation.objects.filter(Q(pk__in=mine) | led).select_related("campaign", "unit", "bloc").distinct()
    participation = get_object_or_404(found, pk=pk)
    get_object_or_404(
        Target.objects.exclude(op=Op.QUALITATIVE), pk=target, indicator__campaign=participation.campaign_id
    )
    row = next(one for one in result_rows(participation) if one.target.pk == target)
    entries = participation.progress.filter(target=target).select_related("recorded_by").order_by("-as_of")
    return TargetCourse(participation, row, list(entries))


@dataclass(frozen=True)
class Cell:
    """One unit at one target of the board."""

    participation: Participation
    target: Target
    row: TargetRow

    @property
    def standing(self) -> Standing:
        """How far the unit is; a target that it neither registered nor was given is not asked of it."""
        standing = self.row.standing
        assert standing is not None  # noqa: S101 - the board has quantitative targets only
        if standing.judgement == Judgement.NO_FIGURE and self.row.registered is None and self.row.assigned is None:
            return NOT_TAKEN
        return standing


@dataclass(frozen=True)
class Board:
    """Every followed unit at every quantitative target; ``bloc`` None where all blocs are shown."""

    campaign: Campaign
    blocs: list[tuple[Bloc, int]]
    bloc: Bloc | None
    targets: list[Target]
    cells: dict[tuple[int, int], Cell]
    folders: list[Participation]

    @cached_property
    def counts(self) -> dict[int, Counter[Judgement]]:
        """Per target (by id) how many units stand how; those of which it is not asked are not counted."""
        found: dict[int, Counter[Judgement]] = {target.pk: Counter() for target in self.targets}
        for cell in self.cells.values():
            if cell.standing.judgement != Judgement.NOT_TAKEN:
                found[cell.target.pk][cell.standing.judgement] += 1
        return found

    def chips(self, target: Target, active: str = "") -> list[dict[str, Any]]:
        """One chip per judgement that occurs at ``target``, leading to the units behind its number."""
        bloc = {"khoi": self.bloc.code} if self.bloc else {}
        return [
            {
                "label": judgement.label,
                "count": self.counts[target.pk][judgement],
                "tone": TONES[judgement] if TONES[judgement] != "grey" else "",
                "active": judgement == active,
                "url": f"?{urlencode(bloc | {'chi-tieu': target.pk, 'muc': judgement})}#don-vi",
            }
            for judgement in Judgement
            if self.counts[target.pk][judgement]
        ]

    def rows(self) -> list[tuple[Participation, list[Cell]]]:
        """The matrix: a row per unit."""
        return [(one, [self.cells[one.pk, target.pk] for target in self.targets]) for one in self.folders]

    def behind(self, target: Target, judgement: str) -> list[Cell]:
        """The units that stand so at ``target``; all for an unknown judgement."""
        found = [self.cells[one.pk, target.pk] for one in self.folders]
        return [one for one in found if judgement not in Judgement.values or one.standing.judgement == judgement]


def board(campaign: Campaign, user: Any, bloc_code: str = "") -> Board:
    """The board of the units that ``user`` follows, those of one bloc where its code is given. Five queries.

    A bloc's plan is followed by the targets of the campaign above it: against those its units record figures.
    """
    followed = list(followed_by(campaign, user))
    sizes = Counter(folder.bloc for folder in followed)
    bloc = next((one for one in sizes if one.code == bloc_code), None)
    folders = [folder for folder in followed if bloc in (None, folder.bloc)]
    above = campaign.parent if campaign.bloc_id and campaign.parent else campaign
    targets = [target for target in targets_of(above) if target.is_quantitative]
    cells = _cells(above, folders, targets)
    return Board(campaign, list(sizes.items()), bloc, targets, cells, folders)


def _cells(campaign: Campaign, folders: list[Participation], targets: list[Target]) -> dict[tuple[int, int], Cell]:
    """Every unit at every target, by (participation id, target id). Three queries."""
    keys = [folder.pk for folder in folders]
    lines, latest = filed_lines_of(keys), latest_entries_of(keys)
    given = assigned_values_of(campaign.pk, [folder.unit_id for folder in folders])
    return {
        (folder.pk, target.pk): Cell(
            folder,
            target,
            row_of(
                target,
                campaign,
                lines.get(folder.pk, {}).get(target.pk),
                latest.get(folder.pk, {}).get(target.pk),
                given.get(folder.unit_id, {}).get(target.pk),
            ),
        )
        for folder in folders
        for target in targets
    }


@dataclass(frozen=True)
class Chart:
    """What is drawn of one unit at one target: the straight path as (day, value), the figures, where they shall end."""

    start: date
    end: date
    path: list[tuple[date, Decimal]]
    figures: list[tuple[date, Decimal]]
    goal: Decimal
    from_zero: bool


def chart_of(course: TargetCourse) -> Chart | None:
    """The drawing of ``course``; None for a qualitative target. No query."""
    aim = course.row.aim
    if aim is None:
        return None
    start = aim.goal if aim.is_held else aim.base
    path = [] if start is None else [(aim.first, start), (aim.last, aim.goal)]
    figures = sorted((entry.as_of, entry.value) for entry in course.entries)
    return Chart(aim.first, aim.last, path, figures, aim.goal, aim.kind is not Kind.LEVEL)
