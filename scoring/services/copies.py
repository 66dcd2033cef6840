"""Making the groups and criteria of a table: after a content in plain words, or after another table."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from core.exceptions import Refused
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.models.tables import BEGUN, CRITERION_FIELDS, GROUP_FIELDS, SETTINGS
from scoring.queries.soundness import Parts

Content = list[dict[str, Any]]
"""The groups of a table with their criteria, shaped as in fixtures/scoring/*.json."""


def begin(table: ScoringTable) -> None:
    """Save a new draft. Refused where somebody began one of the bloc at the same moment."""
    try:
        with transaction.atomic():
            table.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(BEGUN) from error


def built(table: ScoringTable, content: Iterable[Mapping[str, Any]]) -> Parts:
    """The groups and criteria that a content means, unsaved and in order; criteria without their targets."""
    found = []
    for position, row in enumerate(content, start=1):
        plain = {name: row[name] for name in ("no", "name", "kind", "scorer")}
        group = CriterionGroup(table=table, position=position, max_points=Decimal(row["max_points"]), **plain)
        found.append((group, [_criterion(group, at, one) for at, one in enumerate(row["criteria"], start=1)]))
    return found


def _criterion(group: CriterionGroup, position: int, row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        group=group,
        position=position,
        max_points=Decimal(row["max_points"]),
        plan=Decimal(row["plan"]) if row.get("plan") else None,
        unit_of_measure=row.get("unit") or "",
        guide=row.get("guide", ""),
        excludes=row.get("excludes", []),
        optional=row.get("optional", False),
        **{name: row[name] for name in ("no", "name", "rule", "params")},
    )


def write_parts(parts: Parts) -> None:
    """Save what was ``built``."""
    for group, criteria in parts:
        group.save()
        for one in criteria:
            one.group = group  # which has its key now
        Criterion.objects.bulk_create(criteria)


def settings_of(table: ScoringTable) -> dict[str, Any]:
    """What a table says besides its groups."""
    return {name: getattr(table, name) for name in SETTINGS}


def copy_parts(source: ScoringTable, table: ScoringTable, *, keep_targets: bool) -> None:
    """Write the groups and criteria of ``source`` into the saved ``table``."""
    for group in source.groups.select_related("appraiser").prefetch_related("criteria"):
        copied = CriterionGroup.objects.create(table=table, **{name: getattr(group, name) for name in GROUP_FIELDS})
        Criterion.objects.bulk_create(
            Criterion(
                group=copied,
                target_id=one.target_id if keep_targets else None,
                **{name: getattr(one, name) for name in CRITERION_FIELDS},
            )
            for one in group.criteria.all()
        )
