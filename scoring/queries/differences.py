"""Two versions of a table side by side: every field that they have otherwise, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model, Prefetch
from django.utils.text import capfirst

from core.numbers import format_decimal
from scoring.calculation.rules import RULES
from scoring.enums import Loss
from scoring.models import Criterion, ScoringTable
from scoring.models.tables import CRITERION_FIELDS, GROUP_FIELDS, SETTINGS
from scoring.queries.table_pages import class_words, tie_words
from scoring.rule_words import written

ORDER = "position"  # told once for the whole table, not row by row
NONE = "(trống)"
WORDS: Mapping[str, Callable[[Any], str]] = {
    "tie_breaks": tie_words,
    "classes": lambda table: "; ".join(class_words(table)),
    "appraiser": lambda group: group.appraiser.short_name if group.appraiser else "Cơ quan thường trực",
    "group": lambda one: one.group.no,
    "rule": lambda one: RULES[one.rule].label if one.rule in RULES else one.rule,
    "params": lambda one: written(one.rule, one.params),
    "excludes": lambda one: "; ".join(Loss(key).label for key in one.excludes),
}
Said = dict[str, str]


@dataclass(frozen=True)
class Difference:
    """One place that two versions have otherwise, a line per field; () where it is in one of them only."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def differences(old: ScoringTable, new: ScoringTable) -> list[Difference]:
    """The settings, groups and criteria that are new, gone or changed; last the order. Four queries."""
    before, after = _places(old), _places(new)
    found = [_difference(what, before.get(what), after.get(what)) for what in before | after]
    kept = [tuple(what for what in one if what in before and what in after) for one in (before, after)]
    order = [Difference("Thứ tự", *((", ".join(one[1:]),) for one in kept))] if kept[0] != kept[1] else []
    return [one for one in found if one.before != one.after] + order


def recounts_lateness(table: ScoringTable) -> bool:
    """Whether putting the table in force counts days of lateness anew, which moves points though no rule changed."""
    return Criterion.objects.filter(group__table=table, rule="late").exists()


def _difference(what: str, before: Said | None, after: Said | None) -> Difference:
    """Of what both have only the fields that differ; of what one has all that it says."""
    if before is None or after is None:
        lines = [tuple(f"{name}: {text}" for name, text in (one or {}).items() if text) for one in (before, after)]
    else:
        other = [name for name in before if before[name] != after[name]]
        lines = [tuple(f"{name}: {one[name] or NONE}" for name in other) for one in (before, after)]
    return Difference(what, *lines)


def _places(table: ScoringTable) -> dict[str, Said]:
    """Every place of a table with its fields in words."""
    criteria = Prefetch("criteria", Criterion.objects.select_related("target__indicator", "group"))
    found = {"Quy định chung": _said(table, SETTINGS)}
    for group in table.groups.select_related("appraiser").prefetch_related(criteria):
        found[f"Nhóm {group.no}"] = _said(group, GROUP_FIELDS)
        found |= {
            f"Tiêu chí {one.no}": _said(one, (*CRITERION_FIELDS, "target", "group")) for one in group.criteria.all()
        }
    return found


def _said(row: Model, names: tuple[str, ...]) -> Said:
    """The fields of a row by their names for people."""
    return {capfirst(str(row._meta.get_field(name).verbose_name)): _text(row, name) for name in names if name != ORDER}  # type: ignore[union-attr]


def _text(row: Any, name: str) -> str:
    if name in WORDS:
        return WORDS[name](row)
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    value = getattr(row, name)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Decimal):
        return format_decimal(value)
    return "" if value is None else str(value)
