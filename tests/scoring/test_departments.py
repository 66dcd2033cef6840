"""Parts of a table that departments appraise: theirs and nothing else, never of the own unit; staff closes."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.exceptions import Refused
from organizations.enums import Role, UnitKind
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import CriterionGroup
from scoring.services import lines, returns, sheets
from tests.factories.ground import person, unit
from tests.factories.scoring import line_of, sheet_at, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def expert(province, table):
    """An officer of the department to which part I is given."""
    department = unit("so-nn", "Sở Nông nghiệp", UnitKind.DEPARTMENT, parent=province.authority)
    CriterionGroup.objects.filter(table=table, no="I").update(appraiser=department)
    return person("cb.nn", department, Role.OFFICER)


def test_writes_into_the_own_part_only(province, campaign, table, expert):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    line = write(sheet, "1.2", Tier.APPRAISED, expert, points=Decimal(9), note="Số liệu của Sở")
    assert line.appraised_points == Decimal(9)
    with pytest.raises(Refused, match="Chỉ cơ quan thường trực hoặc cơ quan được giao phần này"):
        write(sheet, "2.1", Tier.APPRAISED, expert, points=Decimal(9), note="Khác")


def test_takes_over_the_own_part_only_and_leaves_the_closing_to_staff(province, campaign, table, expert):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    assert lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=expert) == 2
    assert line_of(sheet, "2.1").appraised_points is None
    with pytest.raises(Refused, match="Chỉ chuyên viên cơ quan thường trực"):
        sheets.appraise(sheet_id=sheet.pk, by=expert)
    assert lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff) == 6
    sheets.appraise(sheet_id=sheet.pk, by=province.staff)


def test_keeps_a_department_from_what_concerns_its_own_unit(province, campaign, table):
    CriterionGroup.objects.filter(table=table, no="I").update(appraiser=province.unit)
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    with pytest.raises(Refused, match="Bạn thuộc đơn vị này"):
        write(sheet, "1.2", Tier.APPRAISED, province.officer, points=Decimal(9), note="Khác")


def test_has_nothing_to_do_before_the_bloc_has_confirmed(province, campaign, table, expert, sign_in):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert sign_in(expert).get(reverse("scoring:sheet", args=[sheet.pk])).status_code == 404
    with pytest.raises(Refused):
        write(sheet, "1.2", Tier.APPRAISED, expert, points=Decimal(9), note="Khác")


def test_sends_a_row_of_the_own_part_back(province, campaign, table, expert):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    returns.return_line(line_id=line_of(sheet, "1.2").pk, to=Tier.BLOC, reason="Sai", by=expert)
    with pytest.raises(Refused):
        returns.return_line(line_id=line_of(sheet, "2.1").pk, to=Tier.BLOC, reason="Sai", by=expert)


def test_finds_its_work_on_the_worklist_until_it_is_done(province, campaign, table, expert, sign_in):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    client = sign_in(expert)
    assert "Thẩm định phần được giao: 1 bảng điểm" in client.get("/").content.decode()
    page = client.get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    asked = [no for no in ("1.1", "1.2", "2.1", "3.1") if f'aria-label="Thẩm định, tiêu chí {no}"' in page]
    assert asked == ["1.1", "1.2"]
    client.post(reverse("scoring:take_over", args=[sheet.pk]))
    assert "Thẩm định phần được giao" not in client.get("/").content.decode()
