"""One deed for many units: the preview says what happens to whom and why not to others, then each is done alone."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Extension, Remark, Submission
from campaigns.queries.followup import boards
from campaigns.queries.submissions import targets_of
from campaigns.services import answers
from core import clock
from tests.factories.answers import filed_report, two_addressees
from tests.factories.campaigns import launched_campaign, milestone_of
from tests.factories.ground import bloc, second_staff
from tests.factories.submissions import REASON, file, submission_at
from tests.support.pages import fields_of, text_of


@pytest.fixture
def campaign(province, at):
    at("2020-12-20")
    return launched_campaign(province)


def address(campaign):
    return reverse("campaigns:bulk", args=[campaign.code])


def boxes(campaign, user, kind=K.REGISTER):
    """The box of every unit at the deadline of ``kind``."""
    board = next(one for one in boards(campaign, user, clock.now()) if one.milestone.kind == kind)
    return [one.key for one in board.standings]


def confirmed(client, campaign, page, **more):
    """Press the button of the preview."""
    keys = [one.key for one in page.context["going"]]
    return client.post(address(campaign), {"lam": page.context["verb"], "chon": keys, "confirm": "1"} | more)


def told(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def states():
    return dict(Submission.objects.values_list("participation__unit__code", "state"))


def test_accepting_shows_first_what_happens_and_what_is_left_out(province, campaign, sign_in):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    submission_at(S.ACCEPTED, province, campaign, member=2)
    client = sign_in(province.staff)
    page = client.post(address(campaign), {"lam": "accept", "chon": boxes(campaign, province.staff)})
    words = text_of(page)
    for sentence in (
        "Duyệt 1 hồ sơ này?",
        "Mèo Vạc: chưa nộp nên không duyệt được",
        "Yên Minh: đã duyệt rồi",
        "2 người của 1 đơn vị nhận thư ngay.",
        "Hồ sơ đã duyệt thì không trả lại được nữa.",
    ):
        assert sentence in words
    assert states()["dong-van"] == S.SUBMITTED
    response = confirmed(client, campaign, page)
    assert told(response) == ["Đã duyệt 1 hồ sơ: Đồng Văn."]
    assert states()["dong-van"] == S.ACCEPTED


def test_what_changed_since_the_preview_is_left_out_with_the_reason(province, campaign, sign_in):
    first = submission_at(S.SUBMITTED, province, campaign, member=0)
    second = submission_at(S.SUBMITTED, province, campaign, member=1)
    third = submission_at(S.SUBMITTED, province, campaign, member=2)
    client = sign_in(province.staff)
    page = client.post(address(campaign), {"lam": "accept", "chon": boxes(campaign, province.staff)})
    answers.send_back(submission_id=first.pk, by=province.staff, reason=REASON)
    file(first, province)
    answers.send_back(submission_id=second.pk, by=province.staff, reason=REASON)
    assert told(confirmed(client, campaign, page)) == [
        "Đã duyệt 1 hồ sơ: Yên Minh.",
        "Không thực hiện được với 2 đơn vị – Đồng Văn: đơn vị đã nộp lại bản mới sau khi bạn mở trang; hãy đọc bản mới "
        "rồi trả lời; Mèo Vạc: đã trả lại, đơn vị chưa nộp lại.",
    ]
    assert third.receipts.count() == 1


def test_returning_needs_words_and_remarks_go_to_all(province, campaign, sign_in):
    found = [submission_at(S.SUBMITTED, province, campaign, member=member) for member in range(2)]
    income = targets_of(found[0].participation)[0]
    client = sign_in(province.staff)
    page = client.post(address(campaign), {"lam": "return", "chon": boxes(campaign, province.staff)})
    assert f"remark_line_{income.pk}" in fields_of(page)
    assert "Yên Minh: chưa nộp nên không trả lại được" in text_of(page)
    again = confirmed(client, campaign, page, reason=" ")
    assert "Hãy ghi lý do trả lại hoặc nhận xét ở từng mục để đơn vị biết cần sửa gì." in text_of(again)
    assert set(states().values()) == {S.SUBMITTED}
    response = confirmed(client, campaign, page, **{f"remark_line_{income.pk}": "Thấp hơn năm trước"})
    assert told(response) == ["Đã trả lại 2 hồ sơ: Đồng Văn, Mèo Vạc."]
    assert sorted(Remark.objects.values_list("submission__participation__unit__code", "text")) == [
        ("dong-van", "Thấp hơn năm trước"),
        ("meo-vac", "Thấp hơn năm trước"),
    ]


def test_permission_is_asked_for_each_unit(province, at, sign_in):
    """The leader's office answers for its members, not for its own unit nor what goes to the standing body."""
    at("2020-12-20")
    campaign, plan = two_addressees(province)
    at("2021-06-18 09:00")
    for member in (0, 2):
        filed_report(province, campaign, member=member)
    client = sign_in(province.secretary)
    page = client.post(address(plan), {"lam": "accept", "chon": boxes(plan, province.secretary, K.MIDTERM_REPORT)})
    assert [one.name for one in page.context["going"]] == ["Đồng Văn"]
    assert "Yên Minh: gửi Trưởng khối nên nơi ấy trả lời" in text_of(page)
    page = client.post(
        address(campaign), {"lam": "accept", "chon": boxes(campaign, province.secretary, K.MIDTERM_REPORT)}
    )
    assert page.context["going"] == []
    assert "Đồng Văn: gửi Ban Thi đua - Khen thưởng tỉnh nên nơi ấy trả lời" in text_of(page)
    page = client.post(address(plan), {"lam": "extend", "chon": boxes(plan, province.secretary, K.MIDTERM_REPORT)})
    assert "Mèo Vạc: chỉ chuyên viên của cơ quan phát động làm được việc này" in text_of(page)


def test_a_unit_that_is_not_followed_cannot_be_chosen(province, campaign, sign_in):
    response = sign_in(province.staff).post(address(campaign), {"lam": "accept", "chon": ["1-999999", "x", ""]})
    assert told(response) == ["Chưa chọn đơn vị nào: hãy đánh dấu ở các đơn vị, rồi bấm việc cần làm."]


def test_longer_is_asked_for_each_unit_and_granted_by_nobody_yet(province, campaign, sign_in, at):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    client = sign_in(province.staff)
    page = client.post(address(campaign), {"lam": "extend", "chon": boxes(campaign, province.staff)})
    assert "Đồng Văn: đã nộp đúng hạn nên không cần gia hạn" in text_of(page)
    typed = {"day": "15/01/2021", "hour": "17:00", "reason": "Mưa lũ"}
    again = confirmed(client, campaign, page, **(typed | {"reason": ""}))
    assert "Hãy ghi lý do gia hạn." in text_of(again)
    assert told(confirmed(client, campaign, page, **typed)) == [
        "Đã gửi đề nghị gia hạn cho 2 đơn vị: Mèo Vạc, Yên Minh."
    ]
    assert sorted(Extension.objects.values_list("unit__code", "state")) == [
        ("meo-vac", "requested"),
        ("yen-minh", "requested"),
    ]
    page = client.post(address(campaign), {"lam": "extend", "chon": boxes(campaign, province.staff)})
    assert "Mèo Vạc: đang có một đề nghị gia hạn chờ duyệt" in text_of(page)
    assert sign_in(second_staff(province)).get(reverse("campaigns:extensions", args=[campaign.code])).status_code == 200


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("11/01/2021", "Hạn mới đã qua; hãy chọn thời điểm trong tương lai."),
        ("05/01/2021", "Hạn mới phải sau hạn đang áp dụng"),
        ("31/02/2021", "Tháng 2"),
    ],
)
def test_a_wrong_new_deadline_is_said_at_its_field_and_nothing_is_lost(province, campaign, sign_in, at, day, sentence):
    at("2021-01-12 08:00")
    client = sign_in(province.staff)
    page = client.post(address(campaign), {"lam": "extend", "chon": boxes(campaign, province.staff)[:1]})
    again = confirmed(client, campaign, page, day=day, hour="17:00", reason="Mưa lũ")
    assert told(again) == []
    assert sentence in again.context["form"].errors["day"][0]
    assert "Chưa thực hiện, những gì bạn nhập vẫn còn nguyên" in text_of(again)
    fields = fields_of(again)
    assert (fields["day"], fields["reason"].strip(), again.context["going"][0].name) == (day, "Mưa lũ", "Đồng Văn")


def test_the_list_that_was_open_is_opened_again_from_its_top(province, campaign, sign_in):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    client, milestone = sign_in(province.staff), milestone_of(campaign, K.REGISTER).pk
    listed = f"{reverse('campaigns:follow_up', args=[campaign.code])}?moc={milestone}&loc=submitted"
    opened = {"lam": "accept", "moc": milestone, "loc": "submitted"}
    assert client.post(address(campaign), opened)["Location"] == listed
    page = client.post(address(campaign), opened | {"chon": boxes(campaign, province.staff)})
    assert page.context["back"] == listed
    assert "1 hồ sơ sẽ được duyệt" in text_of(page)
    kept = {name: fields_of(page)[name] for name in ("moc", "loc")}
    assert confirmed(client, campaign, page, **kept)["Location"] == listed


def test_reminding_opens_the_reminder_with_the_chosen_units(province, campaign, sign_in, at):
    submission_at(S.SUBMITTED, province, campaign, member=0)
    client = sign_in(province.staff)
    response = client.post(
        address(campaign), {"lam": "remind", "chon": boxes(campaign, province.staff)[:2]}, follow=True
    )
    assert response.request["PATH_INFO"] == reverse(
        "campaigns:remind", args=[campaign.code, milestone_of(campaign, K.REGISTER).pk]
    )
    assert "Không nhắc 1 đơn vị – Đồng Văn: đã nộp nên không phải nhắc." in text_of(response)
    assert [box.data["selected"] for box in response.context["form"]["units"].subwidgets] == [True, False]


def test_a_reminder_is_about_one_deadline(province, campaign, sign_in):
    keys = [*boxes(campaign, province.staff), *boxes(campaign, province.staff, K.FINAL_REPORT)]
    response = sign_in(province.staff).post(address(campaign), {"lam": "remind", "chon": keys})
    assert told(response) == ["Mỗi lần nhắc về một mốc thời hạn: hãy chọn các đơn vị ở cùng một cột."]


def test_more_than_a_page_takes_is_left_for_the_next_time(province, campaign, sign_in, monkeypatch):
    monkeypatch.setattr("campaigns.services.bulk.MOST", 1)
    page = sign_in(province.staff).post(
        address(campaign), {"lam": "extend", "chon": boxes(campaign, province.staff), "tu": "bang"}
    )
    assert [one.name for one in page.context["going"]] == ["Đồng Văn"]
    assert "Mèo Vạc: mỗi lần làm tối đa 1 dòng, dòng này để lần sau" in text_of(page)
    assert page.context["back"].endswith("/theo-doi/bang/")


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_units_and_leaders_do_nothing_in_bulk(province, campaign, sign_in, role):
    response = sign_in(province.everybody()[role]).post(address(campaign), {"lam": "accept", "chon": ["1-1"]})
    assert response.status_code == 403


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(("verb", "queries"), [("accept", 15), ("extend", 12)])
def test_preview_costs_the_same_for_more_units(province, at, sign_in, django_assert_num_queries, units, verb, queries):
    at("2020-12-20")
    small = bloc("khoi-2", "Khối số 2", province.authority, province.units[:units])
    campaign = launched_campaign(province, blocs=(small,))
    for member in range(units):
        submission_at(S.SUBMITTED, province, campaign, member=member, moment="2021-01-12 08:00")
    keys = boxes(campaign, province.staff)
    client = sign_in(province.staff)
    with django_assert_num_queries(queries):
        assert len(client.post(address(campaign), {"lam": verb, "chon": keys}).context["going"]) == units
