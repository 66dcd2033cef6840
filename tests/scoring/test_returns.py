"""One row sent back alone: who may, who mends it, what waits for it, where it goes from there."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.exceptions import Refused
from core.models import AuditEvent
from organizations.models import Notice
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import LineReturn
from scoring.services import citations, crosswise, lines, returns, sheets
from tests.factories.scoring import line_of, sheet_at, write

pytestmark = pytest.mark.django_db


def send_back(sheet, no, by, to=Tier.SELF, reason="Xem lại số liệu"):
    return returns.return_line(line_id=line_of(sheet, no).pk, to=to, reason=reason, by=by)


def answer(sheet, no, by, words="Đã sửa theo báo cáo"):
    return returns.answer_return(line_id=line_of(sheet, no).pk, answer=words, by=by)


def test_lets_the_unit_mend_just_that_row(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    send_back(sheet, "1.2", province.secretary)
    line = write(sheet, "1.2", Tier.SELF, province.officer, actual=Decimal(4))
    assert (line.self_points, line.bloc_points) == (Decimal(10), None)
    with pytest.raises(Refused):
        write(sheet, "1.1", Tier.SELF, province.officer, actual=Decimal(40))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.self_total) == (S.SELF_SUBMITTED, Decimal(37))
    assert sheet.submission.receipts.count() == 1


def test_waits_with_the_confirmation_for_the_answer(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    send_back(sheet, "1.2", province.secretary)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    with pytest.raises(Refused) as refused:
        sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary)
    assert refused.value.reason == "Tiêu chí 1.2 đang được trả lại xem xét; chờ trả lời rồi mới xác nhận."
    with pytest.raises(Refused, match=r"Tiêu chí 1\.2 đang được trả lại xem xét; chờ trả lời rồi mới chấm"):
        write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal(9), note="Khác")
    answer(sheet, "1.2", province.head)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    assert sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary).state == S.BLOC_CONFIRMED


def test_sends_letters_both_ways_and_leaves_a_trail(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    send_back(sheet, "1.2", province.secretary)
    told = Notice.objects.filter(title="Tiêu chí 1.2 của Đồng Văn được trả lại đơn vị")
    assert set(told.values_list("recipient", flat=True)) == {province.officer.pk, province.head.pk}
    answer(sheet, "1.2", province.head)
    back = Notice.objects.get(title="Đã xem lại tiêu chí 1.2 – Đồng Văn")
    assert (back.recipient, back.body) == (province.secretary, "Đã sửa theo báo cáo")
    events = AuditEvent.objects.filter(event__in=["line.returned", "line.answered"]).order_by("pk")
    assert [event.event for event in events] == ["line.returned", "line.answered"]


def test_asks_the_head_to_answer_for_the_unit(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    send_back(sheet, "1.2", province.secretary)
    with pytest.raises(Refused, match="Chỉ thủ trưởng đơn vị ký nộp"):
        answer(sheet, "1.2", province.officer)


@pytest.mark.parametrize(
    ("reason", "to", "sentence"),
    [
        (" ", Tier.SELF, "Hãy ghi lý do trả lại để người nhận biết cần sửa gì."),
        ("Sai", Tier.BLOC, "Không trả lại được tiêu chí này cho nơi đã chọn."),
    ],
)
def test_refuses_to_send_back_without_reason_or_to_oneself(province, campaign, table, reason, to, sentence):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    with pytest.raises(Refused) as refused:
        send_back(sheet, "1.2", province.secretary, to, reason)
    assert refused.value.reason == sentence


def test_refuses_a_second_return_of_the_same_row(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    send_back(sheet, "1.2", province.secretary)
    with pytest.raises(Refused, match=r"Tiêu chí 1\.2 đang được trả lại rồi"):
        send_back(sheet, "1.2", province.secretary)


def test_refuses_an_answer_without_words_or_without_points(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    send_back(sheet, "1.2", province.secretary)
    with pytest.raises(Refused, match="Hãy viết một câu"):
        answer(sheet, "1.2", province.head, " ")
    write(sheet, "1.2", Tier.SELF, province.officer, actual=None)
    with pytest.raises(Refused, match=r"Chưa chấm tiêu chí 1\.2"):
        answer(sheet, "1.2", province.head)
    with pytest.raises(Refused, match="không còn chờ trả lời"):
        answer(sheet, "1.1", province.head)


def test_lets_the_bloc_score_one_row_again_for_the_standing_body(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    send_back(sheet, "1.2", province.staff, Tier.BLOC)
    write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal(9), note="Số liệu của Sở khác")
    with pytest.raises(Refused):
        write(sheet, "1.1", Tier.BLOC, province.secretary, points=Decimal(9), note="Khác")
    answer(sheet, "1.2", province.secretary)
    lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
    assert sheets.appraise(sheet_id=sheet.pk, by=province.staff).appraised_total == Decimal(36)


def test_hands_a_row_on_to_the_bloc_when_the_unit_changes_it_after_confirmation(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    send_back(sheet, "1.2", province.staff)
    write(sheet, "1.2", Tier.SELF, province.officer, actual=Decimal(4))
    answer(sheet, "1.2", province.head)
    onward = LineReturn.objects.get(answered_at=None)
    assert (onward.to, onward.line.criterion.no) == (Tier.BLOC, "1.2")
    write(sheet, "1.2", Tier.BLOC, province.secretary, points=Decimal(10))
    answer(sheet, "1.2", province.secretary)
    assert line_of(sheet, "1.2").bloc_points == Decimal(10)


def test_takes_a_changed_row_of_the_standing_body_over_at_once(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    send_back(sheet, "3.1", province.staff)
    write(sheet, "3.1", Tier.SELF, province.officer, points=Decimal(5))
    answer(sheet, "3.1", province.head)
    assert (line_of(sheet, "3.1").bloc_points, LineReturn.objects.filter(answered_at=None).count()) == (Decimal(5), 0)


def test_ends_single_returns_when_the_whole_sheet_goes_back(province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    send_back(sheet, "1.2", province.secretary)
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại cả bảng", by=province.secretary)
    assert LineReturn.objects.get().answer == "Cả bảng điểm được trả lại."
    write(sheet, "1.1", Tier.SELF, province.officer, actual=Decimal(40))


@pytest.mark.parametrize("who", ["officer", "head", "bloc_secretary", "leader", "council_member"])
def test_lets_only_the_holder_send_a_row_back(province, campaign, table, who):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    with pytest.raises(Refused):
        send_back(sheet, "1.2", province.everybody()[who])


def test_walks_a_row_there_and_back_on_the_pages(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    line, page = line_of(sheet, "1.2"), reverse("scoring:sheet", args=[sheet.pk])
    secretary, head = sign_in(province.secretary), None
    assert "Trả lại dòng này" in secretary.get(page).content.decode()
    url = reverse("scoring:return_line", args=[line.pk])
    assert "Hãy ghi lý do" in secretary.post(url, {"to": "self", "reason": ""}).content.decode()
    assert secretary.post(url, {"to": "self", "reason": "Thiếu quý IV"}).url == f"{page}#dong-{line.pk}"
    head = sign_in(province.head)
    shown = head.get(page).content.decode()
    assert "Thiếu quý IV" in shown
    assert 'aria-label="Thực hiện, tiêu chí 1.2"' in shown
    assert 'aria-label="Thực hiện, tiêu chí 1.1"' not in shown
    head.post(reverse("scoring:answer_line", args=[line.pk]), {"answer": "Đã bổ sung quý IV"})
    assert "trả lời: “Đã bổ sung quý IV”" in sign_in(province.secretary).get(page).content.decode()


def test_answers_404_to_strangers(sign_in, province, campaign, table):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    for name in ("return_line", "answer_line"):
        url = reverse(f"scoring:{name}", args=[line_of(sheet, "1.2").pk])
        assert sign_in(province.stranger).post(url, {"answer": "x"}).status_code == 404


@pytest.mark.parametrize("deed", ["return", "answer", "cite", "save", "cross"])
def test_a_row_that_a_new_version_just_dropped_is_said_to_be_gone(province, campaign, table, deed):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    row = {"line_id": line_of(sheet, "1.2").pk, "by": province.officer}
    sheet.lines.filter(pk=row["line_id"]).delete()
    call, more = {
        "return": (returns.return_line, {"to": Tier.SELF, "reason": "x"}),
        "answer": (returns.answer_return, {"answer": "x"}),
        "cite": (citations.cite, {"pages": {}, "version": 0}),
        "save": (lines.save_line, {"tier": Tier.SELF, "values": {}, "version": 0}),
        "cross": (crosswise.save_points, {"points": Decimal(1), "note": ""}),
    }[deed]
    with pytest.raises(Refused, match="không còn trong bảng tiêu chí đang áp dụng"):
        call(**row, **more)
