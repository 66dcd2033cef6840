"""Copying a table: its settings, groups and criteria."""

from typing import Any

from scoring.models import Criterion, CriterionGroup, ScoringTable

SETTINGS = (
    "name",
    "source",
    "rounding_step",
    "bonus_cap",
    "total_cap",
    "ranked_by",
    "tie_breaks",
    "classes",
    "bloc_mode",
    "missing_self",
    "appeal_days",
)
GROUP_FIELDS = ("position", "no", "name", "max_points", "kind", "scorer", "appraiser_id")
CRITERION_FIELDS = (
    "position",
    "no",
    "name",
    "max_points",
    "rule",
    "params",
    "plan",
    "unit_of_measure",
    "guide",
    "excludes",
    "optional",
)


def settings_of(table: ScoringTable) -> dict[str, Any]:
    """What a table says besides its groups."""
    return {name: getattr(table, name) for name in SETTINGS}


def copy_parts(source: ScoringTable, table: ScoringTable, *, keep_targets: bool) -> None:
    """Write the groups and criteria of ``source`` into the saved ``table``."""
    for group in source.groups.prefetch_related("criteria"):
        copied = CriterionGroup.objects.create(table=table, **{name: getattr(group, name) for name in GROUP_FIELDS})
        Criterion.objects.bulk_create(
            Criterion(
                group=copied,
                target_id=one.target_id if keep_targets else None,
                **{name: getattr(one, name) for name in CRITERION_FIELDS},
            )
            for one in group.criteria.all()
        )
