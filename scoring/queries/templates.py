"""The scoring tables that are shipped (fixtures/scoring), each with its source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from campaigns.models import Campaign, Target


@dataclass(frozen=True)
class ShippedTable:
    """One template: its code, name, where it comes from, and what of it was made up."""

    code: str
    name: str
    source: str
    illustrative: str
    content: Mapping[str, Any]


@cache
def shipped() -> tuple[ShippedTable, ...]:
    """All templates by name."""
    found = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in (settings.BASE_DIR / "fixtures" / "scoring").glob("*.json")
    )
    tables = (
        ShippedTable(one["code"], one["name"], one.get("source", ""), one.get("illustrative", ""), one) for one in found
    )
    return tuple(sorted(tables, key=lambda one: one.name))


def fitting(campaign: Campaign) -> list[ShippedTable]:
    """The templates whose criteria name no target that the campaign lacks. One query."""
    targets = Target.objects.filter(indicator__campaign=campaign).values_list("indicator__no", "label")
    known = set(targets)
    return [one for one in shipped() if _named_by(one.content) <= known]


def _named_by(template: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The targets that a template links, by (number of the indicator, label)."""
    return {
        (one["indicator"], one.get("target_label") or "")
        for group in template["groups"]
        for one in group["criteria"]
        if one.get("indicator")
    }
