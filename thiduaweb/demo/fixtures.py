"""The data the demonstration is made of (see fixtures/README.md)."""

import json
from functools import cache
from typing import Any

from django.conf import settings

CAMPAIGNS = [
    "ha-giang-2021-chuong-trinh-273",
    "ha-giang-2021-khoi-tong-hop-ke-hoach-632",
    "cao-bang-2021-chi-thi-01",
    "tuan-giao-2021-chi-thi",
    "bac-giang-2024-ke-hoach",
]


@cache
def read(name: str) -> Any:
    """The content of ``fixtures/<name>.json``."""
    return json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))


def campaign(code: str) -> dict[str, Any]:
    """One of the five founding campaigns."""
    found: dict[str, Any] = read(f"campaigns/{code}")
    return found


def illustrative_units() -> list[dict[str, Any]]:
    """The invented figures of every unit of Hà Giang."""
    found: list[dict[str, Any]] = read("illustrative/ha-giang-2021")["units"]
    return found
