"""Which rows a sheet shows, and in which order, by its address: chips and sorting work without a script."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.services import lines, returns
from tests.factories.scoring import line_of, sheet_at, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(province, campaign, table):
    """With the bloc: 1.2 differs, 2.1 is not scored but sent back, 1.1 is taken over."""
    found = sheet_at(S.SELF_SUBMITTED, province, campaign)
    returns.return_line(line_id=line_of(found, "2.1").pk, to=Tier.SELF, reason="Xem lại", by=province.secretary)
    lines.take_over(sheet_id=found.pk, tier=Tier.BLOC, by=province.secretary)
    write(found, "1.2", Tier.BLOC, province.secretary, points=Decimal(9), note="Khác")
    return found


def shown(client, sheet, query):
    page = client.get(f"{reverse('scoring:sheet', args=[sheet.pk])}{query}").content.decode()
    places = {no: page.find(f'id="dong-{line_of(sheet, no).pk}"') for no in ("1.1", "1.2", "2.1", "3.1")}
    return [no for no, place in sorted(places.items(), key=lambda item: item[1]) if place >= 0]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", ["1.1", "1.2", "2.1", "3.1"]),
        ("?loc=khac", ["1.2"]),
        ("?loc=chua", ["2.1"]),
        ("?loc=tra", ["2.1"]),
        ("?xep=chenh", ["1.2", "1.1", "2.1", "3.1"]),
        ("?loc=khac&xep=chenh", ["1.2"]),
        ("?loc=la&xep=la", ["1.1", "1.2", "2.1", "3.1"]),
    ],
)
def test_shows_the_rows_that_were_chosen(sign_in, province, sheet, query, rows):
    assert shown(sign_in(province.secretary), sheet, query) == rows


def test_sorts_the_whole_sheet_by_difference_whatever_the_group(sign_in, province, campaign, table):
    found = sheet_at(S.SELF_SUBMITTED, province, campaign)
    lines.take_over(sheet_id=found.pk, tier=Tier.BLOC, by=province.secretary)
    for no, less in (("1.1", 1), ("1.2", 5), ("2.1", 4)):
        points = line_of(found, no).self_points - less
        write(found, no, Tier.BLOC, province.secretary, points=points, note="Khác")
    client = sign_in(province.secretary)
    assert shown(client, found, "?xep=chenh") == ["1.2", "2.1", "1.1", "3.1"]
    page = client.get(f"{reverse('scoring:sheet', args=[found.pk])}?xep=chenh").content.decode()
    assert page.index("Tổ chức phong trào") < page.index("I. Thực hiện các chỉ tiêu")  # groups and their points follow


def test_counts_what_each_chip_would_show(sign_in, province, sheet):
    page = " ".join(sign_in(province.secretary).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode().split())
    for label, mark, count in (
        ("Tất cả", "", 8),
        ("Khác điểm bước trước", ' id="loc-khac"', 1),
        ("Chưa chấm", ' id="loc-chua"', 1),
        ("Đang trả lại", ' id="loc-tra"', 1),
    ):
        assert f'{label} <strong class="td-chip__count"{mark}>{count}</strong>' in page
