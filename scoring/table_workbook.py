"""A draft table as a workbook, a row per group and criterion: out as stored, in as changes to look at first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaigns.workbooks import HOW_NUMBERS_ARE_WRITTEN, NOTHING_IS_WRITTEN_YET, Import, problem
from core import spreadsheets
from core.numbers import format_points
from core.spreadsheets import Column, Problem, Template
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import RULES
from scoring.enums import GroupKind, Loss, Scorer
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries.soundness import TABLE, Flaw, flaws_of, parts_of
from scoring.rule_words import from_cell, in_cell, rule_key
from scoring.services.copies import Content, built

GROUP, CRITERION = "Nhóm", "Tiêu chí"
YES = "có"
NO_KIND, NO_GROUP = f"chỉ ghi “{GROUP}” hoặc “{CRITERION}”", "tiêu chí phải đứng dưới một nhóm"
STAND_IN_GROUP = {"name": "", "max_points": "0", "kind": GroupKind.POINTS.value, "scorer": Scorer.values[0]}
STAND_IN_CRITERION = {"name": "", "max_points": "0", "rule": "manual", "params": {}}
NEEDS = {
    "max_points": {"max_points", "kind"},
    "params": {"rule", "params"},
    "rule": {"rule", "params", "max_points", "kind"},
}
"""By the column at which a flaw is shown, the columns without which it cannot be told."""
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
    found = _Content()
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        found.add(number, row)
    flaws = flaws_of(table, built(table, found.groups)) if sheet.rows else []
    problems = [*sheet.problems, *found.problems, *(found.at(flaw) for flaw in flaws if found.can_tell(flaw))]
    if problems:
        return Reading(problems=problems, warnings=sheet.warnings, rows=len(sheet.rows))
    stored = [_plain(group, criteria) for group, criteria in parts_of(table)]
    changes = list(_changes(stored, found.groups))
    return Reading(changes, warnings=sheet.warnings, rows=len(sheet.rows), content=tuple(found.groups))


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


class CellRefused(Exception):
    """A cell says something that cannot be."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class _Content:
    """The rows as groups with their criteria, as far as they can be read, and all that is wrong with them.

    What cannot be read has a stand-in in ``groups``. ``places`` are the row numbers of groups and criteria ("group:II",
    "criterion:2.1"), ``unknown`` the columns that their arithmetic would need and lacks.
    """

    def __init__(self) -> None:
        self.groups: Content = []
        self.problems: list[Problem] = []
        self.places: dict[str, int] = {}
        self.unknown: dict[str, set[str]] = defaultdict(set)
        self.group = TABLE  # the one that is open

    def add(self, number: int, row: Mapping[str, Any]) -> None:
        """One more row with all its faults, each at its cell."""
        kind = _kind_of(row)
        values, faults = _read_cells(row, CELLS[kind])
        lost = kind == CRITERION and not self.groups
        if "row" in row and (lost or not kind):
            faults = {"row": NO_GROUP if lost else NO_KIND} | faults
        self.problems += (problem(TEMPLATE, column, number, sentence) for column, sentence in faults.items())
        missing = CELLS[kind].keys() - values.keys()
        if lost or not kind or "no" in missing:
            self.unknown[TABLE].add("max_points")
        values = {"no": f"?{number}"} | values
        if not kind:  # it may be a group, or belong to the one above
            self.unknown[self.group].add("max_points")
        if lost or kind != CRITERION:
            self._open(number, {} if lost or not kind else values, missing)
        if kind == CRITERION:
            self._put(number, values, missing)

    def _open(self, number: int, values: Mapping[str, Any], missing: Set[str]) -> None:
        """A group, a stand-in without ``values``: nothing is known of its points."""
        group = {**STAND_IN_GROUP, "no": f"?{number}", **values, "criteria": []}
        self.groups.append(group)
        self.group = f"group:{group['no']}"
        self.places[self.group] = number
        self.unknown[self.group] |= missing if values else {"max_points", "kind"}

    def _put(self, number: int, values: Mapping[str, Any], missing: Set[str]) -> None:
        """A criterion of the open group."""
        self.groups[-1]["criteria"].append({**STAND_IN_CRITERION, **values})
        where = f"criterion:{values['no']}"
        self.places[where] = number
        self.unknown[where] |= missing | (self.unknown[self.group] & {"kind"})
        self.unknown[self.group] |= missing & {"max_points"}

    def can_tell(self, flaw: Flaw) -> bool:
        """Whether a flaw is one of the table, not of the stand-ins."""
        return not flaw.hint and not self.unknown[flaw.where] & NEEDS.get(flaw.field, set())

    def at(self, flaw: Flaw) -> Problem:
        """A flaw of the arithmetic at the cell that it is about."""
        number = self.places.get(flaw.where)
        return problem(TEMPLATE, flaw.field, number, flaw.sentence) if number else Problem("X06", "", flaw.sentence)


def _kind_of(row: Mapping[str, Any]) -> str:
    """What the row is; "" where it does not say."""
    said = str(row.get("row", "")).strip().casefold()
    return next((kind for kind in (GROUP, CRITERION) if kind.casefold() == said), "")


def _read_cells(
    row: Mapping[str, Any], cells: Mapping[str, Callable[[Any], Any]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells say, and what is wrong with the others; those that ``row`` lacks were refused before."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for column in (one for one in cells if one in row):
        try:
            if column != "params":
                values[column] = cells[column](row[column])
            elif "rule" in values:  # which says what parameters there are
                values[column] = from_cell(values["rule"], str(row[column]))
        except (CellRefused, ParamsRefused) as refusal:
            faults[column] = refusal.sentence
    return values, faults


def _within(most: int, *, needed: bool = False) -> Callable[[Any], str]:
    """A reader of texts of so many characters at most."""

    def read(value: Any) -> str:
        text = str(value)
        if needed and not text.strip():
            raise CellRefused("còn trống")
        if len(text) > most:
            raise CellRefused(f"quá {most} ký tự")
        return text

    return read


def _name(most: int) -> Callable[[Any], str]:
    """A reader of names: in one line."""
    read = _within(most, needed=True)
    return lambda value: " ".join(read(value).split())


def _most(value: Any) -> str:
    if value is None:
        raise CellRefused("còn trống; không có thì ghi 0")
    if value < 0:
        raise CellRefused("điểm tối đa không được âm")
    return _text(value)


def _choice(choices: type[GroupKind] | type[Scorer]) -> Callable[[Any], str]:
    """A reader of one of these, by its key or its words."""

    def read(value: Any) -> str:
        said = str(value).strip().casefold()
        for one in choices:
            if said in (one.value, str(one.label).casefold()):
                return str(one.value)
        raise CellRefused(f"chỉ nhận: {'; '.join(map(str, choices.labels))}")

    return read


def _is_yes(value: Any) -> bool:
    said = str(value).strip().casefold()
    if said not in ("", YES, "không"):
        raise CellRefused("chỉ ghi “có” hoặc để trống")
    return said == YES


def _lost(value: Any) -> list[str]:
    by_words = {words.casefold(): key for key, words in Loss.choices}
    parts = [part.strip().casefold() for part in str(value).split(";") if part.strip()]
    if any(part not in by_words for part in parts):
        raise CellRefused(f"chỉ nhận: {'; '.join(Loss.labels)}")
    return [by_words[part] for part in parts]


def _text(value: Any) -> str:
    """A figure as a content holds it; "" for none."""
    return "" if value is None else f"{Decimal(value).normalize():f}"


_NUMBER: Mapping[str, Callable[[Any], Any]] = {"no": _within(10, needed=True)}
CELLS: dict[str, Mapping[str, Callable[[Any], Any]]] = {
    "": {**_NUMBER, "name": _name(500), "max_points": _most},
    GROUP: {
        **_NUMBER,
        "name": _name(250),
        "max_points": _most,
        "kind": _choice(GroupKind),
        "scorer": _choice(Scorer),
    },
    CRITERION: {
        **_NUMBER,
        "name": _name(500),
        "max_points": _most,
        "rule": lambda value: rule_key(str(value)),
        "params": str,
        "plan": _text,
        "unit": _within(60),
        "guide": _within(500),
        "optional": _is_yes,
        "excludes": _lost,
    },
}
"""How the cells of each kind of row are read."""


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
