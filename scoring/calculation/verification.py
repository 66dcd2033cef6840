"""Computing a ranking file again, without a database: every point, total, class and rank, and each difference.

``complete`` writes such a file from its inputs with the very same arithmetic.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.numbers import format_decimal
from core.snapshots import canonical_bytes, sha256
from scoring.calculation import sheets as arithmetic
from scoring.calculation.file_nodes import FileRefused, below, shown
from scoring.calculation.ranking import Place
from scoring.calculation.ranking_file import FORMAT, Document, Stated, Unit, by_rule, read, read_text
from scoring.calculation.totals import SheetTotal, percent_text

TOO_LARGE = "số quá lớn, không tính được."
WORDS = {
    "total": "tổng điểm",
    "over": "thưởng vượt chỉ tiêu",
    "over_raw": "thưởng vượt trước khi áp mức tối đa",
    "bonus": "điểm thưởng",
    "penalty": "điểm trừ",
    "exceeded": "số chỉ tiêu vượt",
    "percent": "tỷ lệ phần trăm",
    "rank": "hạng",
    "tied": "đồng hạng",
    "parted_by": "tiêu chí phụ",
}


def differences(text: str) -> list[str]:
    """Everything in which the file differs from what follows from its inputs, in its order; [] when it is right."""
    try:
        return differences_in(read_text(text))
    except FileRefused as refusal:
        return refusal.sentences


def differences_in(document: Document) -> list[str]:
    """The same for a document that was read."""
    try:
        found = [one for unit in document.units for one in _unit(document.table, unit)]
        return found + _ranking(document) + _hash(document.content)
    except ArithmeticError:
        return [f"tệp: {TOO_LARGE}"]


def complete(inputs: Mapping[str, Any]) -> tuple[Document, dict[str, Any]]:
    """A file with the inputs and all that follows from them, and what was computed; FileRefused as in ``read``."""
    document = read({"format": FORMAT, **inputs})
    results = {unit.sheet.unit: arithmetic.result_of(document.table, unit.sheet) for unit in document.units}
    content = dict(document.content)
    content["units"] = [
        {
            **given,
            "totals": {
                tier: figures(arithmetic.tier_total(document.table, unit.sheet.lines, tier))
                for tier in arithmetic.TIERS
            },
            "excluded": list(results[unit.sheet.unit].excluded),
            "classification": results[unit.sheet.unit].classification,
        }
        for given, unit in zip(inputs["units"], document.units, strict=True)
    ]
    ranked = arithmetic.ranking_of(document.table, document.sheets)
    content["ranking"] = [
        place_of(place, result) | {"percent": percent_text(result.total.percent)} for place, result in ranked
    ]
    content["sha256"] = digest(content)
    return document, content


def digest(content: Mapping[str, Any]) -> str:
    """The hash of a file: of its canonical bytes without the hash itself."""
    return sha256(canonical_bytes({key: one for key, one in content.items() if key != "sha256"}))


def figures(total: SheetTotal) -> Stated:
    """What a file states of one tier."""
    return {
        "total": total.total,
        "groups": {group.no: group.points for group in total.groups},
        "over": total.over,
        "over_raw": total.over_raw,
        "bonus": total.bonus,
        "penalty": total.penalty,
        "exceeded": total.exceeded,
        "percent": total.percent,
    }


def place_of(place: Place, result: arithmetic.Result) -> Stated:
    """What a file states of one unit's place."""
    return {
        "unit": place.key,
        "rank": place.rank,
        "tied": place.tied,
        "parted_by": place.parted_by,
        "total": result.total.total,
        "percent": result.total.percent,
    }


def _unit(table: arithmetic.Table, unit: Unit) -> Iterable[str]:
    for one in table.criteria:
        path = f"{unit.node.path}.lines[“{one.no}”]"
        yield from _line(table, one, unit, path)
    for tier, stated in unit.totals.items():
        path = f"{unit.node.path}.totals.{tier}"
        yield from _compare(stated, figures(arithmetic.tier_total(table, unit.sheet.lines, tier)), path)
    result = arithmetic.result_of(table, unit.sheet)
    if unit.excluded is not None and unit.excluded != result.excluded:
        yield f"{unit.node.path}.excluded: ghi {_said(unit.excluded)}, tính lại là {_said(result.excluded)}."
    if unit.classification is not None and unit.classification != result.classification:
        path = f"{unit.node.path}.classification"
        yield f"{path}: ghi {_said(unit.classification)}, tính lại là {_said(result.classification)}."


def _line(table: arithmetic.Table, one: arithmetic.CriterionRule, unit: Unit, path: str) -> Iterable[str]:
    line = unit.sheet.lines[one.no]
    yield from _by_rule(one, line, by_rule(table, one, line), unit, path)
    low, high = one.rule.bounds(one.max_points)
    for tier, points in line.points.items():
        if points is not None and not line.assigned:
            yield f"{path}.points.{tier}: đơn vị không được giao tiêu chí này nên không có điểm; ghi {_said(points)}."
        elif points is not None and not low <= points <= high:
            yield f"{path}.points.{tier}: ghi {_said(points)}, phải từ {_said(low)} đến {_said(high)}."
    notes = unit.notes.get(one.no)
    if notes is None:
        return
    for lower, upper in pairwise(arithmetic.TIERS):
        below_it, points = line.points.get(lower), line.points.get(upper)
        if None not in (below_it, points) and points != below_it and not notes.get(upper, "").strip():
            yield f"{path}.notes.{upper}: điểm khác bước trước thì phải có lý do."


def _by_rule(
    one: arithmetic.CriterionRule, line: arithmetic.Line, expected: Decimal | None, unit: Unit, path: str
) -> Iterable[str]:
    """The unit's own points are those of the rule, except where people give them or nothing was filed: then they are
    empty or, where the table says so, 0.
    """
    stated = line.points.get(arithmetic.SELF)
    if one.rule.input == "points" or (unit.self_missing and not stated):
        return
    if stated != expected:
        why = one.rule.sentence(line.facts, one.max_points, expected) if line.assigned else "không được giao"
        yield f"{path}.points.self: ghi {_said(stated)}, theo cách tính là {_said(expected)} ({why})."


def _ranking(document: Document) -> list[str]:
    """Who stands where, in which order, with what."""
    if document.ranking is None:
        return []
    ranked = arithmetic.ranking_of(document.table, document.sheets)
    expected = {place.key: place_of(place, result) for place, result in ranked}
    stated = [row["unit"] for row in document.ranking]
    seen: set[str] = set()
    named = set(stated)
    found = [f"ranking: thiếu đơn vị {shown(unit)}." for unit in expected if unit not in named]
    for at, row in enumerate(document.ranking):
        path = f"ranking[{at}]"
        if row["unit"] not in expected:
            found.append(f"{path}: đơn vị {shown(row['unit'])} không có trong units.")
        elif row["unit"] in seen:
            found.append(f"{path}: đơn vị {shown(row['unit'])} có hai lần.")
        else:
            found += _compare({key: one for key, one in row.items() if key != "unit"}, expected[row["unit"]], path)
        seen.add(row["unit"])
    if not found and stated != list(expected):
        found.append(f"ranking: thứ tự phải là {', '.join(expected)}.")
    return found


def _hash(content: Mapping[str, Any]) -> list[str]:
    """The file carries its own hash, so that a change that moves no total is found as well."""
    if "sha256" not in content:
        return []
    same = content["sha256"] == digest(content)
    return [] if same else ["sha256: nội dung tệp không còn đúng như lúc xuất (mã băm khác)."]


def _compare(stated: Stated, expected: Stated, path: str) -> Iterable[str]:
    """Key by key what is stated and differs."""
    for key, value in stated.items():
        if key == "groups":
            yield from _groups(value, expected[key], f"{path}.groups")
        elif value != expected[key]:
            yield f"{below(path, key)}: {WORDS[key]} ghi {_said(value)}, tính lại là {_said(expected[key])}."


def _groups(stated: Stated, expected: Stated, path: str) -> Iterable[str]:
    for no, points in stated.items():
        if no not in expected:
            yield f"{path}[“{no}”]: bảng không có nhóm này."
        elif points != expected[no]:
            yield f"{path}[“{no}”]: ghi {_said(points)}, tính lại là {_said(expected[no])}."
    yield from (f"{path}: thiếu nhóm {shown(no)}." for no in expected if no not in stated)


def _said(value: Any) -> str:
    """A value as a sentence says it."""
    if value is None:
        return "trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal | int):
        return format_decimal(value)
    return shown(", ".join(value)) if isinstance(value, tuple | list) else shown(value)
