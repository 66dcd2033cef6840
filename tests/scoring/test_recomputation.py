"""Everything computed again: what was wrong is put right and noted, what was right or published is left alone."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEvent
from scoring.enums import SheetState as S
from scoring.models import ScoreLine, ScoreSheet
from scoring.services.recomputation import Outcome, recompute_campaign
from tests.factories.scoring import line_of, opened_sheet, published, sheet_at

pytestmark = pytest.mark.usefixtures("table")


def run(campaign):
    return recompute_campaign(campaign=campaign, by=None)


def test_changes_nothing_where_all_is_in_order(province, campaign):
    sheet_at(S.APPRAISED, province, campaign)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1)
    opened_sheet(province, campaign, member=2)
    before = AuditEvent.objects.count()
    assert run(campaign) == Outcome(blocs=1, sheets=3)
    assert AuditEvent.objects.count() == before


def test_puts_wrong_totals_right_and_says_so(province, campaign):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    ScoreSheet.objects.filter(pk=sheet.pk).update(appraised_total=1, group_totals={}, percent=None)
    assert run(campaign) == Outcome(blocs=1, sheets=1, changed=1)
    again = ScoreSheet.objects.get(pk=sheet.pk)
    assert (again.total, again.group_totals, again.percent) == (sheet.total, sheet.group_totals, sheet.percent)
    assert again.version == sheet.version + 1
    event = AuditEvent.objects.get(event="sheet.recomputed")
    assert (event.object_id, event.actor) == (str(sheet.pk), None)
    assert event.detail == {"total_before": "1.00", "total": str(sheet.total), "lines": 0}
    assert run(campaign) == Outcome(blocs=1, sheets=1)


def test_points_follow_their_facts_again_and_upper_tiers_that_took_them_over_too(province, campaign):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    line = line_of(sheet, "2.1")
    ScoreLine.objects.filter(pk=line.pk).update(grade="C")
    assert run(campaign) == Outcome(blocs=1, sheets=1, changed=1, lines=1)
    moved = line_of(sheet, "2.1")
    assert [moved.self_points, moved.bloc_points, moved.appraised_points] == [Decimal(7)] * 3
    assert moved.version == line.version + 1
    assert ScoreSheet.objects.get(pk=sheet.pk).total == sheet.total - 3


def test_leaves_typed_points_and_what_was_published(province, campaign):
    published(province, campaign)
    ScoreSheet.objects.update(appraised_total=1)
    assert run(campaign) == Outcome(blocs=1, published=3)
    assert set(ScoreSheet.objects.values_list("appraised_total", flat=True)) == {Decimal(1)}


def test_does_not_give_points_to_a_unit_that_filed_nothing(province, campaign):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    ScoreSheet.objects.filter(pk=sheet.pk).update(self_missing=True)
    ScoreLine.objects.filter(sheet=sheet).update(self_points=None)
    run(campaign)
    assert not ScoreLine.objects.filter(sheet=sheet).exclude(self_points=None).exists()
    assert ScoreSheet.objects.get(pk=sheet.pk).self_total is None


def test_asks_as_often_for_three_units_as_for_one(province, campaign, django_assert_max_num_queries):
    for member in range(3):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    ScoreSheet.objects.update(self_total=1)
    with django_assert_max_num_queries(12):
        run(campaign)


def test_the_command_says_what_it_did(province, campaign, capsys):
    sheet_at(S.APPRAISED, province, campaign)
    ScoreSheet.objects.update(appraised_total=1)
    call_command("recompute", check=True)
    assert "1 bảng điểm có tổng khác tổng các dòng." in capsys.readouterr().out
    call_command("recompute", campaign=campaign.code)
    assert "đã tính lại 1 bảng điểm trong 1 khối, thay đổi 1 bảng (0 dòng điểm)." in capsys.readouterr().out
    call_command("recompute")
    assert "thay đổi 0 bảng" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Không có phong trào mang mã “khac”"):
        call_command("recompute", campaign="khac")
