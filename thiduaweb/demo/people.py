"""The accounts of the demonstration; all share one password, which the sign-in page shows. Production has none."""

from dataclasses import dataclass

from django.conf import settings

from organizations.enums import Role
from thiduaweb.demo import fixtures

PASSWORD = "thi-dua-2021"  # noqa: S105 - shown on purpose; only demonstrations know it

# One account of each role, in the order in which the year passes through their hands.
SHOWN = [
    "chuyenvien",
    "chuyenvien2",
    "canbo.vi-xuyen",
    "thutruong.vi-xuyen",
    "khoi.huyen-1",
    "thutruong.yen-minh",
    "khoi.tong-hop",
    "phokhoi.tong-hop",
    "thutruong.ban-dan-toc",
    "lanhdao",
    "quantri",
]


@dataclass(frozen=True)
class Account:
    """One way in: who it is, and what for."""

    username: str
    password: str
    name: str
    role: str


def accounts() -> list[Account]:
    """Every demo account, or none outside a demonstration."""
    if not settings.DEMO:
        return []
    units = {unit["code"]: unit["short_name"] for unit in fixtures.read("units")}
    return [
        Account(one["username"], PASSWORD, one["full_name"], f"{Role(one['role']).label} – {units[one['unit']]}")
        for one in fixtures.read("accounts")
    ]


def shown_at_sign_in() -> list[Account]:
    """The accounts that the sign-in page offers and the start command prints: one of each role."""
    by_name = {account.username: account for account in accounts()}
    return [by_name[username] for username in SHOWN if username in by_name]
