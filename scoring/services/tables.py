"""Making and freezing scoring tables."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from blocs.models import Bloc
from campaigns.models import Campaign, Target
from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from core.numbers import format_points
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import rule_of
from scoring.enums import GroupKind
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries.tables import frozen_table, lock_table
from scoring.workflow import TABLE

Template = Mapping[str, Any]


@transaction.atomic(durable=True)
def create_table_from_template(*, campaign: Campaign, bloc: Bloc, template: Template, by: Any) -> ScoringTable:
    """A draft table of the bloc (its next version) after ``template``, shaped as fixtures/scoring/*.json.

    Criteria are linked to the campaign's targets by indicator number and label. Raises Refused, with the number of the
    criterion, for an unknown target and for params that do not fit the rule.
    """
    require(by, "scoring.create_table", campaign)
    last = ScoringTable.objects.filter(campaign=campaign, bloc=bloc).order_by("-version").first()
    table = ScoringTable.objects.create(
        campaign=campaign,
        bloc=bloc,
        version=last.version + 1 if last else 1,
        name=template["name"],
        source=template.get("source", ""),
        rounding_step=Decimal(template["rounding_step"]),
        bonus_cap=Decimal(template["bonus_cap"]),
    )
    targets = {(one.indicator.no, one.label): one for one in _targets(campaign)}
    for position, row in enumerate(template["groups"], start=1):
        group = _write_group(table, position, row)
        criteria = [_criterion(group, place, one, targets) for place, one in enumerate(row["criteria"], start=1)]
        Criterion.objects.bulk_create(criteria)
    audit.record("table.created", on=table, by=by, template=template.get("code", ""), version=table.version)
    return table


@transaction.atomic(durable=True)
def freeze_table(*, table_id: int, by: Any) -> ScoringTable:
    """Close the table once the members have agreed (the covenant carries it); from here sheets are opened on it."""
    table = lock_table(table_id)
    require(by, "scoring.freeze_table", table)
    TABLE.move(table, "freeze")
    if frozen_table(table.campaign, table.bloc):
        raise Refused("Khối đã có bảng tiêu chí được thống nhất.")
    _require_sound(table)
    table.frozen_at, table.frozen_by = clock.now(), by
    table.save(update_fields=["state", "frozen_at", "frozen_by"])
    audit.record("table.frozen", on=table, by=by)
    return table


def _targets(campaign: Campaign) -> Any:
    return Target.objects.filter(indicator__campaign=campaign).select_related("indicator")


def _write_group(table: ScoringTable, position: int, row: Template) -> CriterionGroup:
    return CriterionGroup.objects.create(
        table=table,
        position=position,
        no=row["no"],
        name=row["name"],
        max_points=Decimal(row["max_points"]),
        kind=row["kind"],
        scorer=row["scorer"],
    )


def _criterion(
    group: CriterionGroup, position: int, row: Template, targets: Mapping[tuple[str, str], Target]
) -> Criterion:
    criterion = Criterion(
        group=group,
        position=position,
        no=row["no"],
        name=row["name"],
        max_points=Decimal(row["max_points"]),
        rule=row["rule"],
        params=row["params"],
        target=_target(row, targets),
        plan=Decimal(row["plan"]) if row.get("plan") else None,
        unit_of_measure=row.get("unit") or "",
        guide=row.get("guide", ""),
        excludes=row.get("excludes", []),
    )
    _require_rule(criterion)
    return criterion


def _target(row: Template, targets: Mapping[tuple[str, str], Target]) -> Target | None:
    """The target that a criterion names; Refused when the campaign has no such line."""
    if not row.get("indicator"):
        return None
    label = row.get("target_label") or ""
    target = targets.get((row["indicator"], label))
    if target is None:
        part = f" “{label}”" if label else ""
        raise Refused(f"Tiêu chí {row['no']}: phong trào không có chỉ tiêu số {row['indicator']}{part}.")
    return target


def _require_rule(criterion: Criterion) -> None:
    try:
        rule_of(criterion.rule, criterion.params)
    except ParamsRefused as refusal:
        raise Refused(f"Tiêu chí {criterion.no}: {refusal.sentence}") from refusal


def _require_sound(table: ScoringTable) -> None:
    """Rules fit, and the criteria of a points group do not exceed it (N06; B1: members may split, not exceed)."""
    for group in table.groups.prefetch_related("criteria"):
        criteria = list(group.criteria.all())
        for criterion in criteria:
            _require_rule(criterion)
        together = sum((criterion.max_points for criterion in criteria), Decimal(0))
        if group.kind == GroupKind.POINTS and together > group.max_points:
            rows = "; ".join(f"{one.no}: {format_points(one.max_points)}" for one in criteria)
            raise Refused(
                f"Tổng nhóm {group.no} là {format_points(together)}, tối đa {format_points(group.max_points)} ({rows})."
            )
