"""The registration: reasons for lower values, last year's results, titles as rows, what the addressee asked."""

import json
from decimal import Decimal

import pytest

from campaigns.contents import CONTENTS
from campaigns.enums import Op
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import AssignedTarget, Remark, Title
from campaigns.places import as_line
from campaigns.queries import submissions as queries
from campaigns.queries.registrations import last_years_results
from campaigns.queries.remarks import remarks_by_place
from campaigns.queries.submissions import registration_rows, targets_of
from campaigns.services.submissions import save_draft
from core import clock
from core.exceptions import Refused
from tests.factories.campaigns import launched_campaign
from tests.factories.figures import last_year
from tests.factories.submissions import begun, file, seen, submission_at, written
from tests.factories.titles import catalogue, compete_for, title
from tests.support.pages import fields_of, text_of
from tests.support.queries import exactly

LOWER = "Chỉ tiêu 1: mức đăng ký 38 thấp hơn chỉ tiêu tỉnh giao 40; hãy nêu lý do ở cột Ghi chú."
FLAG, PEOPLE = "co-tinh-2013", "cstd-co-so-2013"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def page(submission, *more):
    return "/".join(["/phong-trao/ho-so", str(submission.pk), *more, ""])


def pledge(province, draft, value, note=""):
    """The officer registers ``value`` for the income, of which the unit is given 40."""
    income = targets_of(draft.participation)[0]
    AssignedTarget.objects.get_or_create(target=income, unit=province.unit, defaults={"value": Decimal(40)})
    draft.refresh_from_db()
    lines = {income.pk: as_line(Decimal(value), None, "", note)}
    return save_draft(submission_id=draft.pk, texts={}, lines=lines, by=province.officer).submission


def typed(draft, **changes):
    """What a browser posts."""
    income, poverty, goal = targets_of(draft.participation)
    plain = {"version": draft.version, "seen": seen(draft), "text_contents": "Thi đua", "danh-hieu-count": 0}
    figures = {f"value_{income.pk}": "41", f"value_{poverty.pk}": "4,2", f"measures_{goal.pk}": "Một cửa"}
    return plain | figures | changes


# -- a lower value needs a reason ------------------------------------------------------------------------------------


def test_a_lower_value_without_reason_is_refused_and_with_one_taken(province, campaign):
    draft = pledge(province, written(province, campaign), "38")
    with pytest.raises(Refused) as refusal:
        file(draft, province)
    assert refusal.value.reason == f"Chưa nộp được, bản nháp vẫn được giữ. {LOWER}"
    pledge(province, draft, "38", "Hạn hán kéo dài")
    assert file(draft, province).of_version == 3


def test_the_page_says_it_at_the_row_and_in_the_list_of_gaps(province, campaign, sign_in):
    draft = pledge(province, written(province, campaign), "38")
    assert text_of(sign_in(province.officer).get(page(draft))).count(LOWER) == 2


def test_the_autosave_says_it_at_once_and_keeps_the_value(province, campaign, sign_in):
    draft = pledge(province, written(province, campaign), "41")
    income = targets_of(draft.participation)[0]
    answer = sign_in(province.officer).post(page(draft, "luu"), typed(draft, **{f"value_{income.pk}": "38"}))
    assert (answer.status_code, answer.json()["hints"]) == (200, {f"note_{income.pk}": LOWER})
    assert answer.json()["lists"]["gaps"] == [LOWER]
    assert draft.lines.get(target=income).value == 38
    draft.refresh_from_db()
    reason = {f"value_{income.pk}": "38", f"note_{income.pk}": "Hạn hán"}
    answer = sign_in(province.officer).post(page(draft, "luu"), typed(draft, **reason))
    assert answer.json()["hints"] == {}


def test_a_reason_is_frozen_and_read(province, campaign, sign_in):
    draft = pledge(province, written(province, campaign), "38", "Hạn hán kéo dài")
    receipt = file(draft, province)
    assert json.loads(bytes(receipt.payload))["content"]["targets"][0]["note"] == "Hạn hán kéo dài"
    assert "Hạn hán kéo dài" in text_of(sign_in(province.staff).get(page(draft)))


# -- last year's results ---------------------------------------------------------------------------------------------


def test_last_years_result_is_filled_in_with_its_source(province, campaign, sign_in):
    last_year(province)
    draft = begun(province, campaign)
    income = targets_of(draft.participation)[0]
    response = sign_in(province.officer).get(page(draft))
    assert fields_of(response)[f"last_year_{income.pk}"] == "36,4"
    assert "theo số liệu năm 2020 của đơn vị (đến 20/11/2020): 36,4" in text_of(response)


def test_what_the_unit_wrote_instead_stays(province, campaign, sign_in):
    last_year(province)
    draft = pledge(province, begun(province, campaign), "41")
    income = targets_of(draft.participation)[0]
    response = sign_in(province.officer).get(page(draft))
    assert fields_of(response)[f"last_year_{income.pk}"] == ""


@pytest.mark.parametrize("other", [{"name": "Thu nhập khác"}, {"op": Op.INCREASE}])
def test_a_figure_of_something_else_is_not_taken(province, campaign, other):
    last_year(province, **other)
    draft = begun(province, campaign)
    rows = registration_rows(draft)
    with exactly(1):
        assert last_years_results(draft.participation, rows) == {}


def test_a_target_made_from_last_years_is_known_by_its_origin(province, campaign):
    old = last_year(province, name="Tên cũ")
    draft = begun(province, campaign)
    income = targets_of(draft.participation)[0]
    income.origin = old
    income.save()
    found = last_years_results(draft.participation, registration_rows(draft))
    assert {pk: one.value for pk, one in found.items()} == {income.pk: Decimal("36.4")}


# -- titles ----------------------------------------------------------------------------------------------------------


def test_titles_are_typed_as_rows_and_a_units_own_needs_no_number(province, campaign, sign_in):
    draft = begun(province, campaign)
    rows = {
        "danh-hieu-count": 3,
        "danh-hieu-0-title": title(FLAG).pk,
        "danh-hieu-1-title": title(PEOPLE).pk,
        "danh-hieu-1-number": "2",
        "danh-hieu-1-names": "Vàng Thị Mai\nSùng A Páo",
    }
    assert sign_in(province.officer).post(page(draft), typed(draft, **rows)).status_code == 302
    assert [(one.title.code, one.number, one.names) for one in draft.titles.select_related("title")] == [
        (FLAG, 1, ""),
        (PEOPLE, 2, "Vàng Thị Mai\nSùng A Páo"),
    ]


def test_the_catalogue_offers_what_was_in_force_in_the_year(province, campaign, sign_in):
    title(FLAG)
    words = sign_in(province.officer).get(page(begun(province, campaign))).content.decode()
    known = {code: f'value="{title(code).pk}"' in words for code in (FLAG, "co-tinh-2022")}
    assert known == {FLAG: True, "co-tinh-2022": False}


@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ([("", "2", "")], "danh-hieu-0-title", "Hãy chọn danh hiệu, hoặc xóa cả dòng."),
        ([(PEOPLE, "0", "")], "danh-hieu-0-number", "Số lượng phải từ 1 trở lên; không đăng ký thì xóa cả dòng."),
        ([(PEOPLE, "hai", "")], "danh-hieu-0-number", "Ghi số lượng bằng chữ số, ví dụ 15."),
        ([(PEOPLE, "10000", "")], "danh-hieu-0-number", "Số lượng quá lớn (tối đa 9.999)."),
        (
            [(PEOPLE, "2", ""), (PEOPLE, "3", "")],
            "danh-hieu-1-title",
            "Danh hiệu này đã có ở dòng 1; hãy gộp vào một dòng.",
        ),
    ],
)
def test_a_row_that_cannot_be_kept_says_why(province, campaign, sign_in, rows, field, sentence):
    draft = begun(province, campaign)
    posted = {"danh-hieu-count": len(rows)}
    for at, (code, number, names) in enumerate(rows):
        pk = title(code).pk if code else ""
        posted |= {f"danh-hieu-{at}-title": pk, f"danh-hieu-{at}-number": number, f"danh-hieu-{at}-names": names}
    answer = sign_in(province.officer).post(page(draft, "luu"), typed(draft, **posted))
    assert (answer.status_code, answer.json()["errors"]) == (200, {field: sentence})
    response = sign_in(province.officer).post(page(draft), typed(draft, **posted))
    assert sentence in text_of(response)
    assert fields_of(response)["danh-hieu-0-number"] == rows[0][1]


def test_more_rows_keep_what_was_typed_and_save_nothing(province, campaign, sign_in):
    draft = begun(province, campaign)
    posted = typed(draft, **{"danh-hieu-count": 1, "danh-hieu-0-number": "7", "add": "danh-hieu"})
    response = sign_in(province.officer).post(page(draft), posted)
    fields = fields_of(response)
    assert (fields["danh-hieu-count"], fields["danh-hieu-0-number"]) == ("4", "7")
    draft.refresh_from_db()
    assert draft.version == 0


def test_titles_that_exclude_each_other_keep_it_from_being_filed(province, campaign):
    draft = compete_for(written(province, campaign), province, ("co-chinh-phu-2013", 1, ""), (FLAG, 1, ""))
    with pytest.raises(Refused) as refusal:
        file(draft, province)
    assert refusal.value.reason == (
        "Chưa nộp được, bản nháp vẫn được giữ. “Cờ thi đua của Chính phủ” và “Cờ thi đua cấp bộ, ban, ngành, tỉnh” "
        "không đăng ký cùng lúc: trong cùng một bậc đơn vị chỉ đăng ký một danh hiệu, danh hiệu cao hơn đã bao gồm "
        "danh hiệu thấp hơn (căn cứ Điều 25 Luật Thi đua, khen thưởng năm 2003, sửa đổi năm 2005 và năm 2013; "
        "Điều 26 Luật Thi đua, khen thưởng năm 2003, sửa đổi năm 2005 và năm 2013)."
    )


def test_a_title_without_number_is_kept_in_the_draft_and_asked_for(province, campaign):
    draft = compete_for(written(province, campaign), province, (PEOPLE, None, ""))
    assert CONTENTS[K.REGISTER].gaps(queries.submission(province.officer, draft.pk)) == [
        "Danh hiệu “Chiến sĩ thi đua cơ sở”: chưa ghi số lượng."
    ]


def test_people_who_may_be_one_are_asked_about_and_keep_nothing_back(province, campaign, sign_in):
    rows = (PEOPLE, 1, "Vàng Thị Mai"), ("ldtt-2013", 1, "Vang Thị Mai")
    draft = compete_for(written(province, campaign), province, *rows)
    words = text_of(sign_in(province.head).get(page(draft)))
    question = "“Vàng Thị Mai” (Chiến sĩ thi đua cơ sở) và “Vang Thị Mai” (Lao động tiên tiến) chỉ khác nhau ở dấu"
    assert words.count(question) == 2  # beside the button, and in the dialog in which the head signs
    assert file(draft, province).of_version == 2


def test_without_titles_the_unit_is_asked_once_more(province, campaign, sign_in):
    words = text_of(sign_in(province.head).get(page(written(province, campaign))))
    assert "Chưa ghi danh hiệu, hình thức khen thưởng nào; nếu đơn vị không đăng ký thì vẫn nộp được." in words


def test_titles_are_frozen_and_read(province, campaign, sign_in):
    draft = compete_for(written(province, campaign), province, (PEOPLE, 2, "Vàng Thị Mai\nSùng A Páo"))
    frozen = json.loads(bytes(file(draft, province).payload))["content"]["titles"]
    assert [(one["name"], one["number"], one["names"]) for one in frozen] == [
        ("Chiến sĩ thi đua cơ sở", 2, ["Vàng Thị Mai", "Sùng A Páo"])
    ]
    assert "Chiến sĩ thi đua cơ sở" in text_of(sign_in(province.staff).get(page(draft)))


def test_what_was_written_about_titles_before_is_still_shown(province, campaign, sign_in):
    draft = begun(province, campaign)
    save_draft(submission_id=draft.pk, texts={"titles": "Cờ thi đua của tỉnh"}, by=province.officer)
    response = sign_in(province.officer).get(page(draft))
    assert fields_of(response)["text_titles"] == "Cờ thi đua của tỉnh"
    assert "text_titles" not in fields_of(
        sign_in(province.officer).get(page(begun(province, campaign, K.FINAL_REPORT)))
    )


def test_the_catalogue_is_loaded_once_and_what_was_changed_stays(province):
    first = title(FLAG)
    first.name = "Cờ thi đua của tỉnh"
    first.save()
    count = Title.objects.count()
    title(PEOPLE).delete()
    catalogue()
    assert (Title.objects.count(), title(FLAG).name) == (count, "Cờ thi đua của tỉnh")


# -- what the addressee asked ----------------------------------------------------------------------------------------


def remark(submission, province, **place):
    return Remark.objects.create(
        submission=submission, of_version=submission.receipts.last().of_version, text="Nêu rõ biện pháp giảm nghèo.",
        made_at=clock.now(), made_by=province.staff, **place,
    )  # fmt: skip


def test_remarks_stand_at_their_row_and_section(province, campaign, sign_in):
    submission = submission_at(S.RETURNED, province, campaign)
    income = targets_of(submission.participation)[0]
    for place in ({"target": income}, {"part": "contents"}, {"part": "titles"}):
        remark(submission, province, **place)
    words = text_of(sign_in(province.officer).get(page(submission)))
    assert words.count("Nêu rõ biện pháp giảm nghèo.") == 3
    with exactly(1):
        found = remarks_by_place(submission)
    assert list(found) == [income.pk, "contents", "titles"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_many_titles_and_remarks(province, campaign, sign_in, count):
    submission = submission_at(S.RETURNED, province, campaign)
    codes = (FLAG, PEOPLE, "ldtt-2013")[:count]
    compete_for(submission, province, *((code, 1, "") for code in codes))
    for target in targets_of(submission.participation)[:count]:
        remark(submission, province, target=target)
    client = sign_in(province.officer)
    client.get(page(submission))
    with exactly(19):
        client.get(page(submission))


def test_whoever_answers_sees_which_values_are_lower_than_what_was_given(province, campaign, sign_in):
    draft = pledge(province, written(province, campaign), 38, "Thiên tai")
    file(draft, province)
    response = sign_in(province.staff).get(page(draft))
    words = text_of(response)
    assert "1 chỉ tiêu đăng ký thấp hơn mức được giao; các dòng ấy được tô màu trong bảng." in words
    assert "38 mức đăng ký 38 thấp hơn chỉ tiêu tỉnh giao 40" in words
    assert response.content.decode().count("td-row--changed") == 1


def test_nothing_is_said_of_values_that_are_good_enough(province, campaign, sign_in):
    response = sign_in(province.staff).get(page(submission_at(S.SUBMITTED, province, campaign)))
    assert "td-row--changed" not in response.content.decode()
    assert "thấp hơn mức được giao" not in text_of(response)
