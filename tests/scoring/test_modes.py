"""The bloc's tier in a meeting, and what the worklist asks of rows, papers and parts."""

import re

import pytest
from django.urls import reverse

from core.exceptions import Refused
from core.numbers import format_points
from scoring.enums import BlocMode, Tier
from scoring.enums import SheetState as S
from scoring.services import crosswise, lines, returns, sheets
from tests.factories.scoring import line_of, sheet_at

pytestmark = pytest.mark.django_db
MINUTES = "05/BB-KTĐ ngày 10/12/2021"


def set_mode(table, mode):
    type(table).objects.filter(pk=table.pk).update(bloc_mode=mode)


def test_asks_for_the_minutes_where_the_bloc_scores_in_a_meeting(province, campaign, table, sign_in):
    set_mode(table, BlocMode.MEETING)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    with pytest.raises(Refused, match="ghi số, ngày biên bản họp khối"):
        sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary, minutes=" ")
    client = sign_in(province.secretary)
    asked = client.get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "Xác nhận điểm đã thống nhất tại cuộc họp khối?" in asked
    assert 'name="minutes"' in asked
    total = re.search(r"Tổng điểm khối chấm: <strong>([\d,]+)</strong>", asked)
    client.post(reverse("scoring:confirm", args=[sheet.pk]), {"minutes": MINUTES})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.minutes) == (S.BLOC_CONFIRMED, MINUTES)
    assert total[1] == format_points(sheet.bloc_total, 2)


def test_refuses_minutes_that_are_no_number_and_day_but_a_story(province, campaign, table):
    set_mode(table, BlocMode.MEETING)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    with pytest.raises(Refused, match="dài quá 250 ký tự"):
        sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary, minutes="x" * 251)


def test_tells_unit_and_bloc_of_rows_that_wait_for_them(province, campaign, table, sign_in):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    for no, to in (("1.1", Tier.SELF), ("1.2", Tier.BLOC)):
        returns.return_line(line_id=line_of(sheet, no).pk, to=to, reason="Xem lại", by=province.staff)
    assert "Xem lại tiêu chí bị trả lại" in sign_in(province.head).get("/").content.decode()
    assert "Chấm lại tiêu chí của Đồng Văn" in sign_in(province.secretary).get("/").content.decode()
    assert "Chấm lại tiêu chí" not in sign_in(province.heads[1]).get("/").content.decode()


def test_tells_fellow_members_how_many_papers_are_left(province, campaign, table, sign_in):
    set_mode(table, BlocMode.CROSSWISE)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    for member in (1, 2):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    client = sign_in(province.officers[1])
    assert "Chấm chéo: còn 2 bảng điểm" in client.get("/").content.decode()
    assert reverse("scoring:cross", args=[sheet.pk]) in client.get(reverse("scoring:list")).content.decode()
    crosswise.take_self_points(sheet_id=sheet.pk, by=province.officers[1])
    crosswise.give(sheet_id=sheet.pk, by=province.officers[1])
    assert "Chấm chéo: còn 1 bảng điểm" in client.get("/").content.decode()
