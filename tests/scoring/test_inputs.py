"""What a row asks for by its rule, and what becomes of it: figures, answers, ranks, second quantities, no duty."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.exceptions import Refused
from scoring.enums import Tier
from scoring.exceptions import LineRefused
from scoring.models import Criterion
from scoring.queries.pages import page
from scoring.services import lines, sheets
from tests.factories.scoring import line_of, write
from tests.factories.sheets import confirmed, criterion, filed, filled, group, table_with

pytestmark = pytest.mark.django_db
TIERS = {"of": "actual", "tiers": [{"over": "98", "points": "5"}, {"from": "97", "points": "4"}], "otherwise": "0"}
BY_SIZE = {
    "second": "Số hồ sơ",
    "sizes": [
        {"from": "0", "tiers": [{"from": "10", "points": "2"}]},
        {"from": "1000", "tiers": [{"from": "10", "points": "2.5"}]},
    ],
}
VALUES = {
    "1": {"actual": Decimal("97.5")},
    "2": {"actual": Decimal(12), "second": Decimal(1500)},
    "3": {"grade": "Y"},
    "4": {"ranks": [1, 2, 2]},
    "5": {"grade": "N"},
}


@pytest.fixture
def every_input(province, campaign):
    """A criterion for every input that is not in the usual table; the last one is no duty of some."""
    made = table_with(
        province,
        campaign,
        group(
            "I",
            criterion("1", "tiers", TIERS),
            criterion("2", "tiers_by_size", BY_SIZE),
            criterion("3", "all_or_nothing"),
            criterion("4", "rank", {"points": ["60", "45", "30"]}, max_points="60"),
            criterion("5", "exclusion", excludes=["flag"], max_points="0"),
        ),
    )
    Criterion.objects.filter(group__table=made, no="1").update(optional=True)
    return made


def test_computes_points_from_every_kind_of_fact(province, campaign, every_input):
    sheet = filed(province, campaign, VALUES)
    found = {line.criterion.no: line.self_points for line in sheet.lines.select_related("criterion")}
    assert found == {"1": Decimal(4), "2": Decimal("2.5"), "3": Decimal(10), "4": Decimal(50), "5": Decimal(0)}


def test_freezes_every_fact_that_was_typed(province, campaign, every_input):
    payload = bytes(filed(province, campaign, VALUES).submission.receipts.get().payload).decode()
    for part in ('"second":"1500', '"ranks":[1,2,2]', '"grade":"Y"', '"assigned":true'):
        assert part in payload


@pytest.mark.parametrize(
    ("no", "typed", "stored"),
    [
        ("1", {"actual": "97,5"}, {"actual": Decimal("97.5")}),
        ("2", {"actual": "12", "second": "1500"}, {"actual": Decimal(12), "second": Decimal(1500)}),
        ("3", {"grade": "N"}, {"grade": "N"}),
        ("4", {"ranks": "1; 2;2"}, {"ranks": [1, 2, 2]}),
        ("1", {"actual": "", "not_assigned": "on", "note": "Không có rừng"}, {"assigned": False}),
    ],
)
def test_reads_what_is_typed_into_a_row(sign_in, province, campaign, every_input, no, typed, stored):
    sheet = filled(province, campaign, {})
    line = line_of(sheet, no)
    sign_in(province.officer).post(reverse("scoring:line", args=[line.pk]), {"version": line.version, **typed})
    line.refresh_from_db()
    assert {name: getattr(line, name) for name in stored} == stored


def test_says_how_ranks_are_written(sign_in, province, campaign, every_input):
    sheet = filled(province, campaign, {})
    line = line_of(sheet, "4")
    response = sign_in(province.officer).post(
        reverse("scoring:line", args=[line.pk]), {"version": 0, "ranks": "1; nhì"}
    )
    assert "Thứ hạng là số nguyên từ 1" in response.content.decode()
    assert 'value="1; nhì"' in response.content.decode()


def test_takes_a_criterion_that_is_no_duty_out_of_the_total(province, campaign, every_input):
    sheet = filled(province, campaign, VALUES)
    with pytest.raises(LineRefused) as refused:
        write(sheet, "1", Tier.SELF, province.officer, assigned=False)
    assert refused.value.code == "V02"
    write(sheet, "1", Tier.SELF, province.officer, assigned=False, note="Huyện không có rừng")
    sheet.refresh_from_db()
    assert (line_of(sheet, "1").self_points, sheet.self_total) == (None, Decimal("62.50"))


def test_lets_nobody_drop_a_duty_that_is_everybodys(province, campaign, every_input):
    sheet = filled(province, campaign, VALUES)
    with pytest.raises(Refused, match="Tiêu chí 3 được giao cho mọi đơn vị"):
        write(sheet, "3", Tier.SELF, province.officer, assigned=False, note="Không làm")


def test_asks_upper_tiers_nothing_about_what_is_no_duty(province, campaign, every_input):
    sheet = confirmed(province, campaign, VALUES | {"1": {"assigned": False, "note": "Không có rừng"}})
    assert line_of(sheet, "1").bloc_points is None
    with pytest.raises(Refused, match="không được giao cho đơn vị nên không chấm"):
        write(sheet, "1", Tier.APPRAISED, province.staff, points=Decimal(1), note="Có rừng")


def test_lets_every_tier_answer_a_question_with_a_reason_where_it_differs(province, campaign, every_input):
    sheet = filed(province, campaign, VALUES)
    with pytest.raises(LineRefused) as refused:
        write(sheet, "5", Tier.BLOC, province.secretary, answer="Y")
    assert (refused.value.code, refused.value.reason) == ("V02", "Nhập lý do khi khối trả lời khác đơn vị.")
    line = write(sheet, "5", Tier.BLOC, province.secretary, answer="Y", note="Có quyết định kỷ luật")
    sheet.refresh_from_db()
    assert (line.bloc_points, line.answer_of(Tier.BLOC)) == (Decimal(0), "Y")
    assert sheet.excluded == [], "what the bloc says is nobody's to read before it confirms"
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    assert sheets.confirm_bloc(sheet_id=sheet.pk, by=province.secretary).excluded == ["flag"]


def test_keeps_an_answer_through_taking_over_and_drops_it_with_a_change_below(province, campaign, every_input):
    sheet = filed(province, campaign, VALUES)
    write(sheet, "5", Tier.BLOC, province.secretary, answer="Y", note="Có quyết định kỷ luật")
    lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=province.secretary)
    assert line_of(sheet, "5").answer_of(Tier.BLOC) == "Y"
    sheets.return_sheet(sheet_id=sheet.pk, to="unit", reason="Xem lại", by=province.secretary)
    write(sheet, "5", Tier.SELF, province.officer, grade="Y")
    again = line_of(sheet, "5")
    assert (again.bloc_points, again.bloc_answer) == (None, "")


def test_shows_answers_in_words(province, campaign, every_input):
    sheet = confirmed(province, campaign, VALUES)
    rows = {row.line.criterion.no: row for group in page(sheet).groups for row in group.lines}
    assert [cell.words for cell in rows["5"].cells] == ["Không", "Không", ""]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("6.3", "Bảng tiêu chí làm tròn điểm đến 0,25: nhập 6,25 hoặc 6,5 (tiêu chí 3.1)"),
        ("7.8", "Bảng tiêu chí làm tròn điểm đến 0,25: nhập 7,75 hoặc 7,9 (tiêu chí 3.1)"),
    ],
)
def test_takes_only_points_that_the_table_knows(province, campaign, typed, said):
    row = criterion("3.1", "manual", max_points="7.9")
    table_with(province, campaign, group("III", row), rounding_step=Decimal("0.25"))
    sheet = filled(province, campaign, {})
    with pytest.raises(LineRefused) as refused:
        write(sheet, "3.1", Tier.SELF, province.officer, points=Decimal(typed))
    assert (refused.value.code, refused.value.reason) == ("N02", said)
    assert write(sheet, "3.1", Tier.SELF, province.officer, points=Decimal("7.9")).self_points == Decimal("7.9")
    sheets.submit_self_score(sheet_id=sheet.pk, by=province.head)
    with pytest.raises(LineRefused) as refused:
        write(sheet, "3.1", Tier.BLOC, province.secretary, points=Decimal(typed), note="Thiếu")
    assert refused.value.reason == said


def test_leaves_what_the_tier_below_says_whatever_the_step(province, campaign):
    made = table_with(province, campaign, group("III", criterion("3.1", "manual")))
    sheet = filed(province, campaign, {"3.1": {"points": Decimal("6.3")}})
    type(made).objects.filter(pk=made.pk).update(rounding_step=Decimal("0.25"))
    assert write(sheet, "3.1", Tier.BLOC, province.secretary, points=Decimal("6.3")).bloc_points == Decimal("6.3")
