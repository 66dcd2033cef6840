"""Filing in the browser: what is shown, what is kept, who is turned away with which sentence."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.merging import fingerprints
from campaigns.models import Milestone, Receipt, Submission
from campaigns.places import as_line
from campaigns.queries.drafted import places_of
from campaigns.queries.submissions import targets_of
from campaigns.services import answers
from campaigns.services.submissions import save_draft
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import recorded
from tests.factories.submissions import REASON, begun, file, save, seen, submission_at, written
from tests.support.pages import fields_of, text_of


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


FILING = {"sqlite": 32, "postgresql": 33}  # the barrier of the deadline
NO_TITLE = "Chưa ghi danh hiệu, hình thức khen thưởng nào; nếu đơn vị không đăng ký thì vẫn nộp được."


def page(submission, *more):
    return "/".join(["/phong-trao/ho-so", str(submission.pk), *more, ""])


def typed(submission, **changes):
    """What a browser posts: the version it has seen, and texts; figures as an official types them."""
    income, poverty, goal = targets_of(submission.participation)
    plain = {
        "version": submission.version,
        "seen": seen(submission),
        "text_contents": "Thi đua làm đường",
        f"value_{income.pk}": "39,5",
        f"value_{poverty.pk}": "4,2",
        f"measures_{goal.pk}": "Một cửa điện tử",
    }
    return plain | changes


def test_begin_posts_once_and_leads_to_the_draft(province, campaign, sign_in):
    folder = participation_of(campaign, province.unit)
    response = sign_in(province.officer).post(f"/phong-trao/don-vi/{folder.pk}/soan/register/")
    draft = Submission.objects.get()
    assert (response.status_code, response["Location"]) == (302, page(draft))
    again = sign_in(province.head).post(f"/phong-trao/don-vi/{folder.pk}/soan/register/")
    assert again["Location"] == page(draft)


def test_begin_of_an_unknown_kind_is_not_found(province, campaign, sign_in):
    folder = participation_of(campaign, province.unit)
    assert sign_in(province.officer).post(f"/phong-trao/don-vi/{folder.pk}/soan/tho-ca/").status_code == 404


def test_page_of_a_draft_lists_the_gaps(province, campaign, sign_in):
    response = sign_in(province.officer).get(page(begun(province, campaign)))
    assert response.status_code == 200
    words = text_of(response)
    for gap in (
        "Chưa viết mục “Nội dung thi đua”.",
        "Chỉ tiêu 1: chưa ghi mức đăng ký cho “Thu nhập bình quân đầu người”.",
        "Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng.",
    ):
        assert gap in words
    assert "Cải cách hành chính”." not in words


def test_save_keeps_what_was_typed(province, campaign, sign_in):
    draft = begun(province, campaign)
    client = sign_in(province.officer)
    response = client.post(page(draft), typed(draft))
    assert (response.status_code, response["Location"]) == (302, page(draft))
    again = client.get(page(draft))
    assert "Đã lưu bản nháp." in text_of(again)
    fields = fields_of(again)
    income = targets_of(draft.participation)[0]
    assert (fields["version"], fields["text_contents"], fields[f"value_{income.pk}"]) == (
        "1",
        "Thi đua làm đường",
        "39,5",
    )


def test_save_with_a_bad_figure_says_so_and_keeps_every_word(province, campaign, sign_in):
    draft = begun(province, campaign)
    income = targets_of(draft.participation)[0]
    response = sign_in(province.officer).post(page(draft), typed(draft, **{f"value_{income.pk}": "ba mươi"}))
    assert "Chưa lưu được, những gì bạn nhập vẫn còn nguyên" in text_of(response)
    fields = fields_of(response)
    assert (fields["text_contents"], fields[f"value_{income.pk}"]) == ("Thi đua làm đường", "ba mươi")
    draft.refresh_from_db()
    assert draft.version == 0


def test_autosave_answers_with_the_new_version_and_the_time(province, campaign, sign_in, at):
    draft = begun(province, campaign)
    at("2021-01-05 14:20")
    response = sign_in(province.officer).post(page(draft, "luu"), typed(draft))
    answer = response.json()
    assert (response.status_code, answer["version"], answer["saved_at"]) == (200, 1, "14:20")
    assert (answer["theirs"], answer["asked"], answer["errors"]) == ({}, [], {})
    facts = ["Đăng ký 2/2 chỉ tiêu; không đăng ký danh hiệu."]
    lists = {"gaps": [], "unready": [], "questions": [NO_TITLE], "facts": facts}
    assert (answer["hints"], answer["lists"]) == ({}, lists)
    draft.refresh_from_db()
    assert answer["seen"] == fingerprints(places_of(draft))


def test_saves_and_files_for_what_the_unit_writes(province, campaign, sign_in, django_assert_num_queries):
    """Neither those who answer nor those who run the campaign are read; what is checked is what is frozen."""
    draft, head = begun(province, campaign), sign_in(province.head)
    posted = typed(draft)
    with django_assert_num_queries(25):
        assert head.post(page(draft, "luu"), posted).status_code == 200
    with django_assert_num_queries(FILING[connection.vendor]):
        head.post(page(draft, "nop"), {"version": 1})
    assert draft.receipts.count() == 1


def test_autosave_of_a_bad_figure_names_the_field_and_keeps_the_rest(province, campaign, sign_in):
    draft = begun(province, campaign)
    income = targets_of(draft.participation)[0]
    response = sign_in(province.officer).post(page(draft, "luu"), typed(draft, **{f"value_{income.pk}": "ba mươi"}))
    assert (response.status_code, list(response.json()["errors"])) == (200, [f"value_{income.pk}"])
    assert draft.sections.get(key="contents").text == "Thi đua làm đường"
    assert income.pk not in {line.target_id for line in draft.lines.all()}


@pytest.mark.parametrize("shown", ["", "{", "[]", '{"text:contents": 1}', "null"])
def test_a_page_without_what_it_showed_is_not_saved_from(province, campaign, sign_in, shown):
    draft = begun(province, campaign)
    response = sign_in(province.officer).post(page(draft, "luu"), typed(draft, seen=shown))
    assert (response.status_code, response.json()["errors"]) == (
        422,
        {"seen": "Trang này mở đã quá lâu nên chưa lưu được; hãy sao lại nội dung rồi tải lại trang."},
    )
    assert draft.sections.count() == 0


def test_autosave_shows_what_somebody_else_changed_and_asks_only_about_what_both_did(province, campaign, sign_in, at):
    draft = begun(province, campaign)
    _, poverty, goal = targets_of(draft.participation)
    mine = typed(draft, **{f"value_{poverty.pk}": "", f"measures_{goal.pk}": ""})
    save(draft, province)
    answer = sign_in(province.head).post(page(draft, "luu"), mine).json()
    assert answer["asked"] == ["Nội dung thi đua", "Thu nhập bình quân đầu người"]
    assert (answer["by"], answer["hidden"]) == ("Cán bộ đầu mối Đồng Văn", [])
    assert answer["theirs"][f"line:{poverty.pk}"][f"value_{poverty.pk}"] == "4,5"
    assert answer["theirs"][f"line:{goal.pk}"][f"measures_{goal.pk}"] == "Giao chỉ tiêu cho từng xã"


def test_two_savers_see_both_versions_and_the_second_can_save_after_reading(province, campaign, sign_in):
    draft = begun(province, campaign)
    mine = typed(draft, text_contents="Bản của thủ trưởng")
    save(draft, province)
    client = sign_in(province.head)
    response = client.post(page(draft), mine)
    assert response.status_code == 409
    words, fields = text_of(response), fields_of(response)
    assert "Có người vừa lưu hồ sơ này" in words
    assert "Nội dung thi đua: đã viết." in words
    assert (fields["text_contents"], fields["version"]) == ("Bản của thủ trưởng", "1")
    again = client.post(page(draft), mine | {"version": fields["version"], "seen": fields["seen"]})
    assert again.status_code == 302
    assert draft.sections.get(key="contents").text == "Bản của thủ trưởng"


@pytest.mark.parametrize(
    ("moment", "accepts_late", "said"),
    [
        ("2021-01-09", True, "còn trong hạn, đến hết thứ Bảy 09/01/2021"),
        ("2021-01-11", True, "đã qua, nộp bây giờ tính chậm 2 ngày."),
        ("2021-01-11", False, "đã qua, không nhận hồ sơ nộp quá hạn."),
    ],
)
def test_before_signing_the_page_says_what_filing_now_means(
    province, campaign, sign_in, at, moment, accepts_late, said
):
    Milestone.objects.filter(kind=K.REGISTER).update(accepts_late=accepts_late)
    draft = begun(province, campaign)
    at(moment)
    words = text_of(sign_in(province.head).get(page(draft)))
    assert words.count(said) == 2  # beside the button, and in the dialog that asks


def test_submit_leads_to_the_receipt_and_says_in_time(province, campaign, sign_in, at):
    at("2021-01-08 09:00")
    submission = written(province, campaign)
    response = sign_in(province.head).post(page(submission, "nop"), {"version": 1}, follow=True)
    receipt = Receipt.objects.get()
    assert response.request["PATH_INFO"] == f"/phong-trao/bien-nhan/{receipt.code}/"
    words = text_of(response)
    assert "Hệ thống đã nhận hồ sơ lúc 09:00 thứ Sáu 08/01/2021" in words
    assert "Đúng hạn" in words
    assert receipt.sha256 in words


def test_submit_at_the_instant_of_the_deadline_is_shown_as_late(province, campaign, sign_in, at):
    submission = written(province, campaign)
    at("2021-01-10 00:00")
    response = sign_in(province.head).post(page(submission, "nop"), {"version": 1}, follow=True)
    assert "Nộp chậm 1 ngày" in text_of(response)


def test_submit_twice_leads_to_the_same_receipt(province, campaign, sign_in):
    submission = written(province, campaign)
    client = sign_in(province.head)
    addresses = {client.post(page(submission, "nop"), {"version": 1})["Location"] for _ in range(2)}
    assert addresses == {f"/phong-trao/bien-nhan/{Receipt.objects.get().code}/"}


def test_submit_by_the_officer_shows_the_sentence(province, campaign, sign_in):
    submission = written(province, campaign)
    response = sign_in(province.officer).post(page(submission, "nop"), {"version": 1}, follow=True)
    assert "Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng." in text_of(response)
    assert Receipt.objects.count() == 0


def test_submit_with_gaps_comes_back_with_them(province, campaign, sign_in):
    draft = begun(province, campaign)
    response = sign_in(province.head).post(page(draft, "nop"), {"version": 0}, follow=True)
    assert "Chưa nộp được, bản nháp vẫn được giữ. Chưa viết mục “Nội dung thi đua”." in text_of(response)


def test_submit_of_a_version_that_is_no_number_is_not_found(province, campaign, sign_in):
    submission = written(province, campaign)
    assert sign_in(province.head).post(page(submission, "nop"), {"version": "hai"}).status_code == 404


def test_accept_in_the_browser_ends_the_matter(province, campaign, sign_in):
    submission = submission_at(S.SUBMITTED, province, campaign)
    response = sign_in(province.staff).post(page(submission, "duyet"), follow=True)
    assert "Đã duyệt Bản đăng ký thi đua – Đồng Văn. Đơn vị được báo ngay." in text_of(response)


def test_accept_by_the_unit_is_a_page_with_the_sentence(province, campaign, sign_in):
    submission = submission_at(S.SUBMITTED, province, campaign)
    response = sign_in(province.head).post(page(submission, "duyet"))
    assert response.status_code == 403
    assert (
        "Chỉ nơi nhận hồ sơ này (cơ quan thường trực, hoặc Trưởng khối nếu gửi Trưởng khối) duyệt hoặc trả lại được."
        in text_of(response)
    )


def test_send_back_shows_the_unit_the_reason_and_lets_it_edit(province, campaign, sign_in):
    submission = submission_at(S.SUBMITTED, province, campaign)
    sign_in(province.staff).post(page(submission, "tra-lai"), {"reason": REASON})
    response = sign_in(province.officer).get(page(submission))
    assert REASON in text_of(response)
    assert "text_contents" in fields_of(response)


def test_send_back_without_reason_changes_nothing_and_says_so(province, campaign, sign_in):
    submission = submission_at(S.SUBMITTED, province, campaign)
    response = sign_in(province.staff).post(page(submission, "tra-lai"), {"reason": ""}, follow=True)
    assert "Hãy ghi lý do trả lại hoặc nhận xét ở từng mục để đơn vị biết cần sửa gì." in text_of(response)
    submission.refresh_from_db()
    assert submission.state == S.SUBMITTED


def test_a_filed_submission_is_read_only_for_the_unit(province, campaign, sign_in):
    submission = submission_at(S.SUBMITTED, province, campaign)
    assert "text_contents" not in fields_of(sign_in(province.officer).get(page(submission)))
    response = sign_in(province.officer).post(page(submission), typed(submission))
    assert response.status_code == 403
    assert "Hồ sơ đã nộp nên không sửa được nữa; muốn sửa, hãy đề nghị nơi nhận trả lại." in text_of(response)


@pytest.mark.parametrize("who", ["stranger", "council_member", "staff", "bloc_secretary"])
def test_a_draft_is_not_found_by_others(province, campaign, sign_in, who):
    draft = written(province, campaign)
    assert sign_in(province.everybody()[who]).get(page(draft)).status_code == 404


@pytest.mark.parametrize("verb", ["", "luu", "nop", "duyet", "tra-lai"])
def test_a_foreign_submission_is_not_found_whatever_is_tried(province, campaign, sign_in, verb):
    submission = submission_at(S.SUBMITTED, province, campaign)
    address = page(submission, verb) if verb else page(submission)
    assert sign_in(province.stranger).post(address, {"version": 1}).status_code == 404
    assert sign_in(province.officers[1]).post(address, {"version": 1}).status_code == 404


def test_a_receipt_is_not_found_by_strangers_nor_made_up(province, campaign, sign_in):
    receipt = submission_at(S.SUBMITTED, province, campaign).receipts.get()
    assert sign_in(province.officer).get(f"/phong-trao/bien-nhan/{receipt.code}/").status_code == 200
    assert sign_in(province.stranger).get(f"/phong-trao/bien-nhan/{receipt.code}/").status_code == 404
    assert sign_in(province.officer).get("/phong-trao/bien-nhan/AAAAA-AAAAA-AAAAA-AAAAA/").status_code == 404


def test_an_unknown_submission_is_not_found(province, campaign, sign_in):
    assert sign_in(province.staff).get(f"/phong-trao/ho-so/{uuid.uuid4()}/").status_code == 404


def test_a_person_who_is_not_signed_in_is_sent_to_the_door(province, campaign, client):
    draft = written(province, campaign)
    response = client.get(page(draft))
    assert (response.status_code, response["Location"]) == (302, f"/dang-nhap/?next={page(draft)}")


@pytest.mark.parametrize("kind", [K.LAUNCH_DOCUMENT, K.MIDTERM_REPORT, K.FINAL_REPORT])
def test_page_of_each_kind_opens_for_writing_and_after_filing(province, campaign, sign_in, kind):
    draft = written(province, campaign, kind)
    client = sign_in(province.head)
    assert client.get(page(draft)).status_code == 200
    file(draft, province)
    assert client.get(page(draft)).status_code == 200


def test_what_a_unit_mends_after_a_return_is_read_by_nobody_else_until_it_is_filed(province, campaign, sign_in):
    submission = submission_at(S.SUBMITTED, province, campaign)
    answers.send_back(submission_id=submission.pk, by=province.staff, reason=REASON)
    income = targets_of(submission.participation)[0]
    save_draft(
        submission_id=submission.pk,
        texts={"contents": "Chữ đang sửa dở"},
        lines={income.pk: as_line(Decimal("77.7"), None, "Biện pháp sửa dở")},
        by=province.officer,
    )
    for reader in (province.staff, province.leader):
        words = text_of(sign_in(reader).get(page(submission)))
        assert "Dưới đây là nội dung đã nộp lần gần nhất, theo biên nhận" in words
        assert "Nội dung thi đua: đã viết." in words
        assert "Giao chỉ tiêu cho từng xã" in words
        assert "sửa dở" not in words
        assert "77,7" not in words
    assert fields_of(sign_in(province.officer).get(page(submission)))["text_contents"] == "Chữ đang sửa dở"


def test_what_was_filed_is_read_as_it_was_filed_even_when_figures_go_on(province, campaign, sign_in, at):
    at("2021-06-20 09:00")
    submission = written(province, campaign, K.MIDTERM_REPORT)
    recorded(submission.participation, province.officer, date(2021, 6, 19), "11.5")
    file(submission, province)
    recorded(submission.participation, province.officer, date(2021, 6, 20), "77.7")
    words = text_of(sign_in(province.staff).get(page(submission)))
    assert "77,7" not in words
    assert "11,5" in words


def test_after_the_campaign_a_unit_still_reads_its_own_words(province, campaign, sign_in):
    submission = submission_at(S.RETURNED, province, campaign)
    save_draft(submission_id=submission.pk, texts={"contents": "Đã sửa chưa nộp"}, by=province.officer)
    campaign.state = "cancelled"
    campaign.save()
    words = text_of(sign_in(province.officer).get(page(submission)))
    assert "Đã sửa chưa nộp" in words
    assert "chỉ đơn vị xem được" not in words


def test_a_registered_value_of_another_size_is_asked_about_and_does_not_stand_in_the_way(province, campaign, sign_in):
    draft = begun(province, campaign)
    income = targets_of(draft.participation)[0]
    data = typed(draft, **{f"value_{income.pk}": "36000000", f"last_year_{income.pk}": "32,4"})
    lists = sign_in(province.officer).post(page(draft, "luu"), data).json()["lists"]
    question = "Chỉ tiêu 1: 36.000.000 triệu đồng gấp 1.111.111 lần năm trước (32,4); hãy xem lại đơn vị tính."
    assert (lists["gaps"], lists["questions"]) == ([], [question, NO_TITLE])
