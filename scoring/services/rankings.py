"""Publishing the ranking of a bloc: a frozen version with the hash of what it was computed from."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from blocs.models import Bloc
from campaigns.models import Campaign
from core import audit, clock, snapshots
from core.authz import require
from core.dates import moment
from core.exceptions import Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.calculation.ranking import rank
from scoring.enums import SheetState
from scoring.models import Ranking, ScoreLine, ScoreSheet
from scoring.queries.rankings import entry, figures, incomplete, points_of_sheet
from scoring.queries.sheets import lock_sheets
from scoring.workflow import SHEET


@transaction.atomic(durable=True)
def publish_bloc(*, campaign: Campaign, bloc: Bloc, by: Any) -> Ranking:
    """Publish the ranking of one bloc; from here all its members see all its totals.

    Refused unless every sheet of the bloc is appraised, and when nothing changed since the last publication.
    """
    sheets = lock_sheets(campaign, bloc.pk)
    require(by, "scoring.publish", campaign)
    _require_complete(campaign, bloc, sheets)
    digest = _inputs_sha256(sheets)
    last = Ranking.objects.latest_of(campaign, bloc)
    if last and last.inputs_sha256 == digest:
        when = moment(last.published_at)
        raise Refused(f"Xếp hạng của khối đã công bố (lần {last.version}) {when}; từ đó không có gì thay đổi.")
    _move_published(sheets)
    ranking = Ranking.objects.create(
        campaign=campaign,
        bloc=bloc,
        version=last.version + 1 if last else 1,
        rows=_rows(sheets),
        inputs_sha256=digest,
        published_at=clock.now(),
        published_by=by,
    )
    audit.record("ranking.published", on=ranking, by=by, version=ranking.version, inputs_sha256=digest)
    _tell_members(ranking, sheets)
    return ranking


def _require_complete(campaign: Campaign, bloc: Bloc, sheets: list[ScoreSheet]) -> None:
    done = sum(sheet.state in (SheetState.APPRAISED, SheetState.PUBLISHED) for sheet in sheets)
    units = campaign.participations.filter(bloc=bloc).count()
    if done < units or not units:
        raise Refused(incomplete(units, units - done))


def _inputs_sha256(sheets: list[ScoreSheet]) -> str:
    """The hash of everything the ranking follows from: appraised points by criterion, exclusions, the table's rules."""
    lines = ScoreLine.objects.filter(sheet__in=sheets).values_list("sheet", "criterion", "appraised_points")
    points: dict[Any, dict[str, Any]] = {}
    for sheet_id, criterion_id, value in lines:
        points.setdefault(sheet_id, {})[str(criterion_id)] = value
    inputs = {
        sheet.participation.unit.code: {
            "table": sheet.table_id,
            "excluded": sheet.excluded,
            "points": points[sheet.pk],
        }
        for sheet in sheets
    }
    return snapshots.sha256(snapshots.canonical_bytes(inputs))


def _move_published(sheets: list[ScoreSheet]) -> None:
    """Those that an earlier version published already stay as they are."""
    for sheet in sheets:
        if sheet.state == SheetState.APPRAISED:
            SHEET.move(sheet, "publish")
            sheet.save(update_fields=["state"])


def _rows(sheets: list[ScoreSheet]) -> list[dict[str, Any]]:
    """One row per unit, best first, with everything that readers of the ranking need."""
    by_code = {sheet.participation.unit.code: sheet for sheet in sheets}
    places = rank(entry(points_of_sheet(sheet)) for sheet in sheets)
    return [
        {
            "unit": place.key,
            "name": by_code[place.key].participation.unit.short_name,
            "sheet": by_code[place.key].pk,
            "rank": place.rank,
            "tied": place.tied,
            "parted_by": place.parted_by,
            **figures(by_code[place.key]),
        }
        for place in places
    ]


def _tell_members(ranking: Ranking, sheets: list[ScoreSheet]) -> None:
    notify(
        people_at([sheet.participation.unit_id for sheet in sheets], Role.OFFICER, Role.HEAD),
        title=f"Công bố xếp hạng {ranking.bloc.name}",
        body=f"Điểm và thứ hạng của {len(sheets)} đơn vị trong khối đã được công bố. {ranking.campaign.heading}.",
        url=f"{reverse('scoring:ranking', args=[ranking.campaign.code])}?khoi={ranking.bloc.code}",
        dedupe=f"ranking:{ranking.pk}",
    )
