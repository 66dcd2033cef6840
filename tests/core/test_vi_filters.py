"""Template filters for Vietnamese numbers and dates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Engine

ENGINE = Engine(libraries={"vi": "core.templatetags.vi"}, builtins=["core.templatetags.vi"])


@pytest.mark.parametrize(
    ("expression", "value", "shown"),
    [
        ("value|number", Decimal("2700.50"), "2.700,5"),
        ("value|number:1", 3, "3,0"),
        ("value|points", Decimal("91.25"), "91,25"),
        ("value|points:2", Decimal("23.3"), "23,30"),
        ("value|money", Decimal(500_000_000), "500.000.000 đồng"),
        ("value|shortdate", date(2021, 1, 8), "08/01/2021"),
        ("value|shortdate", datetime(2021, 1, 8, 17, tzinfo=UTC), "09/01/2021"),
        ("value|longdate", date(2021, 1, 8), "thứ Sáu 08/01/2021"),
        ("value|moment", datetime(2021, 1, 8, 10, tzinfo=UTC), "17:00 thứ Sáu 08/01/2021"),
        (
            "value|deadline_reading",
            datetime(2021, 1, 9, 17, tzinfo=UTC),
            "đến hết thứ Bảy 09/01/2021 (trước ngày 10/01/2021)",
        ),
    ],
)
def test_filters_write_values(expression, value, shown):
    assert render(expression, value) == shown


@pytest.mark.parametrize("name", ["number", "points", "money", "shortdate", "longdate", "moment", "deadline_reading"])
def test_filters_show_a_missing_value_as_a_dash(name):
    assert render(f"value|{name}", None) == "–"


def render(expression, value):
    return ENGINE.from_string("{{ " + expression + " }}").render(Context({"value": value}, use_l10n=False))
