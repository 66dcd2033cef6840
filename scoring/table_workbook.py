"""A draft table as a workbook, a row per group and criterion: out as stored, in as changes to look at first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from campaigns.workbooks import HOW_NUMBERS_ARE_WRITTEN, NOTHING_IS_WRITTEN_YET, Import, problem
from core import spreadsheets
from core.numbers import format_points
from core.spreadsheets import Column, Problem, Template
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import RULES
from scoring.enums import GroupKind, Loss, Scorer
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries.soundness import Flaw, flaws_of, parts_of
from scoring.rule_words import from_cell, in_cell, rule_key
from scoring.services.copies import Content, built

GROUP, CRITERION = "Nhóm", "Tiêu chí"
YES = "có"
Choice = TypeVar("Choice", GroupKind, Scorer)
TEMPLATE = Template(
    id="bang-tieu-chi",
    version="1",
    title="Bảng tiêu chí chấm điểm",
    guide=(
        "Mỗi dòng là một nhóm hoặc một tiêu chí; tiêu chí thuộc nhóm đứng ngay trên nó. Thứ tự dòng là thứ tự bảng.",
        "Được thêm dòng, xóa dòng, đổi chỗ dòng; không thêm, bớt, đổi tên cột.",
        "Cột “Loại dòng” ghi “Nhóm” hoặc “Tiêu chí”. Loại nhóm và bên chấm chỉ ghi ở dòng nhóm; cách tính, tham số chỉ "
        "ghi ở dòng tiêu chí.",
        f"Loại nhóm: {'; '.join(GroupKind.labels)}. Bên chấm: {'; '.join(Scorer.labels)}.",
        f"Cách tính: {'; '.join(kind.label for kind in RULES.values())}.",
        "Tham số: mỗi dòng trong ô là “tên tham số: giá trị”, như tệp tải về đã ghi.",
        HOW_NUMBERS_ARE_WRITTEN,
        "Tổng điểm các tiêu chí của một nhóm điểm chuẩn không được vượt điểm tối đa của nhóm.",
        "Chỉ tiêu gắn với tiêu chí và cơ quan thẩm định của nhóm không có trong tệp: được giữ theo số của dòng.",
        NOTHING_IS_WRITTEN_YET,
    ),
    columns=(
        Column("row", "Loại dòng", width=10),
        Column("no", "Số", width=8),
        Column("name", "Nội dung", width=56),
        Column("max_points", "Điểm tối đa", kind="points", width=10),
        Column("kind", "Loại nhóm", width=14),
        Column("scorer", "Bên chấm", width=18),
        Column("rule", "Cách tính", width=32),
        Column("params", "Tham số", width=44),
        Column("plan", "Kế hoạch chung", kind="number", width=12),
        Column("unit", "Đơn vị tính", width=12),
        Column("guide", "Hướng dẫn chấm", width=44),
        Column("optional", "Có đơn vị không được giao", width=12),
        Column("excludes", "Có trường hợp thì không xét", width=20),
    ),
    hint="Mỗi dòng là một nhóm hoặc một tiêu chí; được thêm, bớt, đổi chỗ dòng. Không đổi tên cột, không gộp ô.",
)


@dataclass(frozen=True)
class Change:
    """One row that the workbook has otherwise than the draft; "" where there is none."""

    row: str
    old: str
    new: str


@dataclass(frozen=True)
class Reading(Import[Change]):
    """What a workbook would do, and the whole table as it would be, shaped as fixtures/scoring/*.json."""

    content: tuple[dict[str, Any], ...] = ()


def write(table: ScoringTable) -> bytes:
    """The workbook of the table as it is stored."""
    heading = f"{table.name} – {table.bloc} – {table.campaign.heading}"
    return spreadsheets.write(TEMPLATE, _rows(table), heading=heading, context=_context(table))


def read(content: bytes, table: ScoringTable) -> Reading:
    """What the workbook says beside what is stored, with the arithmetic of the whole; nothing is written."""
    sheet = spreadsheets.read(content, TEMPLATE, context=_context(table))
    if sheet.problems:
        return Reading([], list(sheet.problems), sheet.warnings, len(sheet.rows))
    problems: list[Problem] = []
    found, places = _content(sheet, problems)
    if not problems:
        flaws = flaws_of(table, built(table, found))
        problems = [_at(flaw, places) for flaw in flaws if not flaw.hint]
    if problems:
        return Reading([], problems, sheet.warnings, len(sheet.rows))
    stored = [_plain(group, criteria) for group, criteria in parts_of(table)]
    return Reading(list(_changes(stored, found)), [], sheet.warnings, len(sheet.rows), tuple(found))


def _context(table: ScoringTable) -> str:
    return f"{table.campaign.code}/{table.bloc.code}"


def _rows(table: ScoringTable) -> Iterator[dict[str, Any]]:
    for group, criteria in parts_of(table):
        yield {
            "row": GROUP,
            "no": group.no,
            "name": group.name,
            "max_points": group.max_points,
            "kind": GroupKind(group.kind).label,
            "scorer": Scorer(group.scorer).label,
        }
        for one in criteria:
            yield {
                "row": CRITERION,
                "no": one.no,
                "name": one.name,
                "max_points": one.max_points,
                "rule": RULES[one.rule].label,
                "params": in_cell(one.rule, one.params),
                "plan": one.plan,
                "unit": one.unit_of_measure,
                "guide": one.guide,
                "optional": YES if one.optional else "",
                "excludes": "; ".join(_losses(one.excludes)),
            }


def _content(sheet: spreadsheets.Sheet, problems: list[Problem]) -> tuple[Content, dict[str, int]]:
    """The rows as groups with their criteria, and the row number of each ("group:II", "criterion:2.1")."""
    content: Content = []
    places: dict[str, int] = {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        try:
            key = _row_kind(row)
            _require_filled(row)
            if key == GROUP:
                content.append(_group_row(row))
            elif not content:
                raise CellRefused("row", "tiêu chí phải đứng dưới một nhóm")
            else:
                content[-1]["criteria"].append(_criterion_row(row))
        except CellRefused as refusal:
            problems.append(problem(TEMPLATE, refusal.column, number, refusal.sentence))
        else:
            places[f"{'group' if key == GROUP else 'criterion'}:{row['no']}"] = number
    return content, places


class CellRefused(Exception):
    """One cell says something that cannot be."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column, self.sentence = column, sentence


def _row_kind(row: dict[str, Any]) -> str:
    said = str(row["row"]).strip().casefold()
    found = next((kind for kind in (GROUP, CRITERION) if kind.casefold() == said), None)
    if found is None:
        raise CellRefused("row", f"chỉ ghi “{GROUP}” hoặc “{CRITERION}”")
    return found


def _require_filled(row: dict[str, Any]) -> None:
    for column, most in (("no", 10), ("name", 250 if _row_kind(row) == GROUP else 500)):
        text = str(row[column])
        if not text.strip():
            raise CellRefused(column, "còn trống")
        if len(text) > most:
            raise CellRefused(column, f"quá {most} ký tự")
    for column, most in (("unit", 60), ("guide", 500)):
        if len(str(row[column])) > most:
            raise CellRefused(column, f"quá {most} ký tự")
    if row["max_points"] is None:
        raise CellRefused("max_points", "còn trống; không có thì ghi 0")
    if row["max_points"] < 0:
        raise CellRefused("max_points", "điểm tối đa không được âm")


def _group_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "no": row["no"],
        "name": _line(row["name"]),
        "max_points": _text(row["max_points"]),
        "kind": _choice(row, "kind", GroupKind).value,
        "scorer": _choice(row, "scorer", Scorer).value,
        "criteria": [],
    }


def _criterion_row(row: dict[str, Any]) -> dict[str, Any]:
    try:
        rule = rule_key(str(row["rule"]))
    except ParamsRefused as refusal:
        raise CellRefused("rule", refusal.sentence) from refusal
    try:
        params = from_cell(rule, str(row["params"]))
    except ParamsRefused as refusal:
        raise CellRefused("params", refusal.sentence) from refusal
    return {
        "no": row["no"],
        "name": _line(row["name"]),
        "max_points": _text(row["max_points"]),
        "rule": rule,
        "params": params,
        "plan": _text(row["plan"]),
        "unit": row["unit"],
        "guide": row["guide"],
        "optional": _is_yes(row),
        "excludes": _lost(row),
    }


def _choice(row: dict[str, Any], column: str, choices: type[Choice]) -> Choice:
    said = str(row[column]).strip().casefold()
    for one in choices:
        if said in (one.value, str(one.label).casefold()):
            return one
    raise CellRefused(column, f"chỉ nhận: {'; '.join(choices.labels)}")


def _is_yes(row: dict[str, Any]) -> bool:
    said = str(row["optional"]).strip().casefold()
    if said not in ("", YES, "không"):
        raise CellRefused("optional", "chỉ ghi “có” hoặc để trống")
    return said == YES


def _lost(row: dict[str, Any]) -> list[str]:
    by_words = {words.casefold(): key for key, words in Loss.choices}
    parts = [part.strip().casefold() for part in str(row["excludes"]).split(";") if part.strip()]
    if any(part not in by_words for part in parts):
        raise CellRefused("excludes", f"chỉ nhận: {'; '.join(Loss.labels)}")
    return [by_words[part] for part in parts]


def _at(flaw: Flaw, places: dict[str, int]) -> Problem:
    """A flaw of the arithmetic at the cell that it is about."""
    number = places.get(flaw.where)
    return problem(TEMPLATE, flaw.field, number, flaw.sentence) if number else Problem("X06", "", flaw.sentence)


def _plain(group: CriterionGroup, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """What is stored, shaped as a content."""
    names = ("no", "name", "rule", "params", "guide", "excludes", "optional")
    return {
        **{name: getattr(group, name) for name in ("no", "name", "kind", "scorer")},
        "max_points": _text(group.max_points),
        "criteria": [
            {name: getattr(one, name) for name in names}
            | {"max_points": _text(one.max_points), "plan": _text(one.plan), "unit": one.unit_of_measure}
            for one in criteria
        ],
    }


def _changes(stored: Content, found: Content) -> Iterator[Change]:
    """Row by row what is new, gone or otherwise; last the order, where only that differs."""
    before, after = dict(_words(stored)), dict(_words(found))
    for row in [*after, *(row for row in before if row not in after)]:
        old, new = before.get(row, ""), after.get(row, "")
        if old != new:
            yield Change(row, old, new)
    kept = [[row for row in rows if row in before and row in after] for rows in (before, after)]
    if kept[0] != kept[1]:
        yield Change("Thứ tự", ", ".join(kept[0]), ", ".join(kept[1]))


def _words(content: Content) -> Iterator[tuple[str, str]]:
    for group in content:
        kind, scorer = GroupKind(group["kind"]).label, Scorer(group["scorer"]).label
        most = format_points(Decimal(group["max_points"]))
        yield f"{GROUP} {group['no']}", f"{group['name']} · {most} điểm · {kind} · {scorer} chấm"
        for one in group["criteria"]:
            yield f"{CRITERION} {one['no']}", " · ".join(filter(None, _of_criterion(one, group["no"])))


def _of_criterion(one: dict[str, Any], group: str) -> Iterator[str]:
    yield f"{one['name']}"
    yield f"{format_points(Decimal(one['max_points']))} điểm"
    yield f"nhóm {group}"
    yield RULES[one["rule"]].label
    yield in_cell(one["rule"], one["params"]).replace("\n", "; ")
    yield f"kế hoạch {one['plan']}" if one["plan"] else ""
    yield from (one["unit"], one["guide"], "có đơn vị không được giao" if one["optional"] else "")
    yield f"không xét {', '.join(_losses(one['excludes']))}" if one["excludes"] else ""


def _losses(keys: Iterable[str]) -> list[str]:
    return [Loss(key).label for key in keys]


def _line(text: Any) -> str:
    return " ".join(str(text).split())


def _text(value: Any) -> str:
    """A figure as a content holds it; "" for none."""
    return "" if value is None else f"{Decimal(value).normalize():f}"
