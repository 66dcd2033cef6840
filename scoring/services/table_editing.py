"""Writing a draft table: its settings, its groups and criteria, their order."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction

from core import audit
from core.authz import require
from core.exceptions import Conflict, Refused
from organizations.models import Unit
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries.tables import lock_table, row_print
from scoring.services.tables import require_rule

CHANGED = "Người khác vừa sửa mục này sau khi bạn mở trang. Hãy xem bản mới nhất rồi sửa tiếp."
Row = TypeVar("Row", Criterion, CriterionGroup)


@transaction.atomic(durable=True)
def save_settings(*, table_id: int, values: Mapping[str, Any], seen: str, by: Any) -> ScoringTable:
    """Keep name, rounding, caps, ranking, ties, classes and the ways of scoring; Conflict when they changed since."""
    table = _lock_draft(table_id, by)
    _require_seen(table, seen)
    old = {name: getattr(table, name) for name in values}
    for name, value in values.items():
        setattr(table, name, value)
    table.save(update_fields=list(values))
    audit.record("table.settings_edited", on=table, by=by, old=_plain(old), new=_plain(values))
    return table


@transaction.atomic(durable=True)
def save_group(
    *, table_id: int, values: Mapping[str, Any], by: Any, group_id: int | None = None, seen: str = ""
) -> CriterionGroup:
    """Keep one group; without ``group_id`` a new one at the end. Conflict when it changed since it was read."""
    table = _lock_draft(table_id, by)
    group = _group_of(table, group_id) if group_id else CriterionGroup(table=table, position=table.groups.count() + 1)
    if group_id:
        _require_seen(group, seen)
    _write(table, group, values, "group", by)
    return group


@transaction.atomic(durable=True)
def save_criterion(
    *, group_id: int, values: Mapping[str, Any], by: Any, criterion_id: int | None = None, seen: str = ""
) -> Criterion:
    """Keep one criterion in the group; without ``criterion_id`` a new one at its end.

    Raises Refused where the params do not fit the rule, Conflict when it changed since it was read.
    """
    table = _lock_draft(CriterionGroup.objects.values_list("table", flat=True).get(pk=group_id), by)
    group = _group_of(table, group_id)
    if criterion_id:
        criterion = _criterion_of(table, criterion_id)
        _require_seen(criterion, seen)
    else:
        criterion = Criterion(group=group, position=group.criteria.count() + 1)
    target = values.get("target")
    if target is not None and target.indicator.campaign_id != table.campaign_id:
        raise Refused("Chỉ tiêu này không thuộc phong trào của bảng.")
    _write(table, criterion, values, "criterion", by)
    return criterion


@transaction.atomic(durable=True)
def delete_group(*, group_id: int, by: Any) -> ScoringTable:
    """Take a group with its criteria out of the draft."""
    table = _lock_draft(CriterionGroup.objects.values_list("table", flat=True).get(pk=group_id), by)
    group = _group_of(table, group_id)
    lost = [one.no for one in group.criteria.all()]
    no, name = group.no, group.name
    group.delete()
    _number(list(table.groups.all()))
    audit.record("table.group_deleted", on=table, by=by, no=no, name=name, criteria=lost)
    return table


@transaction.atomic(durable=True)
def delete_criterion(*, criterion_id: int, by: Any) -> ScoringTable:
    """Take a criterion out of the draft."""
    table = _lock_draft(Criterion.objects.values_list("group__table", flat=True).get(pk=criterion_id), by)
    criterion = _criterion_of(table, criterion_id)
    group, no, name = criterion.group, criterion.no, criterion.name
    criterion.delete()
    _number(list(group.criteria.all()))
    audit.record("table.criterion_deleted", on=table, by=by, no=no, name=name)
    return table


@transaction.atomic(durable=True)
def move_group(*, group_id: int, position: int, by: Any) -> ScoringTable:
    """Put a group at ``position``, counted from 1; what lies beyond the ends means the ends."""
    table = _lock_draft(CriterionGroup.objects.values_list("table", flat=True).get(pk=group_id), by)
    group = _group_of(table, group_id)
    others = [one for one in table.groups.all() if one.pk != group_id]
    _number(_placed(others, group, position))
    audit.record("table.group_moved", on=table, by=by, no=group.no, position=group.position)
    return table


@transaction.atomic(durable=True)
def move_criterion(*, criterion_id: int, group_id: int, position: int, by: Any) -> ScoringTable:
    """Put a criterion at ``position`` of a group of the same table, counted from 1."""
    table = _lock_draft(Criterion.objects.values_list("group__table", flat=True).get(pk=criterion_id), by)
    criterion, group = _criterion_of(table, criterion_id), _group_of(table, group_id)
    left = criterion.group
    others = [one for one in group.criteria.all() if one.pk != criterion_id]
    criterion.group = group
    criterion.save(update_fields=["group"])
    _number(_placed(others, criterion, position))
    if left.pk != group.pk:
        _number(list(left.criteria.all()))
    audit.record("table.criterion_moved", on=table, by=by, no=criterion.no, group=group.no, position=criterion.position)
    return table


@transaction.atomic(durable=True)
def discard_table(*, table_id: int, by: Any) -> ScoringTable:
    """Delete a draft that nobody was asked about; what it was stays in the trail."""
    table = lock_table(table_id)
    require(by, "scoring.discard_table", table)
    criteria = list(Criterion.objects.filter(group__table=table).values_list("no", flat=True))
    audit.record("table.discarded", on=table, by=by, name=table.name, version=table.version, criteria=criteria)
    table.delete()
    return table


def _lock_draft(table_id: int, by: Any) -> ScoringTable:
    table = lock_table(table_id)
    require(by, "scoring.draft_table", table)
    return table


def _group_of(table: ScoringTable, group_id: int) -> CriterionGroup:
    """A group of this table; Refused when somebody took it out meanwhile, or it is another table's."""
    group = table.groups.filter(pk=group_id).first()
    if group is None:
        raise Refused("Nhóm này không còn trong bảng tiêu chí.")
    return group


def _criterion_of(table: ScoringTable, criterion_id: int) -> Criterion:
    found = Criterion.objects.select_related("group").filter(group__table=table, pk=criterion_id).first()
    if found is None:
        raise Refused("Tiêu chí này không còn trong bảng tiêu chí.")
    return found


def _require_seen(row: CriterionGroup | Criterion | ScoringTable, seen: str) -> None:
    if row_print(row) != seen:
        raise Conflict(CHANGED, row)


def _write(table: ScoringTable, row: Criterion | CriterionGroup, values: Mapping[str, Any], what: str, by: Any) -> None:
    """Put ``values`` onto the row, save it, tell the trail what was before."""
    old = {name: getattr(row, name) for name in values} if row.pk else {}
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Criterion):
        require_rule(row)
    event = f"table.{what}_edited" if row.pk else f"table.{what}_added"
    row.save()
    audit.record(event, on=table, by=by, row=row.pk, no=row.no, old=_plain(old), new=_plain(values))


def _placed(others: Sequence[Row], row: Row, position: int) -> list[Row]:
    rows = list(others)
    rows.insert(min(max(position, 1), len(rows) + 1) - 1, row)
    return rows


def _number(rows: Sequence[Row]) -> None:
    """Give the rows the positions from 1 on."""
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the trail: related rows by their name."""
    return {
        name: str(value) if isinstance(value, Unit) or hasattr(value, "pk") else value for name, value in values.items()
    }
