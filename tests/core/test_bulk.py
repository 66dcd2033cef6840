"""Many rows in one statement: what was asked is written, and nothing else."""

from decimal import Decimal

import pytest

from core.bulk import insert_rows, update_rows
from core.models import AuditEvent
from scoring.models import ScoreLine, ScoreSheet
from tests.factories.campaigns import launched_campaign
from tests.factories.scoring import frozen_table, opened_sheet

pytestmark = pytest.mark.django_db


def test_writes_numbers_texts_json_and_nothing_where_there_is_nothing(province):
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    sheet = opened_sheet(province, campaign)
    lines = list(ScoreLine.objects.filter(sheet=sheet).order_by("pk"))
    lines[0].self_points, lines[0].self_note, lines[0].ranks = Decimal("1.25"), "Lý do “riêng”", [1, 2]
    lines[1].self_points, lines[1].days_late = None, {"register": 3}
    lines[2].self_note = "không ghi"
    fields = ["self_points", "self_note", "ranks", "days_late"]
    update_rows(lines[:2], fields)
    update_rows([], fields)
    again = list(ScoreLine.objects.filter(sheet=sheet).order_by("pk").values_list(*fields))
    assert again[0] == (Decimal("1.25"), "Lý do “riêng”", [1, 2], {})
    assert again[1] == (None, "", [], {"register": 3})
    assert again[2][1] == ""


def test_finds_rows_by_uuid_and_takes_one_statement(province, django_assert_num_queries):
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    sheets = [opened_sheet(province, campaign, member=member) for member in range(3)]
    for at, sheet in enumerate(sheets):
        sheet.self_total, sheet.group_totals = Decimal(at), {"self": {"over": str(at)}}
    with django_assert_num_queries(1):
        update_rows(sheets, ["self_total", "group_totals"])
    assert list(ScoreSheet.objects.order_by("self_total").values_list("self_total", flat=True)) == [0, 1, 2]


def test_inserts_what_the_columns_hold_in_one_statement(province, at, django_assert_num_queries):
    moment = at("2021-01-08 09:00")
    fields = ["at", "actor", "event", "object_type", "object_id", "detail"]
    rows = [
        (moment, by, f"bulk.{no}", "organizations.unit", str(no), {"of": Decimal("1.50"), "word": "“riêng” {1,2}"})
        for no, by in enumerate((None, province.staff.pk))
    ]
    with django_assert_num_queries(1):
        insert_rows(AuditEvent, fields, iter(rows))
    insert_rows(AuditEvent, fields, [])
    again = list(AuditEvent.objects.filter(event__startswith="bulk.").order_by("pk").values_list(*fields))
    assert again == [(*row[:5], {"of": "1.50", "word": "“riêng” {1,2}"}) for row in rows]
