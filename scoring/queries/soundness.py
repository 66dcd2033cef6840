"""What is wrong with a table as it stands, all at once, each beside what it concerns; and what is only odd."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import format_points
from scoring.calculation.classes import bands_of
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.ranking import GROUP, TIE_BREAKS
from scoring.calculation.rules import rule_of
from scoring.enums import GroupKind, RankedBy
from scoring.models import Criterion, CriterionGroup, ScoringTable

Parts = Sequence[tuple[CriterionGroup, Sequence[Criterion]]]
TABLE = "table"


@dataclass(frozen=True)
class Flaw:
    """One sentence about the table, a group or a criterion (``where``); a ``hint`` does not keep it from being agreed.

    ``where`` is "table", or the number of a group ("group:II") or criterion ("criterion:2.1"). ``field`` is what an
    import shows it at.
    """

    where: str
    sentence: str
    field: str = "max_points"
    hint: bool = False


def parts_of(table: ScoringTable) -> Parts:
    """The groups with their criteria, in order. Two queries, none when they were prefetched."""
    if "groups" in getattr(table, "_prefetched_objects_cache", {}):
        return [(group, list(group.criteria.all())) for group in table.groups.all()]
    return [(group, list(group.criteria.all())) for group in table.groups.prefetch_related("criteria")]


def flaws_of(table: ScoringTable, parts: Parts) -> list[Flaw]:
    """Everything that is wrong or odd, in the order of the table."""
    return [
        *_of_table(table, parts),
        *_repeated(parts),
        *(flaw for group, criteria in parts for flaw in _of_group(group, criteria)),
        *(_takes_points_away(parts) if table.ranked_by == RankedBy.POINTS else ()),
    ]


def errors_of(table: ScoringTable) -> list[str]:
    """The sentences that keep the table from being proposed or frozen."""
    return [flaw.sentence for flaw in flaws_of(table, parts_of(table)) if not flaw.hint]


def by_place(flaws: Sequence[Flaw]) -> dict[str, list[Flaw]]:
    """The flaws by what they concern."""
    found: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        found.setdefault(flaw.where, []).append(flaw)
    return found


def _of_table(table: ScoringTable, parts: Parts) -> Iterator[Flaw]:
    if not any(criteria for _, criteria in parts):
        yield Flaw(TABLE, "Bảng chưa có tiêu chí nào.")
    groups = {group.no for group, _ in parts}
    for key in table.tie_breaks:
        if key.startswith(GROUP) and key.removeprefix(GROUP) not in groups:
            yield Flaw(TABLE, f"Thứ tự xét khi đồng điểm nêu nhóm {key.removeprefix(GROUP)}, bảng không có nhóm này.")
        elif not key.startswith(GROUP) and key not in TIE_BREAKS:
            yield Flaw(TABLE, f"Thứ tự xét khi đồng điểm có mục không rõ: {key}.")
    yield from _of_classes(table, {one.no for _, criteria in parts for one in criteria})


def _of_classes(table: ScoringTable, known: set[str]) -> Iterator[Flaw]:
    try:
        bands = bands_of(table.classes)
    except ParamsRefused as refusal:
        yield Flaw(TABLE, f"Mức xếp loại: {refusal.sentence}")
        return
    for band in bands:
        strange = [no for no in band.no_case_of if no not in known]
        if strange:
            yield Flaw(TABLE, f"Mức “{band.name}” nêu tiêu chí {', '.join(strange)}, bảng không có tiêu chí này.")


def _repeated(parts: Parts) -> Iterator[Flaw]:
    """Numbers name groups and criteria everywhere (ties, classes, a later version), so each is given once."""
    for no, times in Counter(group.no for group, _ in parts).items():
        if times > 1:
            yield Flaw(f"group:{no}", f"Có {times} nhóm cùng số {no}.", "no")
    for no, times in Counter(one.no for _, criteria in parts for one in criteria).items():
        if times > 1:
            yield Flaw(f"criterion:{no}", f"Có {times} tiêu chí cùng số {no}.", "no")


def _of_group(group: CriterionGroup, criteria: Sequence[Criterion]) -> Iterator[Flaw]:
    together = sum((one.max_points for one in criteria), Decimal(0))
    if group.kind == GroupKind.POINTS and together != group.max_points:
        rows = "; ".join(f"{one.no}: {format_points(one.max_points)}" for one in criteria)
        said = f"Tổng nhóm {group.no} là {format_points(together)}"
        most = format_points(group.max_points)
        if together > group.max_points:
            yield Flaw(f"group:{group.no}", f"{said}, tối đa {most} ({rows}).")
        elif criteria:
            yield Flaw(f"group:{group.no}", f"{said}, chưa dùng hết {most} ({rows}).", hint=True)
    if not criteria:
        yield Flaw(f"group:{group.no}", f"Nhóm {group.no} chưa có tiêu chí nào.", hint=True)
    for one in criteria:
        yield from _of_criterion(group, one)


def _of_criterion(group: CriterionGroup, one: Criterion) -> Iterator[Flaw]:
    where = f"criterion:{one.no}"
    try:
        kind = rule_of(one.rule, one.params)
    except ParamsRefused as refusal:
        yield Flaw(where, f"Tiêu chí {one.no}: {refusal.sentence}", "params")
        return
    if group.kind == GroupKind.PENALTY and kind.bounds(one.max_points)[1] > 0:
        yield Flaw(where, f"Tiêu chí {one.no}: nhóm điểm trừ chỉ nhận cách tính trừ điểm, điểm tối đa là 0.", "rule")


def _takes_points_away(parts: Parts) -> Iterator[Flaw]:
    """Who is not given a criterion loses its points in a ranking by totals: rank by percentage (B3)."""
    for group, criteria in parts:
        for one in criteria:
            if one.optional and group.kind == GroupKind.POINTS:
                yield Flaw(
                    f"criterion:{one.no}",
                    f"Tiêu chí {one.no} có đơn vị không được giao, mà xếp hạng theo tổng điểm thì đơn vị đó bị mất "
                    "điểm; hãy chọn xếp hạng theo tỷ lệ phần trăm ở mục “Thông tin chung”.",
                    "optional",
                )
