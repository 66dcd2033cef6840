"""Class bands (xếp loại) with side conditions (domain.md B5, B6); who fails a condition falls to a lower band."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from core.numbers import format_points
from scoring.calculation.facts import HUNDRED, ParamsRefused, decimal_param, only_keys
from scoring.calculation.totals import POINTS, GroupTotal


@dataclass(frozen=True)
class Band:
    """One class: from how many points (or percent) on, and what must hold besides.

    ``no_case_of``: criteria of which the unit has no case; ``groups_at_least``, ``criteria_at_least``: the least
    percentage that each group of points, each criterion of points must have reached (None: no such condition).
    """

    name: str
    start: Decimal
    no_case_of: tuple[str, ...] = ()
    groups_at_least: Decimal | None = None
    criteria_at_least: Decimal | None = None

    @property
    def words(self) -> str:
        """The band as a person reads it: "Vững mạnh: từ 85; không có trường hợp ở tiêu chí 5.6"."""
        needs = [f"từ {format_points(self.start)}"]
        needs += [f"không có trường hợp ở tiêu chí {', '.join(self.no_case_of)}"] if self.no_case_of else []
        for least, what in ((self.groups_at_least, "nhóm"), (self.criteria_at_least, "tiêu chí")):
            needs += [] if least is None else [f"{what} nào cũng đạt ít nhất {format_points(least)}% điểm chuẩn"]
        return f"{self.name}: {'; '.join(needs)}"


@dataclass(frozen=True)
class Reached:
    """What a criterion of a unit brought, as the conditions ask it."""

    no: str
    kind: str
    max_points: Decimal
    points: Decimal | None
    case: bool


def bands_of(rows: Iterable[Any]) -> tuple[Band, ...]:
    """``[{"name": "Vững mạnh", "from": "85", "no_case_of": ["5.6"], "groups_at_least": "50"}, …]``, best first.

    Raises ParamsRefused with the sentence.
    """
    found = []
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("name"), str) or not row["name"].strip():
            raise ParamsRefused("Mỗi mức xếp loại cần tên và điểm bắt đầu.")
        only_keys(row, "name", "from", "no_case_of", "groups_at_least", "criteria_at_least")
        cases = row.get("no_case_of", [])
        if not isinstance(cases, list) or not all(isinstance(no, str) for no in cases):
            raise ParamsRefused("“no_case_of” là danh sách số của các tiêu chí.")
        least = [decimal_param(row, key) if key in row else None for key in ("groups_at_least", "criteria_at_least")]
        found.append(Band(row["name"], decimal_param(row, "from"), tuple(cases), *least))
    if any(a.start <= b.start for a, b in pairwise(found)):
        raise ParamsRefused("Các mức xếp loại phải xếp từ cao xuống thấp.")
    return tuple(found)


def class_of(
    bands: Sequence[Band], figure: Decimal | None, groups: Sequence[GroupTotal], reached: Sequence[Reached]
) -> str:
    """The name of the first band that ``figure`` reaches and whose conditions hold; "" for none."""
    if figure is None:
        return ""
    return next(
        (band.name for band in bands if figure >= band.start and _holds(band, groups, reached)),
        "",
    )


def _holds(band: Band, groups: Sequence[GroupTotal], reached: Sequence[Reached]) -> bool:
    if any(one.case for one in reached if one.no in band.no_case_of):
        return False
    if band.groups_at_least is not None and not all(
        (group.points or Decimal(0)) * HUNDRED >= band.groups_at_least * group.available
        for group in groups
        if group.kind == POINTS and group.available
    ):
        return False
    return band.criteria_at_least is None or all(
        (one.points or Decimal(0)) * HUNDRED >= band.criteria_at_least * one.max_points
        for one in reached
        if one.kind == POINTS
    )
