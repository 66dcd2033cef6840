"""Publishing the ranking of a bloc: a frozen version with the document from which anyone can compute it again."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from blocs.models import Bloc
from campaigns.models import Campaign
from core import audit, clock
from core.authz import require
from core.dates import VIETNAM, deadline_reading, local_day
from core.exceptions import Refused
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.calculation import sheets as arithmetic
from scoring.enums import RankingKind, SheetState
from scoring.models import Ranking, ScoreLine, ScoreSheet
from scoring.queries.documents import Computed, document_of
from scoring.queries.rankings.moves import Move, moves
from scoring.queries.rankings.publications import incomplete, open_appeals, refusal, unchanged
from scoring.queries.rankings.standings import figures, frozen_row
from scoring.queries.sheets import lock_sheets
from scoring.workflow import SHEET

VERBS = {
    RankingKind.PROVISIONAL: "ranking.published_provisionally",
    RankingKind.FINAL: "ranking.published",
}


@transaction.atomic(durable=True)
def publish_bloc(*, campaign: Campaign, bloc: Bloc, by: Any, kind: RankingKind = RankingKind.FINAL) -> Ranking:
    """Publish the ranking of one bloc, finally or first provisionally; from here all its members see all its totals.

    A provisional version takes appeals for the days that the table gives; the final one closes the sheets. Refused
    unless every sheet of the bloc is appraised, while appeals are taken or open, and when nothing changed.
    """
    sheets = lock_sheets(campaign, bloc.pk)
    require(by, "scoring.publish", campaign)
    _require_complete(campaign, bloc, sheets)
    now = clock.now()
    last = Ranking.objects.shown().latest_of(campaign, bloc)
    _require_turn(bloc, last, kind, sheets)
    computed = document_of(campaign, bloc, sheets)
    if last and last.kind == kind and last.inputs_sha256 == computed.sha256:
        raise Refused(unchanged(last))
    if kind == RankingKind.FINAL:
        _move_published(sheets)
    until = appeals_end(now, sheets[0].table.appeal_days) if kind == RankingKind.PROVISIONAL else None
    ranking = keep(campaign, bloc, computed, rows_of(sheets, computed), kind=kind, appeals_until=until, by=by)
    audit.record(VERBS[kind], on=ranking, by=by, version=ranking.version, inputs_sha256=computed.sha256)
    moved = moves(last, [place for place, _ in computed.places]) if kind == RankingKind.FINAL else []
    _tell_members(ranking, sheets, moved)
    return ranking


def keep(
    campaign: Campaign,
    bloc: Bloc,
    computed: Computed,
    rows: list[dict[str, Any]],
    *,
    kind: RankingKind,
    by: Any,
    appeals_until: datetime | None = None,
) -> Ranking:
    """The next version of the bloc's ranking: rows, document and hash."""
    last = Ranking.objects.latest_of(campaign, bloc)
    return Ranking.objects.create(
        campaign=campaign,
        bloc=bloc,
        version=last.version + 1 if last else 1,
        kind=kind,
        appeals_until=appeals_until,
        rows=rows,
        document=computed.text,
        inputs_sha256=computed.sha256,
        published_at=clock.now(),
        published_by=by,
    )


def appeals_end(published_at: datetime, days: int) -> datetime:
    """The first instant at which appeals come too late: 24:00 of the last of ``days`` whole days after the day."""
    return datetime.combine(local_day(published_at) + timedelta(days=days + 1), time(), tzinfo=VIETNAM)


def rows_of(sheets: Iterable[ScoreSheet], computed: Computed) -> list[dict[str, Any]]:
    """One row per unit, best first, with everything that readers of the ranking need."""
    by_code = {sheet.participation.unit.code: sheet for sheet in sheets}
    return [
        frozen_row(
            (sheet := by_code[place.key]).participation,
            sheet,
            place,
            figures(sheet, filed_at=result.sheet.filed_at) | kept_figures(result),
        )
        for place, result in computed.places
    ]


def kept_figures(result: arithmetic.Result) -> dict[str, Any]:
    """What a row keeps of what was computed, in the keys of ``figures``, decimals as strings."""
    total = result.total
    groups = [[group.no, _text(group.points)] for group in total.groups]
    return {
        "total": _text(total.total),
        "groups": groups,
        "first_group": (groups[0][1] if groups else None) or "0",
        "over": _text(total.over),
        "bonus": _text(total.bonus),
        "penalty": _text(total.penalty),
        "exceeded": total.exceeded,
        "percent": _text(total.percent),
        "excluded": list(result.excluded),
        "classification": result.classification,
        "unclassified": result.sheet.unclassified or arithmetic.UNCLASSIFIED in result.excluded,
    }


def _text(points: Decimal | None) -> str | None:
    return None if points is None else str(points)


def _require_complete(campaign: Campaign, bloc: Bloc, sheets: list[ScoreSheet]) -> None:
    done = sum(sheet.state in (SheetState.APPRAISED, SheetState.PUBLISHED) for sheet in sheets)
    units = campaign.participations.filter(bloc=bloc).count()
    if done < units or not units:
        raise Refused(incomplete(units, units - done))
    if left := _left_open(sheets):
        raise Refused(f"Chưa công bố được: {'; '.join(left)}. Hãy trả lại khối để chấm tiếp rồi thẩm định lại.")


def _left_open(sheets: list[ScoreSheet]) -> list[str]:
    """The appraised units with criteria that lost their appraised points, and which; those that the table closed
    without a self-score have none to lose. One query.
    """
    asked = {one.pk: one for one in sheets if one.state == SheetState.APPRAISED and not one.is_closed_missing}
    found = ScoreLine.objects.filter(sheet__in=asked, assigned=True, appraised_points=None)
    missing: dict[Any, list[str]] = {}
    for pk, no in found.order_by("sheet", "criterion__group__position", "criterion__position").values_list(
        "sheet", "criterion__no"
    ):
        missing.setdefault(pk, []).append(no)
    return [
        f"{asked[pk].participation.unit.short_name} chưa có điểm thẩm định ở tiêu chí {', '.join(numbers)}"
        for pk, numbers in missing.items()
    ]


def _require_turn(bloc: Bloc, last: Ranking | None, kind: RankingKind, sheets: list[ScoreSheet]) -> None:
    """No version while appeals wait, no final one while they are taken or with other votes than the provisional one,
    no provisional one after the final.
    """
    waiting = open_appeals(sheets[0].participation.campaign, [bloc]).get(bloc.pk, 0)
    votes = {sheet.participation.unit.code: sheet.votes for sheet in sheets}
    if sentence := refusal(last, kind, waiting, votes, clock.now()):
        raise Refused(sentence)


def _move_published(sheets: list[ScoreSheet]) -> None:
    """Those that an earlier version published already stay as they are."""
    for sheet in sheets:
        if sheet.state == SheetState.APPRAISED:
            SHEET.move(sheet, "publish")
            sheet.save(update_fields=["state"])


def _tell_members(ranking: Ranking, sheets: list[ScoreSheet], moved: Iterable[Move] = ()) -> None:
    """One letter to each; it names the ranks to the units whose rank is not the provisional one."""
    moves_of = {one.code: one for one in moved}
    count = len(sheets)
    if ranking.appeals_until:
        title = f"Công bố tạm thời xếp hạng {ranking.bloc.name}"
        until = deadline_reading(ranking.appeals_until)
        body = f"Điểm và thứ hạng của {count} đơn vị đã được công bố tạm thời; nhận kiến nghị {until}."
    else:
        title = f"Công bố xếp hạng {ranking.bloc.name}"
        body = f"Điểm và thứ hạng của {count} đơn vị trong khối đã được công bố. {ranking.campaign.heading}."
    told: dict[str, list[int]] = {"": []}
    for sheet in sheets:
        move = moves_of.get(sheet.participation.unit.code)
        said = f" Hạng của {move.unit} thay đổi so với lần công bố tạm thời: {move.words}." if move else ""
        told.setdefault(said, []).append(sheet.participation.unit_id)
    for said, units in told.items():
        notify(
            people_at(units, Role.OFFICER, Role.HEAD),
            title=title,
            body=body + said,
            url=f"{reverse('scoring:ranking', args=[ranking.campaign.code])}?khoi={ranking.bloc.code}",
            dedupe=f"ranking:{ranking.pk}" + (f":{units[0]}" if said else ""),
        )
