"""The figures of units as rankings show and keep them: live from sheets, or frozen in a version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet, Value

from blocs.models import Bloc
from campaigns.models import Campaign, Participation
from scoring.calculation import sheets as arithmetic
from scoring.calculation.ranking import Place
from scoring.enums import SheetState, Tier
from scoring.models import Ranking, ScoreSheet
from scoring.queries.documents import utc_text
from scoring.queries.sheets import TONES

ZERO = Decimal(0)
NOT_BEGUN = "Chưa tự chấm"
UNCLASSIFIED = "Không xếp loại"


@dataclass(frozen=True)
class Standing:
    """One unit's figures in the tier that counts. ``total`` None: not scored, or not for this reader.

    ``groups`` are (number, points) in the order of the table; ``over`` is the bonus for what lies above the criteria's
    maxima, ``bonus`` that and the bonus groups, ``penalty`` 0 or negative; ``excluded`` the forms of award it may not
    have. ``unclassified``: it has no rank whatever its points. ``sheet`` is set where the reader may open it; ``code``
    is its state for programs ("" none yet).
    """

    participation: int
    unit_id: int
    unit_code: str
    unit: str
    bloc_id: int
    bloc: str
    sheet: UUID | None
    state: str
    tone: str
    done: bool
    self_total: Decimal | None = None
    bloc_total: Decimal | None = None
    appraised_total: Decimal | None = None
    total: Decimal | None = None
    groups: tuple[tuple[str, Decimal | None], ...] = ()
    over: Decimal = ZERO
    bonus: Decimal = ZERO
    penalty: Decimal = ZERO
    exceeded: int = 0
    excluded: tuple[str, ...] = ()
    percent: Decimal | None = None
    classification: str = ""
    unclassified: bool = False
    filed_at: str = ""
    votes: int | None = None
    code: str = ""

    @property
    def first_group(self) -> Decimal:
        """Points of the first group: the first tie-break."""
        return (self.groups[0][1] if self.groups else None) or ZERO

    def points_of(self, no: str) -> Decimal | None:
        """Points of the group ``no``."""
        return dict(self.groups).get(no)


def standings_of(
    campaign: Campaign,
    blocs: Iterable[Bloc],
    published: Mapping[int, Ranking],
    own_units: set[int],
    *,
    opens: QuerySet[ScoreSheet] | None = None,
) -> list[Standing]:
    """The figures of every unit of the blocs: frozen where published, live elsewhere. One query.

    A draft is nobody's but the unit's, so only ``own_units`` see figures of it. ``opens``: the sheets that the reader
    may open; all when none are named.
    """
    folders = Participation.objects.filter(campaign=campaign, bloc__in=[bloc.pk for bloc in blocs])
    filed = Min("score_sheet__submission__receipts__received_at")
    shut = Value(False) if opens is None else ~in_folders(opens, blocs)
    frozen = {row["participation"]: row for one in published.values() for row in one.rows}
    found = []
    for folder in folders.select_related("unit", "bloc", "score_sheet").annotate(filed_at=filed, shut=shut):
        sheet = getattr(folder, "score_sheet", None)
        bare = replace(_bare(folder, sheet), sheet=None) if folder.shut else _bare(folder, sheet)
        if folder.pk in frozen:
            found.append(_with_figures(bare, frozen[folder.pk]))
        elif sheet and (sheet.state != SheetState.DRAFT or folder.unit_id in own_units):
            found.append(_with_figures(bare, figures(sheet, filed_at=utc_text(folder.filed_at))))
        else:
            found.append(bare)
    return found


def in_folders(sheets: QuerySet[ScoreSheet], blocs: Iterable[Bloc]) -> Q:
    """The folders in these blocs to which one of ``sheets`` belongs."""
    here = sheets.filter(participation__bloc__in=[bloc.pk for bloc in blocs])
    return Q(pk__in=here.order_by().values("participation"))


def figures(sheet: ScoreSheet, *, filed_at: str = "") -> dict[str, Any]:
    """What a ranking keeps of one sheet: the totals of the tiers that are closed and the figures of the one that
    counts, decimals as strings. A tier that is being scored is nobody's to see yet.
    """
    closed = {*list(Tier)[: list(Tier).index(sheet.counting_tier) + 1]}
    counted = sheet.group_totals.get(sheet.counting_tier, {})
    groups = counted.get("groups", [])
    return {
        "participation": sheet.participation_id,
        "total": sheet.total,
        "self_total": sheet.self_total,
        "bloc_total": sheet.bloc_total if Tier.BLOC in closed else None,
        "appraised_total": sheet.appraised_total if Tier.APPRAISED in closed else None,
        "groups": groups,
        "first_group": (groups[0][1] if groups else None) or "0",
        "over": counted.get("over", "0"),
        "bonus": counted.get("bonus", "0"),
        "penalty": counted.get("penalty", "0"),
        "exceeded": counted.get("exceeded", 0),
        "excluded": sheet.excluded,
        "percent": sheet.percent,
        "classification": sheet.classification,
        "unclassified": sheet.unclassified or arithmetic.UNCLASSIFIED in sheet.excluded,
        "filed_at": filed_at,
        "votes": sheet.votes,
    }


def frozen_row(
    folder: Participation, sheet: ScoreSheet | None, place: Place, kept: Mapping[str, Any]
) -> dict[str, Any]:
    """One row of a version that is kept: who, at which place, with which figures."""
    return {
        "unit": place.key,
        "name": folder.unit.short_name,
        "sheet": sheet.pk if sheet else None,
        "rank": place.rank,
        "tied": place.tied,
        "parted_by": place.parted_by,
        **kept,
    }


def points_of_sheet(sheet: ScoreSheet) -> Standing:
    """The figures of one sheet in the tier that counts."""
    return _with_figures(_bare(sheet.participation, sheet), figures(sheet))


def _bare(folder: Participation, sheet: ScoreSheet | None) -> Standing:
    """The unit without figures."""
    return Standing(
        participation=folder.pk,
        unit_id=folder.unit_id,
        unit_code=folder.unit.code,
        unit=folder.unit.short_name,
        bloc_id=folder.bloc_id,
        bloc=folder.bloc.name,
        sheet=sheet.pk if sheet else None,
        state=sheet.get_state_display() if sheet else NOT_BEGUN,
        tone=TONES[SheetState(sheet.state)] if sheet else "grey",
        done=sheet is not None and sheet.state in (SheetState.APPRAISED, SheetState.PUBLISHED),
        code=sheet.state if sheet else "",
    )


def _with_figures(bare: Standing, row: Mapping[str, Any]) -> Standing:
    out = row.get("unclassified", False)
    return replace(
        bare,
        self_total=_decimal(row["self_total"]),
        bloc_total=_decimal(row["bloc_total"]),
        appraised_total=_decimal(row["appraised_total"]),
        total=_decimal(row["total"]),
        groups=tuple((no, _decimal(points)) for no, points in row["groups"]),
        over=Decimal(row["over"]),
        bonus=Decimal(row["bonus"]),
        penalty=Decimal(row["penalty"]),
        exceeded=row["exceeded"],
        excluded=tuple(row["excluded"]),
        percent=_decimal(row.get("percent")),
        classification=row.get("classification", ""),
        unclassified=out,
        filed_at=row.get("filed_at", ""),
        votes=row.get("votes"),
        state=UNCLASSIFIED if out else bare.state,
        tone="red" if out else bare.tone,
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
