"""What deserves a second look in the points of a bloc, put together for the staff of the authority."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from blocs.queries import members
from blocs.rules import leaderships
from core.numbers import round_half_up
from scoring.calculation.integrity import (
    CrossMark,
    Favour,
    Inflation,
    Mark,
    Pattern,
    Severity,
    inflation,
    same_patterns,
    severity_of_members,
    severity_of_offices,
    swapped_favours,
)
from scoring.enums import BlocMode, GroupKind, SheetState
from scoring.models import CrossPoints
from scoring.queries.bloc_lines import BlocLines, BlocSubject
from scoring.queries.what_if import bloc_as_it_stands

CLEARLY = Decimal("0.02")  # of a sheet's maximum: from there a favour is clear
STANDING_BODY = "Cơ quan thường trực"
REVEALED = (SheetState.BLOC_CONFIRMED, SheetState.APPRAISED, SheetState.PUBLISHED)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Integrity:
    """All that the page shows; units are called by their names, criteria by number and name.

    ``least``: from how many points on a favour is called clear.
    """

    subject: BlocSubject
    units: tuple[Inflation, ...]
    criteria: tuple[Inflation, ...]
    offices: tuple[Severity, ...]
    members: tuple[Severity, ...]
    own_patterns: tuple[Pattern, ...]
    bloc_patterns: tuple[Pattern, ...]
    favours: tuple[Favour, ...]
    least: Decimal
    crosswise: bool
    empty: bool

    @property
    def differing(self) -> tuple[Inflation, ...]:
        """The criteria at which claims and grants differ."""
        return tuple(row for row in self.criteria if row.excess)

    @property
    def worst_unit(self) -> Inflation | None:
        """The unit that claimed most beyond what was granted."""
        return _worst(self.units)

    @property
    def worst_criterion(self) -> Inflation | None:
        """The criterion at which most was claimed beyond what was granted."""
        return _worst(self.criteria)


def integrity(subject: BlocSubject, viewer: Any) -> Integrity:
    """The signs of one bloc from the sheets that ``viewer`` may open. Four queries at most.

    What members gave crosswise counts only once it has become the bloc's points.
    """
    loaded = bloc_as_it_stands(subject, viewer)
    crosswise = loaded.table is not None and loaded.table.bloc_mode == BlocMode.CROSSWISE
    marks = list(_marks(loaded, {} if crosswise else _offices(subject, loaded)))
    given = _given(loaded) if crosswise else []
    names = {one.no: str(one) for one in loaded.criteria}
    least = _least(loaded)
    return Integrity(
        subject=subject,
        units=tuple(inflation(marks, by=lambda one: one.unit)),
        criteria=tuple(inflation(marks, by=lambda one: names[one.no])),
        offices=tuple(severity_of_offices(marks)),
        members=tuple(severity_of_members(given)),
        own_patterns=tuple(same_patterns(marks, "self")),
        bloc_patterns=tuple(same_patterns(marks, "bloc")),
        favours=tuple(swapped_favours(given, least)),
        least=least,
        crosswise=crosswise,
        empty=not loaded.sheets,
    )


def _marks(loaded: BlocLines, offices: Mapping[int, str]) -> Iterable[Mark]:
    for sheet in loaded.sheets.values():
        unit = sheet.participation.unit
        for no, line in loaded.of(sheet.pk).items():
            if line.assigned:
                points = (line.self_points, line.bloc_points, line.appraised_points)
                yield Mark(unit.short_name, no, line.criterion.max_points, *points, offices.get(unit.pk, ""))


def _offices(subject: BlocSubject, loaded: BlocLines) -> dict[int, str]:
    """Who gives the bloc's tier, in words, by unit. One query."""
    seats = list(members(subject.bloc, subject.campaign.year))
    names = {seat.unit_id: seat.unit.short_name for seat in seats}
    heads = leaderships(seats)[subject.bloc.pk, subject.campaign.year]
    units = [sheet.participation.unit_id for sheet in loaded.sheets.values()]
    return {unit: ", ".join(sorted(names[pk] for pk in heads.towards(unit))) or STANDING_BODY for unit in units}


def _given(loaded: BlocLines) -> list[CrossMark]:
    """What members gave each other, where it is final and has become the bloc's. One query."""
    revealed = [pk for pk, sheet in loaded.sheets.items() if sheet.state in REVEALED]
    rows = CrossPoints.objects.filter(
        cross_sheet__sheet__in=revealed, cross_sheet__given_at__isnull=False, points__isnull=False
    ).order_by("pk")
    found = rows.values_list(
        "cross_sheet__scorer__short_name",
        "cross_sheet__sheet__participation__unit__short_name",
        "line__criterion__no",
        "points",
    )
    return [CrossMark(*row) for row in found]


def _least(loaded: BlocLines) -> Decimal:
    """From how many points on a favour is clear."""
    maximum = sum((group.max_points for group in loaded.groups if group.kind == GroupKind.POINTS), Decimal(0))
    return max(round_half_up(maximum * CLEARLY, CENT), CENT)


def _worst(rows: Iterable[Inflation]) -> Inflation | None:
    return next((row for row in rows if row.excess > 0), None)
