"""Members of a bloc score one another: blind, final, the mean, who is told what, and closing without some."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.models import Notice
from scoring.enums import BlocMode, Tier
from scoring.enums import SheetState as S
from scoring.exceptions import LineRefused
from scoring.services import crosswise, lines, sheets
from tests.factories.scoring import line_of, write
from tests.factories.sheets import criterion, filed, filled, group, table_with

pytestmark = pytest.mark.django_db
VALUES = {"1": {"points": Decimal(8)}, "2": {"points": Decimal(5)}, "3": {"grade": "N"}}
MEAN = "Bình quân của 2 đơn vị chấm chéo; Theo kiểm tra"


@pytest.fixture
def crossing(province, campaign):
    """A table by which the members score one another; question 3 and part II are not theirs."""
    return table_with(
        province,
        campaign,
        group("I", criterion("1", "manual"), criterion("2", "manual"), criterion("3", "exclusion", max_points="0")),
        bloc_mode=BlocMode.CROSSWISE,
        rounding_step=Decimal("0.25"),
    )


@pytest.fixture
def sheet(province, campaign, crossing):
    """The first unit's sheet; the other two have filed theirs too."""
    for member in (1, 2):
        filed(province, campaign, VALUES, member=member)
    return filed(province, campaign, VALUES)


def score(sheet, no, points, by, note="Theo kiểm tra", **more):
    value = None if points is None else Decimal(str(points))
    return crosswise.save_points(line_id=line_of(sheet, no).pk, points=value, note=note, by=by, **more)


def give(sheet, by, one=8, two=5):
    score(sheet, "1", one, by)
    score(sheet, "2", two, by)
    return crosswise.give(sheet_id=sheet.pk, by=by)


def test_takes_the_mean_rounded_half_up_once_all_have_given(province, sheet):
    give(sheet, province.officers[1], 8, 5)
    assert line_of(sheet, "1").bloc_points is None
    give(sheet, province.officers[2], "8.25", 4)
    found = {no: (line_of(sheet, no).bloc_points, line_of(sheet, no).bloc_note) for no in "123"}
    assert found == {"1": (Decimal("8.25"), MEAN), "2": (Decimal("4.5"), MEAN), "3": (Decimal(0), "")}
    sheet.refresh_from_db()
    assert (sheet.state, sheet.bloc_total) == (S.SELF_SUBMITTED, Decimal("12.75"))
    assert sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary).state == S.BLOC_CONFIRMED


def test_tells_whoever_confirms_once_all_have_given(province, sheet):
    province.bloc.memberships.update(role="member")
    for member in (1, 2):
        give(sheet, province.officers[member])
    letters = Notice.objects.filter(title__startswith="Đã có điểm chấm chéo của")
    assert [one.recipient for one in letters] == [province.staff]


def test_lets_the_office_type_no_points_of_its_own(province, sheet):
    with pytest.raises(Refused, match="Khối chấm chéo"):
        lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    with pytest.raises(Refused, match="Khối chấm chéo"):
        write(sheet, "1", Tier.BLOC, province.secretary, points=Decimal(1))
    with pytest.raises(Refused, match="Chưa chấm tiêu chí 1, 2"):
        sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)


@pytest.mark.parametrize("who", ["officer", "head", "staff", "leader", "council_member", "stranger"])
def test_lets_nobody_but_fellow_members_score(province, sheet, who):
    with pytest.raises(Refused):
        score(sheet, "1", 8, province.everybody()[who])


def test_shows_nobody_a_rivals_sheet_before_the_own_one_is_filed(province, campaign, crossing, sign_in):
    sheet = filed(province, campaign, VALUES)
    filled(province, campaign, {}, member=1)
    with pytest.raises(Refused, match="đã nộp tự chấm của mình"):
        score(sheet, "1", 8, province.officers[1])
    assert sign_in(province.officers[1]).get(reverse("scoring:cross", args=[sheet.pk])).status_code == 404


@pytest.mark.parametrize(("points", "note", "code"), [(11, "Tốt", "N05"), (-1, "Kém", "N04"), (7, " ", "V02")])
def test_holds_every_member_to_the_limits_and_a_reason(province, sheet, points, note, code):
    with pytest.raises(LineRefused) as refused:
        score(sheet, "1", points, province.officers[1], note)
    assert refused.value.code == code


def test_refuses_a_paper_with_gaps_and_any_change_of_one_that_is_given(province, sheet):
    score(sheet, "1", 8, province.officers[1])
    with pytest.raises(Refused, match=r"Chưa chấm tiêu chí 2 \(khác với 0 điểm\)"):
        crosswise.give(sheet_id=sheet.pk, by=province.officers[1])
    score(sheet, "2", 5, province.officers[1])
    crosswise.give(sheet_id=sheet.pk, by=province.officers[1])
    with pytest.raises(Refused, match="Đơn vị đã gửi phiếu chấm"):
        score(sheet, "2", 4, province.officers[1])


def test_shows_a_colleagues_change_instead_of_overwriting_it(province, sheet):
    score(sheet, "1", 7, province.officers[1])
    with pytest.raises(Conflict):
        score(sheet, "1", 6, province.heads[1], seen=(None, ""))
    score(sheet, "1", 7, province.heads[1], seen=(None, ""))


def test_keeps_points_from_everybody_until_all_have_given(province, sheet, sign_in):
    give(sheet, province.officers[1], "7.77", 5)
    pages = [reverse("scoring:sheet", args=[sheet.pk]), reverse("scoring:cross_board", args=[sheet.pk])]
    own = reverse("scoring:cross", args=[sheet.pk])
    assert "7,77" in sign_in(province.officers[1]).get(own).content.decode()
    for reader in (province.secretary, province.staff, province.officer, province.officers[2]):
        client = sign_in(reader)
        assert not any("7,77" in client.get(page).content.decode() for page in [*pages, own])
    trail = AuditEvent.objects.filter(event__startswith="cross.")
    assert not any("7.77" in str(event.detail) for event in trail)


def test_tells_the_office_who_gave_what_afterwards_and_the_unit_only_the_mean(province, sheet, sign_in):
    give(sheet, province.officers[1], "7.77", 5)
    give(sheet, province.officers[2], "6.66", 5)
    board, page = (reverse(f"scoring:{name}", args=[sheet.pk]) for name in ("cross_board", "sheet"))
    for reader in (province.secretary, province.staff):
        shown = sign_in(reader).get(board).content.decode()
        assert ("7,77" in shown, "6,66" in shown) == (True, True)
    unit = sign_in(province.officer)
    assert unit.get(board).status_code == 403
    assert "7,25" not in unit.get(page).content.decode()  # the bloc has not confirmed it
    sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    shown = unit.get(page).content.decode()
    assert ("7,25" in shown, MEAN in shown, "7,77" in shown) == (True, True, False)


def test_tells_the_scored_unit_why_without_saying_who(province, sheet, sign_in):
    score(sheet, "1", 6, province.officers[1], note="Thiếu văn bản công nhận")
    score(sheet, "2", 5, province.officers[1], note="")
    crosswise.give(sheet_id=sheet.pk, by=province.officers[1])
    give(sheet, province.officers[2], 7, 5)
    sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    shown = sign_in(province.officer).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "Khối chấm: “Bình quân của 2 đơn vị chấm chéo; Thiếu văn bản công nhận; Theo kiểm tra”" in shown


def test_marks_a_paper_that_was_sent_in_the_list(province, sheet, sign_in):
    client, url = sign_in(province.officers[1]), reverse("scoring:list")
    assert "Đã gửi phiếu" not in client.get(url).content.decode()
    give(sheet, province.officers[1])
    shown = client.get(url).content.decode()
    assert ("Phiếu bạn phải chấm" in shown, shown.count("Đã gửi phiếu")) == (True, 1)


def test_lets_the_office_close_without_some_for_a_reason_that_is_kept(province, sheet):
    with pytest.raises(Refused, match="Chưa có đơn vị nào gửi phiếu"):
        crosswise.close_early(sheet_id=sheet.pk, reason="Quá hạn", by=province.secretary)
    give(sheet, province.officers[1], 6, 5)
    with pytest.raises(Refused, match="Hãy ghi lý do"):
        crosswise.close_early(sheet_id=sheet.pk, reason=" ", by=province.secretary)
    crosswise.close_early(sheet_id=sheet.pk, reason="Yên Minh quá hạn", by=province.secretary)
    assert line_of(sheet, "1").bloc_note == "Bình quân của 1 đơn vị chấm chéo; Theo kiểm tra"
    detail = AuditEvent.objects.get(event="cross.closed").detail
    assert detail == {"reason": "Yên Minh quá hạn", "missing": ["yen-minh"]}
    with pytest.raises(Refused, match="Khối đã khép"):
        score(sheet, "1", 8, province.officers[2])


def test_asks_anew_for_a_row_that_the_unit_changed(province, sheet):
    for member in (1, 2):
        give(sheet, province.officers[member])
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại 1", by=province.secretary)
    line = line_of(sheet, "1")
    lines.save_line(
        line_id=line.pk, tier=Tier.SELF, values={"points": Decimal(3)}, version=line.version, by=province.officer
    )
    sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    with pytest.raises(Refused, match=r"Chưa chấm tiêu chí 1 "):
        crosswise.give(sheet_id=sheet.pk, by=province.officers[1])
    for member in (1, 2):
        score(sheet, "1", 3, province.officers[member])
        crosswise.give(sheet_id=sheet.pk, by=province.officers[member])
    assert (line_of(sheet, "1").bloc_points, line_of(sheet, "2").bloc_points) == (Decimal(3), Decimal(5))


def test_asks_all_again_when_the_standing_body_sends_it_back(province, sheet):
    for member in (1, 2):
        give(sheet, province.officers[member])
    sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    sheets.return_sheet(sheet_id=sheet.pk, to="bloc", reason="Xem lại", by=province.staff)
    assert line_of(sheet, "1").bloc_points is None
    score(sheet, "1", 2, province.officers[1])


def test_walks_a_paper_on_its_page(province, sheet, sign_in):
    client, url = sign_in(province.officers[1]), reverse("scoring:cross", args=[sheet.pk])
    line = line_of(sheet, "1")
    assert 'aria-label="Điểm của đơn vị, tiêu chí 1"' in client.get(url).content.decode()
    wrong = client.post(url, {"line": line.pk, "points": "7", "note": ""})
    assert (wrong.status_code, 'value="7"' in wrong.content.decode()) == (422, True)
    row = client.post(url, {"line": line.pk, "points": "7", "note": "Thiếu"}, HTTP_HX_REQUEST="true").content.decode()
    assert ("Đã lưu" in row, "<html" in row) == (True, False)
    client.post(reverse("scoring:cross_take", args=[sheet.pk]))
    client.post(reverse("scoring:cross_give", args=[sheet.pk]))
    assert "Phiếu chấm đã gửi" in client.get(url).content.decode()
    board = reverse("scoring:cross_board", args=[sheet.pk])
    office = sign_in(province.secretary)
    assert "Chưa gửi: Yên Minh" in office.get(board).content.decode()
    office.post(board, {"reason": "Quá hạn"})
    assert "Bình quân" in office.get(board).content.decode()
