"""The measuring of scoring in small: every figure is printed beside its goal; nobody looks at the times."""

import pytest
from django.db import connection

from benchmarks.scoring import Sizes, measure

SMALL = Sizes(few=20, many=40, bloc=10, short=16, long=16, rows=30, rounds=3)
FIGURES = [
    "points by rule, 40 × 16, 16 rules mixed",
    "one bloc of 20 units",
    "workbook of 30 × 16: read and judged",
    "ranking of 10 units ÷ hello",
    "ranking of 10 units, nothing changed ÷ hello",
    "ranking of 20 units ÷ hello",
    "ranking of 20 units, nothing changed ÷ hello",
    "saving one point ÷ hello",
    "aggregate-only SELECT of 40 × 16",
    "totals with caps and ranks from points in one pass ÷ floor",
    "all computed again (rules, totals, classes)",
    "the same with every total wrong",
    "one pass over 400 ÷ over 40 sheets",
    "ranking page of one bloc there ÷ here",
]


@pytest.mark.django_db
def test_prints_every_figure():
    lines = list(measure(SMALL, large=connection.vendor == "sqlite"))
    missing = [one for one in FIGURES if not any(one in line for line in lines)]
    assert missing == ([] if connection.vendor == "sqlite" else FIGURES[-2:])
    assert next(line for line in lines if "still differ" in line).split()[-2:] == ["0", "0"]
