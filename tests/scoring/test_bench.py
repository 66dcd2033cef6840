"""The measuring of scoring in small: every figure is printed beside its goal; nobody looks at the times."""

import pytest
from django.db import connection

from benchmarks.scoring import Sizes, measure

SMALL = Sizes(few=20, many=40, bloc=10, short=16, long=16, rows=30, sheet=32, rounds=3, bursts=1, burst=0.2)
FIGURES = [
    "points by rule, 40 × 16, 16 rules mixed",
    "one bloc of 20 units",
    "workbook of 30 × 16: read and judged",
    "sheet of 32 criteria imported, every row changed",
    "again with 2 % of the rows changed",
    "most memory of the process that opens it",
    "ranking of 10 units ÷ hello",
    "ranking of 10 units, nothing changed ÷ hello",
    "ranking of 20 units ÷ hello",
    "ranking of 20 units, nothing changed ÷ hello",
    "saving one point ÷ hello",
    "list of sheets: p95 ÷ hello's p50; queries; in a bloc of 20",
    "sheet: p95",
    "table: p95",
    "ranking: p95",
    "why: p95",
    "heat: p95",
    "integrity: p95",
    "at once",
    "aggregate-only SELECT of 40 × 16",
    "totals with caps and ranks from points in one pass ÷ floor",
    "all computed again (rules, totals, classes)",
    "the same with every total wrong",
    "an audit row per changed total (all) ÷ floor",
    "LibreOffice's SUM and RANK",
    "one pass over 400 ÷ over 40 sheets",
    "ranking page of one bloc there ÷ here",
]


@pytest.mark.django_db(transaction=True)  # the web server reads what was written
def test_prints_every_figure():
    lines = list(measure(SMALL, large=connection.vendor == "sqlite"))
    missing = [one for one in FIGURES if not any(one in line for line in lines)]
    assert missing == ([] if connection.vendor == "sqlite" else FIGURES[-2:])
    assert next(line for line in lines if "still differ" in line).split()[-2:] == ["0", "0"]
