"""The ranking file (docs/ranking-file.md): one JSON document with a table, the inputs of every unit and what follows.

``read`` turns it into what the arithmetic takes; what it states of totals and ranks is kept for ``verification``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from scoring.calculation import sheets as arithmetic
from scoring.calculation.classes import bands_of
from scoring.calculation.facts import ZERO, Facts, ParamsRefused
from scoring.calculation.file_nodes import FileRefused, Node, flaws, parsed, shown
from scoring.calculation.ranking import DEFAULT_CHAIN, tie_break
from scoring.calculation.rules import Manual, rule_of
from scoring.calculation.totals import BONUS, PENALTY, POINTS, GroupRule

FORMATS = ("thiduaweb/ranking/1", "thiduaweb/ranking/2")  # the first knew no plans that are exceeded
FORMAT = FORMATS[-1]
INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|\+00:00)"
TOP = ("format", "campaign", "bloc", "until", "table", "units", "ranking", "sha256")
TABLE = ("name", "version", "rounding_step", "bonus_cap", "total_cap", "ranked_by", "tie_breaks", "classes", "groups")
GROUP = ("no", "name", "kind", "max_points", "criteria")
CRITERION = ("no", "name", "max_points", "rule", "params", "excludes", "unit_of_measure")
UNIT_INPUTS = ("unit", "name", "tier", "unclassified", "self_missing", "filed_at", "votes", "lines")
UNIT = (*UNIT_INPUTS, "totals", "excluded", "classification")
FACTS = ("plan", "actual", "second", "grade", "ranks", "days_late", "late_brackets", "assigned")
LINE = (*FACTS, "points", "answers", "notes")
FIGURES = ("total", "groups", "over", "over_raw", "bonus", "penalty", "exceeded", "percent")
PLACE = ("unit", "rank", "tied", "parted_by", "total", "percent")
ANSWERS = ("", "Y", "N")
EXCLUDED = ("flag", "certificate", arithmetic.UNCLASSIFIED)
CENT = Decimal("0.01")
GRADES = ("", "A", "B", "C", "D", "Y", "N")
Stated = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    """One unit of the file: its sheet, and what the file states to follow from it (by tier the figures)."""

    sheet: arithmetic.Sheet
    node: Node
    name: str
    self_missing: bool
    totals: Mapping[str, Stated]
    excluded: tuple[str, ...] | None
    classification: str | None
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """The whole file. ``ranking`` None: it states none."""

    table: arithmetic.Table
    units: tuple[Unit, ...]
    ranking: tuple[Stated, ...] | None
    content: Mapping[str, Any]

    @property
    def sheets(self) -> list[arithmetic.Sheet]:
        """The sheets of all units."""
        return [unit.sheet for unit in self.units]


def read_text(text: str) -> Document:
    """The document of a text; FileRefused with everything that keeps it from being computed."""
    content = parsed(text)
    found = flaws(content)
    if found:
        raise FileRefused(found)
    return read(content)


def read(content: Any) -> Document:
    """The document of what JSON gave; FileRefused with a sentence and path for all that is wrong with it."""
    problems: list[str] = []
    top = Node(content, "", problems).fields(*TOP)
    known = top.child("format").choice(*FORMATS, default=FORMAT)
    table = replace(_table(top.child("table")), by_plan=known != FORMATS[0])
    if problems:  # without a table nothing below it means anything
        raise FileRefused(problems)
    nodes = top.child("units")
    units = [_unit(node, table) for node in nodes.items()]
    if not units:
        nodes.say("phải có ít nhất một đơn vị.")
    _say_doubles([(unit.node.child("unit"), unit.sheet.unit) for unit in units], "đơn vị")
    ranking = top.child("ranking")
    places = None if ranking.absent else tuple(_place(node) for node in ranking.items())
    if problems:
        raise FileRefused(problems)
    try:
        filled = _filled(table, units)
    except ArithmeticError:
        raise FileRefused(["tệp: số quá lớn, không tính được."]) from None
    if problems:
        raise FileRefused(problems)
    return Document(table, filled, places, content)


def _table(node: Node) -> arithmetic.Table:
    node.fields(*TABLE)
    nodes = [one.fields(*GROUP) for one in node.child("groups").items()]
    groups = [_group(one) for one in nodes]
    pairs = [
        (one, _criterion(one.fields(*CRITERION), group))
        for of, group in zip(nodes, groups, strict=True)
        for one in of.child("criteria").items()
    ]
    _say_doubles([(one.child("no"), group.no) for one, group in zip(nodes, groups, strict=True)], "nhóm")
    _say_doubles([(one.child("no"), criterion.no) for one, criterion in pairs], "tiêu chí")
    criteria = [criterion for _, criterion in pairs if criterion is not None]
    if not criteria:
        node.child("groups").say("phải có ít nhất một tiêu chí.")
    together = dict.fromkeys(map(id, groups), ZERO)  # by identity: two groups may say the same
    for criterion in criteria:
        together[id(criterion.group)] += criterion.max_points
    for one, group in zip(nodes, groups, strict=True):
        if group.kind == POINTS and together[id(group)] > group.max_points:
            one.child("max_points").say(
                f"các tiêu chí của nhóm cộng lại {together[id(group)]}, quá tối đa {group.max_points}."
            )
    return arithmetic.Table(
        step=_step(node.child("rounding_step")),
        bonus_cap=node.child("bonus_cap").decimal(ZERO, ZERO) or ZERO,
        total_cap=node.child("total_cap").decimal(low=ZERO),
        by_percent=node.child("ranked_by").choice("points", "percent", default="points") == "percent",
        chain=_chain(node.child("tie_breaks"), {group.no for group in groups}),
        bands=_bands(node.child("classes"), {one.no for one in criteria}),
        groups=tuple(groups),
        criteria=tuple(criteria),
    )


def _step(node: Node) -> Decimal:
    step = node.decimal(CENT) or ZERO
    if not CENT <= step <= 100 or step % CENT:
        node.say("bước làm tròn phải từ 0.01 đến 100, là bội số của 0.01.")
        return CENT
    return step


def _group(node: Node) -> GroupRule:
    kind = node.child("kind").choice(POINTS, BONUS, PENALTY, default=POINTS)
    limit = node.child("max_points")
    most = limit.decimal(ZERO, ZERO) or ZERO if kind == PENALTY else limit.need(ZERO)
    return GroupRule(node.child("no").text(), kind, most)


def _criterion(node: Node, group: GroupRule) -> arithmetic.CriterionRule:
    no = node.child("no").text()
    params = node.child("params")
    most = node.child("max_points")
    points = most.decimal(ZERO, ZERO) or ZERO if group.kind == PENALTY else most.need(ZERO)
    rule: Any = Manual()
    try:
        if params.absent or isinstance(params.value, Mapping):
            rule = rule_of(node.child("rule").text(), {} if params.absent else params.value)
        else:
            params.fields()
    except ParamsRefused as refusal:
        node.say(refusal.sentence)
    excludes = tuple(one.choice(*EXCLUDED) for one in node.child("excludes").items())
    return arithmetic.CriterionRule(no, group, points, rule, excludes)


def _chain(node: Node, groups: set[str]) -> tuple[str, ...]:
    if node.absent:
        return DEFAULT_CHAIN
    keys = [(one, one.text()) for one in node.items()]
    for one, key in keys:
        try:
            tie_break(key)
        except KeyError:
            one.say(f"không có cách xét đồng điểm {shown(key)}.")
        if key.startswith("group:") and key.removeprefix("group:") not in groups:
            one.say(f"bảng không có nhóm {shown(key.removeprefix('group:'))}.")
    _say_doubles(keys, "cách xét đồng điểm")
    return tuple(key for _, key in keys)


def _bands(node: Node, criteria: set[str]) -> Any:
    rows = [one.value for one in node.items()]
    try:
        bands = bands_of(rows)
    except ParamsRefused as refusal:
        node.say(refusal.sentence)
        return ()
    for no in sorted({no for band in bands for no in band.no_case_of} - criteria):
        node.say(f"không có tiêu chí {shown(no)}.")
    return bands


def _unit(node: Node, table: arithmetic.Table) -> Unit:
    node.fields(*UNIT)
    lines = node.child("lines")
    nodes = lines.entries()
    known = dict.fromkeys(one.no for one in table.criteria)  # in order, and asked without a search
    if lines.absent:
        lines.say("thiếu các dòng điểm.")
    for no in [no for no in known if no not in nodes and not lines.absent]:
        lines.say(f"thiếu tiêu chí {shown(no)}.")
    for no in [no for no in nodes if no not in known]:
        nodes[no].say("bảng không có tiêu chí này.")
    kept = {no: one.fields(*LINE) for no, one in nodes.items() if no in known}
    excluded = node.child("excluded")
    classification = node.child("classification")
    sheet = arithmetic.Sheet(
        unit=node.child("unit").text(),
        lines={no: _line(one) for no, one in kept.items()},
        tier=node.child("tier").choice(*arithmetic.TIERS, default=arithmetic.APPRAISED),
        unclassified=node.child("unclassified").flag(),
        filed_at=_instant(node.child("filed_at")),
        votes=node.child("votes").whole(0),
    )
    return Unit(
        sheet=sheet,
        node=node,
        name=node.child("name").text(sheet.unit),
        self_missing=node.child("self_missing").flag(),
        totals={tier: _figures(one) for tier, one in _by_tier(node.child("totals")).items()},
        excluded=None if excluded.absent else tuple(one.text() for one in excluded.items()),
        classification=None if classification.absent else classification.text(""),
        notes={no: _notes(one.child("notes")) for no, one in kept.items() if not one.child("notes").absent},
    )


def _line(node: Node) -> arithmetic.Line:
    days = node.child("days_late").entries()
    brackets = node.child("late_brackets").entries()
    facts = Facts(
        plan=node.child("plan").decimal(),
        actual=node.child("actual").decimal(),
        second=node.child("second").decimal(),
        grade=node.child("grade").choice(*GRADES, default=""),
        ranks=tuple(one.whole(1) or 1 for one in node.child("ranks").items()),
        days_late={kind: one.whole(0, 0) or 0 for kind, one in days.items()},
        late_brackets={kind: tuple(_bracket(row) for row in one.items()) for kind, one in brackets.items()},
    )
    points = _by_tier(node.child("points"))
    answers = _by_tier(node.child("answers"))
    return arithmetic.Line(
        facts=facts,
        points={tier: one.decimal() for tier, one in points.items()},
        answers={tier: one.choice(*ANSWERS) for tier, one in answers.items()},
        assigned=node.child("assigned").flag(True),
    )


def _bracket(node: Node) -> tuple[int, Decimal]:
    pair = node.items()
    if len(pair) != 2:
        node.say('mỗi bậc gồm số ngày và điểm trừ, ví dụ [5, "-5"].')
        return 1, ZERO
    return pair[0].whole(1, 1) or 1, pair[1].need()


def _notes(node: Node) -> dict[str, str]:
    return {tier: one.text("") for tier, one in _by_tier(node).items()}


def _by_tier(node: Node) -> dict[str, Node]:
    """The values by tier; other keys are said to be unknown."""
    if node.absent:
        return {}
    node.fields(*arithmetic.TIERS)
    return {tier: one for tier in arithmetic.TIERS if not (one := node.child(tier)).absent}


def _instant(node: Node) -> str:
    text = node.text("")
    if text and not re.fullmatch(INSTANT, text):
        node.say(f'cần một thời điểm theo giờ UTC, ví dụ "2021-12-01T02:00:00Z"; gặp {shown(text)}.')
        return ""
    return text


def _figures(node: Node) -> Stated:
    """What the file states of one tier: only what it says."""
    node.fields(*FIGURES)
    stated: Stated = {}
    for key in FIGURES:
        one = node.child(key)
        if one.absent:
            continue
        if key == "groups":
            stated[key] = {no: group.decimal() for no, group in one.entries().items()}
        else:
            stated[key] = one.whole(0) if key == "exceeded" else one.decimal()
    return stated


def _place(node: Node) -> Stated:
    node.fields(*PLACE)
    stated: Stated = {"unit": node.child("unit").text()}
    readers = {
        "rank": lambda one: one.whole(1),
        "tied": lambda one: one.flag(),
        "parted_by": lambda one: one.text(""),
        "total": lambda one: one.decimal(),
        "percent": lambda one: one.decimal(),
    }
    for key, reader in readers.items():
        if not node.child(key).absent:
            stated[key] = reader(node.child(key))
    return stated


def _say_doubles(found: list[tuple[Node, str]], what: str) -> None:
    seen: set[str] = set()
    for node, key in found:
        if key and key in seen:
            node.say(f"{what} {shown(key)} có hai lần.")
        seen.add(key)


def by_rule(table: arithmetic.Table, one: arithmetic.CriterionRule, line: arithmetic.Line) -> Decimal | None:
    """The points that follow from the facts of a line; None where none do."""
    if not line.assigned or one.rule.input == "points":
        return None
    return one.rule.value(line.facts, one.max_points, table.step)


def _filled(table: arithmetic.Table, units: list[Unit]) -> tuple[Unit, ...]:
    """The units with their bloc known to relative rules, and points that the file leaves out filled in."""
    peers = arithmetic.peers_of(table, [unit.sheet for unit in units])
    return tuple(_with_points(table, replace(unit, sheet=arithmetic.with_peers(unit.sheet, peers))) for unit in units)


def _with_points(table: arithmetic.Table, unit: Unit) -> Unit:
    nodes = unit.node.child("lines").entries()
    lines = {
        one.no: _points(table, one, line, nodes[one.no], unit.sheet.tier)
        for one in table.criteria
        if (line := unit.sheet.lines.get(one.no)) is not None
    }
    return replace(unit, sheet=replace(unit.sheet, lines=lines))


def _points(
    table: arithmetic.Table, one: arithmetic.CriterionRule, line: arithmetic.Line, node: Node, tier: str
) -> arithmetic.Line:
    """A tier that the file leaves out took over from the one below; the unit's points follow by the rule."""
    points = dict(line.points)
    if arithmetic.SELF not in points:
        points[arithmetic.SELF] = by_rule(table, one, line)
    stated = set(line.points)
    points.setdefault(arithmetic.BLOC, points[arithmetic.SELF])
    points.setdefault(arithmetic.APPRAISED, points[arithmetic.BLOC])
    if line.assigned and not stated and points[tier] is None:
        node.say(f"chưa có điểm: {one.rule.sentence(line.facts, one.max_points, None)}.")
    return replace(line, points=points)
