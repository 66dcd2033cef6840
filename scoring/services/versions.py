"""A new version of an agreed table: made with a reason, looked at before it is agreed, put in force on the sheets."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from core import audit
from core.authz import require
from core.exceptions import Refused
from core.text import clean
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.calculation import sheets as arithmetic
from scoring.enums import AppealState, SheetState, Tier
from scoring.models import Appeal, Criterion, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.agreements import member_ids
from scoring.queries.lines import lines_of, sheet_of, table_of
from scoring.queries.sheets import lock_sheets, unscored
from scoring.queries.tables import is_ranked_for_good, lock_table, next_version, open_change
from scoring.queries.tiers import CLOSED
from scoring.services.copies import begin, copy_parts, settings_of
from scoring.services.facts import FIELDS
from scoring.services.moving import Move, moves
from scoring.services.sheets import TO_BLOC, go_back
from scoring.services.totals import keep_totals
from scoring.workflow import TABLE

OTHERWISE_SETTLED = (
    "Đã có đơn vị được xử lý không nộp tự chấm theo bảng đang áp dụng; hãy giữ nguyên cách xử lý đơn vị không nộp."
)
PUBLISHED = "Xếp hạng của khối đã công bố chính thức nên không thay đổi bảng tiêu chí được nữa."
LINE_FIELDS = [*FIELDS, "criterion", "second", "ranks", "grade", "assigned", "bloc_answer", "appraised_answer"]


@dataclass(frozen=True)
class RankMove:
    """One filed unit under the table in force and under the new one."""

    unit: str
    total_before: Decimal | None
    total: Decimal | None
    rank_before: int | None
    rank: int | None

    @property
    def moved(self) -> bool:
        """Whether its rank is another."""
        return self.rank != self.rank_before


@transaction.atomic(durable=True)
def change_table(*, table_id: int, reason: str, by: Any) -> ScoringTable:
    """A draft of the next version, equal to the agreed table until it is edited; ``reason`` stands in it for ever.

    Refused once the bloc's ranking is final, and while another version is being written.
    """
    table = lock_table(table_id)
    require(by, "scoring.change_table", table)
    if not clean(reason):
        raise Refused("Hãy ghi lý do thay đổi bảng tiêu chí đã thống nhất.")
    if is_ranked_for_good(table):
        raise Refused(PUBLISHED)
    if newer := open_change(table):
        raise Refused(f"Phiên bản {newer.version} của bảng tiêu chí đang được soạn hoặc lấy ý kiến.")
    made = ScoringTable(
        campaign=table.campaign,
        bloc=table.bloc,
        version=next_version(table.campaign, table.bloc),
        change_reason=clean(reason),
        **settings_of(table),
    )
    begin(made)
    copy_parts(table, made, keep_targets=True)
    audit.record("table.changed", on=made, by=by, reason=made.change_reason, after=table.pk, version=made.version)
    return made


def whose_rank_moves(old: ScoringTable, new: ScoringTable) -> list[RankMove]:
    """Every unit that has filed, by its present rank: totals and ranks under both tables. Writes nothing.

    What a unit is still writing is nobody's but its own, so it is not among them.
    """
    filed = ScoreSheet.objects.filter(table=old).exclude(state__in=[SheetState.DRAFT, SheetState.PUBLISHED])
    sheets = list(filed.select_related("participation__unit", "participation__campaign", "submission", "table"))
    before_lines = [(sheet, list(lines_of(sheet))) for sheet in sheets]
    before = _ranked(old, [sheet_of(sheet, lines) for sheet, lines in before_lines])
    found = moves(sheets, _criteria(new), new.rounding_step)
    after = _ranked(new, [sheet_of(move.sheet, move.lines) for move in found])
    names = {sheet.participation.unit.code: sheet.participation.unit.short_name for sheet in sheets}
    return [
        RankMove(names[code], total, after[code][1], rank, after[code][0]) for code, (rank, total) in before.items()
    ]


def take_effect(old: ScoringTable, new: ScoringTable, *, by: Any) -> None:
    """In the caller's transaction: ``old`` gives way to ``new``, and every sheet that is not published moves to it.

    A sheet that had passed the bloc and now has something to score goes back to the bloc. What was dropped stands in
    the trail. Refused once the bloc's ranking is final, where an appeal is about a criterion that would go, and where a
    unit that was settled without a self-score would have been settled otherwise.
    """
    everything = lock_sheets(old.campaign, old.bloc_id)
    if is_ranked_for_good(old):  # asked under the locks under which it is published
        raise Refused(PUBLISHED)
    if old.missing_self != new.missing_self and any(sheet.self_missing for sheet in everything):
        raise Refused(OTHERWISE_SETTLED)
    sheets = [one for one in everything if one.state != SheetState.PUBLISHED]
    found = moves(sheets, _criteria(new), new.rounding_step)
    TABLE.move(old, "supersede")
    old.save(update_fields=["state"])
    for move in found:
        _write(move, new, by)
    _tell_members(new, [move.sheet.participation.unit_id for move in found])


def _criteria(table: ScoringTable) -> list[Criterion]:
    return list(Criterion.objects.filter(group__table=table).select_related("group", "target"))


def _ranked(table: ScoringTable, sheets: list[arithmetic.Sheet]) -> dict[str, tuple[int | None, Decimal | None]]:
    """(rank, what it is ranked by) by the unit's code, best first."""
    rules = table_of(table, table.groups.all(), _criteria(table))
    return {place.key: (place.rank, result.entry.total) for place, result in arithmetic.ranking_of(rules, sheets)}


def _write(move: Move, table: ScoringTable, by: Any) -> None:
    """One sheet moves: its lines, what is gone, its totals."""
    sheet, before = move.sheet, move.sheet.total
    gone = [_told(line) for line in move.gone]
    Appeal.objects.filter(line__in=move.gone, state=AppealState.DRAFT).delete()
    try:
        ScoreLine.objects.filter(pk__in=[line.pk for line in move.gone]).delete()
    except ProtectedError as error:
        numbers = ", ".join(one["no"] for one in gone)
        raise Refused(f"Tiêu chí {numbers} đang có kiến nghị nên không bỏ khỏi bảng được.") from error
    for line, _ in move.kept:
        line.version += 1
    ScoreLine.objects.bulk_update([line for line, _ in move.kept], LINE_FIELDS)
    ScoreLine.objects.bulk_create(move.new)
    sheet.table = table
    sheet.save(update_fields=["table"])
    _go_back_if_unscored(sheet, table, by)
    keep_totals(sheet)
    audit.record(
        "sheet.moved_to_version",
        on=sheet,
        by=by,
        version=table.version,
        gone=gone,
        new=[line.criterion.no for line in move.new],
        total_before=before,
        total=sheet.total,
    )


def _go_back_if_unscored(sheet: ScoreSheet, table: ScoringTable, by: Any) -> None:
    """A sheet beyond the bloc's tier that now lacks points there goes back to the bloc, with the reason."""
    lines = [] if sheet.is_closed_missing else list(lines_of(sheet))
    missing = sorted({no for tier in CLOSED.get(SheetState(sheet.state), ()) for no in unscored(lines, tier)})
    if not missing:
        return
    go_back(sheet, TO_BLOC, f"Bảng tiêu chí có phiên bản {table.version}: chấm tiếp tiêu chí {', '.join(missing)}.")
    audit.record("sheet.returned_to_bloc", on=sheet, by=by, reason=sheet.return_reason)


def _told(line: ScoreLine) -> dict[str, Any]:
    """A line that goes, for the trail."""
    points = {tier.value: line.points_of(tier) for tier in Tier}
    notes = {tier.value: line.note_of(tier) for tier in Tier}
    return {"no": line.criterion.no, "name": line.criterion.name, "points": points, "notes": notes}


def _tell_members(table: ScoringTable, unit_ids: list[int]) -> None:
    """Everybody whose sheet moved, and the other members, read why."""
    notify(
        people_at({*member_ids(table), *unit_ids}, Role.OFFICER, Role.HEAD),
        title=f"Bảng tiêu chí chấm điểm có phiên bản {table.version}",
        body=f"{table.name} ({table.bloc}). Lý do: {table.change_reason}",
        url=reverse("scoring:table", args=[table.pk]),
        dedupe=f"table-version:{table.pk}",
    )
