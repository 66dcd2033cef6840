"""Figures through the year: kept per target and day, with their source."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.models import ProgressEntry
from campaigns.queries.submissions import result_rows, targets_of
from campaigns.services.campaigns import cancel
from core.exceptions import Refused
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import record

DAY, SOURCE = date(2021, 6, 25), "Báo cáo số 12/BC-CTK"


@pytest.fixture
def folder(province, at):
    campaign = launched_campaign(province)
    at("2021-06-25 16:00")
    return participation_of(campaign, province.unit)


@pytest.fixture
def targets(folder):
    return list(targets_of(folder))


def test_figures_are_kept_each_with_day_source_and_person(province, folder, targets):
    figures = {targets[0].pk: Decimal("20.5"), targets[1].pk: Decimal("2.1")}
    assert record(folder, province.officer, DAY, figures, SOURCE) == 2
    rows = ProgressEntry.objects.values_list("target", "as_of", "value", "source", "recorded_by")
    assert sorted(rows) == [
        (targets[0].pk, DAY, Decimal("20.5"), SOURCE, province.officer.pk),
        (targets[1].pk, DAY, Decimal("2.1"), SOURCE, province.officer.pk),
    ]


def test_figures_of_the_same_day_replace_the_first(province, folder, targets):
    record(folder, province.officer, DAY, {targets[0].pk: Decimal("20.5")})
    record(folder, province.head, DAY, {targets[0].pk: Decimal("21")}, "Sửa theo Cục Thống kê")
    entry = ProgressEntry.objects.get()
    assert (entry.value, entry.source, entry.recorded_by) == (Decimal("21"), "Sửa theo Cục Thống kê", province.head)


def test_figures_of_another_day_stand_beside_the_first(province, folder, targets, at):
    record(folder, province.officer, DAY, {targets[0].pk: Decimal("20.5")})
    at("2021-09-30 16:00")
    record(folder, province.officer, date(2021, 9, 30), {targets[0].pk: Decimal("30")})
    assert [entry.value for entry in ProgressEntry.objects.all()] == [Decimal("20.5"), Decimal("30")]
    assert result_rows(folder)[0].actual == Decimal("30")


def test_figures_of_a_day_to_come_are_refused(province, folder, targets):
    with pytest.raises(Refused) as refusal:
        record(folder, province.officer, date(2021, 6, 26), {targets[0].pk: Decimal("1")})
    assert refusal.value.reason == "Ngày số liệu chưa tới; hãy ghi ngày mà số liệu đã có."
    assert ProgressEntry.objects.count() == 0


def test_figures_for_another_unit_are_refused(province, folder, targets):
    with pytest.raises(Refused) as refusal:
        record(folder, province.officers[1], DAY, {targets[0].pk: Decimal("1")})
    assert refusal.value.reason == "Chỉ người của đơn vị làm được việc này."


def test_figures_after_the_campaign_was_called_off_are_refused(province, folder, targets):
    cancel(campaign_id=folder.campaign_id, reason="Dừng", by=province.staff)
    folder.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        record(folder, province.officer, DAY, {targets[0].pk: Decimal("1")})
    assert refusal.value.reason == "Phong trào đang không mở cho đơn vị ghi số liệu, nộp hồ sơ."


def test_percent_of_a_row_is_rounded_once_half_up(province, folder, targets):
    record(folder, province.officer, DAY, {targets[0].pk: Decimal("38.48")})
    row = result_rows(folder)[0]
    assert (row.target.value, row.actual, row.percent) == (Decimal("38.5"), Decimal("38.48"), Decimal("99.9"))
