"""The same figures to the last digit, whoever adds them up: the arithmetic, the databases, Excel, a printed page.

10,000 made-up sheets in which every rule stands once, the same in every run; and laws that hold for any sheet.
"""

import os
import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from benchmarks import scoring_sample as sample
from benchmarks.scoring_world import lay
from core import spreadsheets
from core.numbers import format_points
from core.spreadsheets import Column, Template
from reports.documents.blocks import Column as PageColumn
from reports.documents.blocks import Document, Head, Row, Table
from reports.documents.engine import pdf_engine_missing, render
from reports.documents.page import html_of
from scoring.calculation.facts import Facts
from scoring.calculation.rules import rule_of
from scoring.calculation.sheets import ranking_of, tier_total
from scoring.calculation.totals import LinePoints, total_of
from scoring.enums import Tier
from scoring.models import ScoreSheet
from scoring.queries.drift import added_up, differing
from tests.support.shared import taken_back

SHEETS, BLOC, RULES = 10_000, 20, 16
PAGES = SHEETS if os.environ.get("THIDUA_EXACT_PDF") else 300
TABLE = sample.table_of(RULES, tight=True)
money = st.decimals(min_value=1, max_value=200, places=2)
seeds = st.integers(0, 10**9)


def sheets_of(seed, units=6):
    """A bloc with all its points."""
    random = Random(seed)
    return [sample.with_points(TABLE, one, random) for one in sample.bloc(TABLE, units, random)]


def test_the_sample_leaves_no_rule_out():
    assert sample.missing_rules() == set()


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_totals_never_pass_their_caps(seed):
    for one in sheets_of(seed):
        total = tier_total(TABLE, one.lines, "appraised")
        for rule, group in zip(TABLE.groups, total.groups, strict=True):
            assert (group.points or 0) <= (0 if rule.kind == "penalty" else rule.max_points)
            assert (group.points or 0) >= (-rule.max_points if rule.no == "IV" else -1)
        assert 0 <= total.over <= TABLE.bonus_cap
        assert total.total <= TABLE.total_cap


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_does_not_matter(seed, chance):
    one = sheets_of(seed, units=1)[0]
    lines = [(row, one.lines[row.no]) for row in TABLE.criteria]
    rows = [
        LinePoints(row.group.no, row.max_points, line.points.get("appraised"), line.assigned) for row, line in lines
    ]
    shuffled = chance.sample(rows, len(rows))
    add = {"bonus_cap": TABLE.bonus_cap, "total_cap": TABLE.total_cap}
    assert total_of(TABLE.groups, shuffled, **add) == total_of(TABLE.groups, rows, **add)


@given(seeds, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_permuting_the_units_changes_nothing(seed, chance):
    sheets = sheets_of(seed, units=12)
    assert ranking_of(TABLE, chance.sample(sheets, len(sheets))) == ranking_of(TABLE, sheets)


HIGHER = [
    ("proportional", {"bonus_cap_percent": "10"}),
    ("change", {"bonus_cap_percent": "10"}),
    ("tiers", {"of": "percent", "tiers": [{"from": "100", "points": "5"}, {"from": "50", "points": "2"}]}),
    ("per_step", {"start": "20", "step": "3", "points": "0.1", "cap": "5"}),
    ("all_or_nothing", {"by": "plan"}),
    ("half_and_leader", {}),
    ("rank_in_bloc", {"points": ["10", "7", "4"]}),
]


@given(st.sampled_from(HIGHER), seeds, money, money, money, st.sampled_from(["0.01", "0.25", "0.5"]))
@settings(max_examples=300, deadline=None)
def test_a_better_result_never_lowers_the_points_nor_the_total(rule, seed, plan, worse, more, step):
    kind, rows = rule_of(*rule), sheets_of(seed, units=1)[0]
    others = [kind.measure(Facts(plan=plan, actual=Decimal(figure))) for figure in (10, 90, 120)]

    def points(actual):
        facts = Facts(plan=plan, actual=actual)
        own = kind.measure(facts)
        peers = None if own is None else (own, *others)
        return kind.value(replace(facts, peers=peers), Decimal(10), Decimal(step))

    def total(value):
        lines = {**rows.lines, "1": replace(rows.lines["1"], points={"appraised": value})}
        return tier_total(TABLE, lines, "appraised").total

    low, high = points(worse), points(worse + more)
    assert low <= high
    assert total(low) <= total(high)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """All sheets."""
    with taken_back(django_db_blocker):
        yield lay("exact", units=SHEETS, bloc_size=BLOC, criteria=RULES, tight=True)


@pytest.fixture(scope="module")
def kept(world):
    """What the arithmetic said: (code of the unit, total) by sheet."""
    found = ScoreSheet.objects.filter(participation__campaign=world.campaign)
    rows = found.values_list("pk", "participation__unit__code", "participation__bloc", "appraised_total")
    return {pk: (code, bloc, total) for pk, code, bloc, total in rows}


@pytest.mark.django_db
@pytest.mark.parametrize("tier", Tier)
def test_the_database_adds_up_what_the_arithmetic_added_up(world, tier):
    totals = ScoreSheet.objects.filter(participation__campaign=world.campaign).values_list("pk", f"{tier}_total")
    assert {one.sheet_id: one.total for one in added_up(world.campaign, tier)} == dict(totals)


@pytest.mark.django_db
def test_the_database_ranks_as_the_arithmetic_ranks_without_tie_breaks(world, kept):
    totals = {}
    for _, bloc, total in kept.values():
        totals.setdefault(bloc, []).append(total)
    ranks = {one.sheet_id: one.rank for one in added_up(world.campaign)}
    assert ranks == {pk: 1 + sum(one > total for one in totals[bloc]) for pk, (_, bloc, total) in kept.items()}


@pytest.mark.django_db
def test_finds_the_one_sheet_whose_total_is_a_hundredth_off(world, kept):
    assert differing(world.campaign) == []
    pk = next(iter(kept))
    ScoreSheet.objects.filter(pk=pk).update(bloc_total=kept[pk][2] + Decimal("0.01"))
    assert differing(world.campaign) == [pk]


@pytest.mark.django_db
def test_excel_shows_the_same_figures(kept):
    rows = [{"unit": code, "total": total} for code, _, total in kept.values()]
    columns = (Column("unit", "Đơn vị"), Column("total", "Tổng điểm", "points"))
    made = spreadsheets.write(Template("exact", "1", "Xếp hạng", (), columns), rows)
    sheet = load_workbook(BytesIO(made), read_only=True)[spreadsheets.DATA_SHEET]
    read = {code: Decimal(str(total)) for code, total, *_ in sheet.iter_rows(min_row=4, values_only=True)}
    assert read == {row["unit"]: row["total"] for row in rows}


@pytest.mark.skipif(bool(pdf_engine_missing()), reason="the PDF engine's libraries are missing")
@pytest.mark.django_db
def test_a_printed_page_shows_the_same_figures(kept):
    shown = [(code, format_points(total, 2)) for code, _, total in list(kept.values())[:PAGES]]
    columns = [PageColumn("Đơn vị", 60), PageColumn("Tổng điểm", 40, "num")]
    table = Table("", columns, [Row([code, total]) for code, total in shown])
    head = Head("", "UBND", "BC", "Ngày 1", "BÁO CÁO", "Xếp hạng")
    page = render(html_of(Document("Xếp hạng", [head, table])))
    text = " ".join(one.extract_text() for one in PdfReader(BytesIO(page)).pages)
    assert re.findall(r"(exact-[0-9]+)\s+([0-9]+,[0-9]{2})", text) == shown
