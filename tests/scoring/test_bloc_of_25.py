"""A bloc of 25 units from the first figure to the published ranking, beside the same worked out in bare fractions."""

import math
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from scoring.enums import SheetState as S
from scoring.models import Ranking
from scoring.services import rankings
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import lay_province
from tests.factories.scoring import frozen_table, sheet_at

UNITS = 25
SHARES = {"A": Fraction(1), "B": Fraction(85, 100), "C": Fraction(7, 10), "D": Fraction(1, 2)}


def reports():
    """What each unit reports; the last five as the first five, so that some are equal in everything."""
    random = Random(25)
    found = [
        {
            "1.1": Decimal(random.randint(3000, 4400)).scaleb(-2),
            "1.2": Decimal(random.randint(20, 50)).scaleb(-1),
            "2.1": random.choice("ABCD"),
            "3.1": Decimal(random.randint(16, 32)) / 4,
            "4.1": Decimal(random.randint(0, 12)) / 4,
            "4.2": Decimal(random.randint(0, 12)) / 4,
            "5.1": Decimal(random.choice((0, 0, 0, 0, 1))),
        }
        for _ in range(UNITS - 5)
    ]
    return found + found[:5]


def typed(said):
    """The same as a unit types it into its rows."""
    fields = {"2.1": "grade", "3.1": "points", "4.1": "points", "4.2": "points"}
    return {no: {fields.get(no, "actual"): value} for no, value in said.items()}


def half_up(value):
    """To the hundredth."""
    return Fraction(math.floor(value * 100 + Fraction(1, 2)), 100)


def figures(said):
    """(total, group I, criteria above their maximum, penalty), each worked out by hand from the table's text.

    Nobody registered, which costs 5 points.
    """
    plans = {"1.1": Fraction("38.5"), "1.2": Fraction(4)}
    reached = [min(half_up(10 * Fraction(said[no]) / plan), Fraction(11)) for no, plan in plans.items()]
    first = min(sum(min(points, 10) for points in reached), 20)
    over = sum(max(points - 10, 0) for points in reached)
    bonus = min(Fraction(said["4.1"]) + Fraction(said["4.2"]), 6)
    penalty = max(-20 * Fraction(said["5.1"]), -20) - 5
    total = first + over + half_up(10 * SHARES[said["2.1"]]) + Fraction(said["3.1"]) + bonus + penalty
    return total, first, sum(points > 10 for points in reached), penalty


@pytest.mark.django_db
def test_ranks_a_bloc_of_25_units_as_plain_fractions_do():
    province = lay_province({f"huyen-{n:02}": f"Huyện {n:02}" for n in range(UNITS)})
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    said = dict(zip((one.code for one in province.units), reports(), strict=True))
    for member, unit in enumerate(province.units):
        sheet_at(S.APPRAISED, province, campaign, member=member, values=typed(said[unit.code]))
    rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)

    expected = {code: figures(one) for code, one in said.items()}
    rows = Ranking.objects.get().rows
    assert {row["unit"]: Fraction(row["total"]) for row in rows} == {code: one[0] for code, one in expected.items()}
    ranks = {code: 1 + sum(other > own for other in expected.values()) for code, own in expected.items()}
    assert {row["unit"]: row["rank"] for row in rows} == ranks
    assert [row["unit"] for row in rows] == sorted(ranks, key=lambda code: (ranks[code], code))
    equal = [code for code, rank in ranks.items() if list(ranks.values()).count(rank) > 1]
    assert {row["unit"] for row in rows if row["tied"]} == set(equal)
    assert len(equal) >= 10
