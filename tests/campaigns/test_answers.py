"""Answers of each addressee: who answers what, what it means for the whole, remarks at their places, letters."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from campaigns.enums import Addressee, Outcome
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Closing, Delivery, Remark
from campaigns.queries.answering import answer_duties
from campaigns.queries.followup import boards
from campaigns.queries.remarks import remarks_by_place
from campaigns.queries.submissions import targets_of
from campaigns.services import answers, filing
from campaigns.services import submissions as drafting
from campaigns.services.books import close_books
from core import clock
from core.authz import can
from core.exceptions import Conflict, Refused
from organizations.enums import Role
from organizations.models import Notice
from tests.factories.answers import TO_LEADER, filed_report, two_addressees
from tests.factories.campaigns import launched_campaign, milestone_of, participation_of
from tests.factories.ground import bloc, district, person
from tests.factories.submissions import REASON, file, save, submission_at, texts
from tests.support.dates import on
from tests.support.pages import fields_of, text_of

ACCEPTED, RETURNED = Outcome.ACCEPTED, Outcome.RETURNED
NOT_YOURS = (
    "Chỉ nơi nhận hồ sơ này (cơ quan thường trực, hoặc Trưởng khối nếu gửi Trưởng khối) duyệt hoặc trả lại được."
)
OWN_UNIT = "Bạn thuộc đơn vị này nên không thể duyệt hồ sơ của chính đơn vị mình."
TALK = (
    "Cơ quan thường trực đã duyệt hồ sơ này; muốn đơn vị sửa, hãy trao đổi với cơ quan thường trực. "
    "Trưởng khối vẫn ghi “Đã nhận” được."
)


@pytest.fixture
def world(province, at):
    """The campaign, the plan of its bloc, and a report filed with both."""
    at("2020-12-20")
    campaign, plan = two_addressees(province)
    at("2021-06-18 09:00")
    return campaign, plan, filed_report(province, campaign)


def outcomes(report):
    report.refresh_from_db()
    found = {one.milestone.addressee: one.outcome for one in report.deliveries.select_related("milestone")}
    return report.state, found[Addressee.STANDING_BODY], found[Addressee.BLOC_LEADER]


def letters(person, words):
    return list(Notice.objects.filter(recipient=person, title__contains=words).values_list("title", "body"))


# -- who answers -----------------------------------------------------------------------------------------------------


def test_both_addressees_are_told_of_the_filing(province, world):
    assert [title for title, _ in letters(province.secretary, "đã nộp")] == ["Đồng Văn đã nộp Báo cáo sơ kết 6 tháng"]
    assert [title for title, _ in letters(province.staff, "đã nộp")] == ["Đồng Văn đã nộp Báo cáo sơ kết 6 tháng"]


def test_the_leader_is_not_told_of_what_is_not_addressed_to_him(province, world):
    submission_at(S.SUBMITTED, province, world[0])
    assert letters(province.secretary, "Bản đăng ký") == []


def test_the_leader_answers_for_himself_and_the_whole_goes_on_waiting(province, world):
    report = world[2]
    answers.accept(submission_id=report.pk, by=province.secretary)
    assert outcomes(report) == (S.SUBMITTED, "", ACCEPTED)
    assert letters(province.officer, "được Trưởng khối duyệt") == [
        (
            "Báo cáo sơ kết 6 tháng của đơn vị đã được Trưởng khối duyệt",
            f"{province.secretary} đã duyệt hồ sơ của đơn vị thay mặt Trưởng khối.\n"
            "Còn chờ Ban Thi đua - Khen thưởng tỉnh trả lời.",
        )
    ]


def test_the_standing_body_decides_and_the_leader_may_still_take_it(province, world):
    report = world[2]
    answers.accept(submission_id=report.pk, by=province.staff)
    assert outcomes(report) == (S.ACCEPTED, ACCEPTED, "")
    with pytest.raises(Refused) as refusal:
        answers.send_back(submission_id=report.pk, by=province.secretary, reason="Sửa")
    assert refusal.value.reason == TALK
    answers.accept(submission_id=report.pk, by=province.secretary)
    assert outcomes(report) == (S.ACCEPTED, ACCEPTED, ACCEPTED)


def test_nobody_answers_twice(province, world):
    report = world[2]
    answers.accept(submission_id=report.pk, by=province.secretary)
    with pytest.raises(Refused, match="Hồ sơ chưa được nộp hoặc đã có trả lời"):
        answers.send_back(submission_id=report.pk, by=province.secretary, reason="Sửa")


@pytest.mark.parametrize("who", ["staff", "secretary"])
def test_whoever_sends_it_back_sends_it_to_the_unit_and_filing_anew_clears_the_answers(province, world, who, at):
    report = world[2]
    other = province.staff if who == "secretary" else province.secretary
    if who == "staff":
        answers.accept(submission_id=report.pk, by=province.secretary)
    answers.send_back(submission_id=report.pk, by=getattr(province, who), reason=REASON)
    report.refresh_from_db()
    assert (report.state, report.answer, report.answered_by) == (S.RETURNED, REASON, getattr(province, who))
    assert not can(other, "campaigns.answer", report)
    received = set(report.deliveries.values_list("received_at", "days_late"))
    at("2021-07-05 09:00")
    report.refresh_from_db()
    file(save(report, province), province)
    assert outcomes(report) == (S.SUBMITTED, "", "")
    assert set(report.deliveries.values_list("received_at", "days_late")) == received
    assert report.receipts.count() == 2


def test_where_only_the_leader_is_addressed_the_leader_decides(province, at):
    at("2020-12-20")
    lines = (TO_LEADER,)
    campaign = launched_campaign(province, milestones=lines)
    at("2021-06-18")
    report = filed_report(province, campaign)
    assert can(province.staff, "campaigns.answer", report).reason == NOT_YOURS
    answers.accept(submission_id=report.pk, by=province.secretary)
    report.refresh_from_db()
    assert (report.state, report.answered_by) == (S.ACCEPTED, province.secretary)


def test_what_will_reach_the_standing_body_later_is_not_decided_by_the_leader(province, world, at):
    campaign, _, report = world
    report.deliveries.filter(milestone__campaign=campaign).delete()
    campaign.milestones.filter(kind=K.MIDTERM_REPORT).update(opens_at=on("2021-06-25 00:00"))
    answers.accept(submission_id=report.pk, by=province.secretary)
    report.refresh_from_db()
    assert report.state == S.SUBMITTED


def test_the_leaders_own_report_is_answered_by_the_deputy(province, world, at):
    campaign = world[0]
    report = filed_report(province, campaign, member=2)
    deputy = person("khoi.meo-vac", province.units[1], Role.BLOC_SECRETARY)
    assert can(province.secretary, "campaigns.answer", report).reason == NOT_YOURS
    assert can(province.heads[1], "campaigns.answer", report)
    assert [duty.title for duty in answer_duties(deputy)] == ["Duyệt Báo cáo sơ kết 6 tháng của Yên Minh"]
    answers.accept(submission_id=report.pk, by=deputy)
    assert outcomes(report) == (S.SUBMITTED, "", ACCEPTED)


def test_the_deputy_reads_the_leaders_report_and_no_other(province, world, sign_in):
    own, led = filed_report(province, world[0], member=2), world[2]
    deputy = sign_in(person("khoi.meo-vac", province.units[1], Role.BLOC_SECRETARY))
    assert deputy.get(f"/phong-trao/ho-so/{own.pk}/").status_code == 200
    assert deputy.get(f"/phong-trao/ho-so/{led.pk}/").status_code == 404


def test_without_a_deputy_the_staff_answer_for_the_leader_too(province, at):
    at("2020-12-20")
    alone = district("bac-me", "Bắc Mê", province.authority)
    small = bloc("khoi-2", "Khối số 2", province.authority, (alone,))
    campaign = launched_campaign(province, blocs=(small,), milestones=(TO_LEADER,))
    officer, head = person("cb.bac-me", alone, Role.OFFICER), person("tt.bac-me", alone, Role.HEAD)
    report = drafting.open_submission(
        participation=participation_of(campaign, alone), kind=K.MIDTERM_REPORT, by=officer
    )
    drafting.save_draft(submission_id=report.pk, texts=texts(K.MIDTERM_REPORT), lines={}, by=officer)
    filing.submit(submission_id=report.pk, version=1, by=head)
    report.refresh_from_db()
    assert can(head, "campaigns.answer", report).reason == NOT_YOURS
    answers.accept(submission_id=report.pk, by=province.staff)
    report.refresh_from_db()
    assert report.state == S.ACCEPTED


def test_an_answer_to_what_was_filed_anew_meanwhile_is_a_conflict(province, world):
    report = world[2]
    seen = report.version
    answers.send_back(submission_id=report.pk, by=province.staff, reason=REASON)
    file(report, province)
    with pytest.raises(Conflict) as conflict:
        answers.accept(submission_id=report.pk, by=province.staff, seen=seen)
    assert conflict.value.reason == ("Đơn vị đã nộp lại bản mới sau khi bạn mở trang; hãy đọc bản mới rồi trả lời.")


# -- after the books were closed -------------------------------------------------------------------------------------


def test_what_a_closed_book_holds_is_answered(province, world, at):
    report = world[2]
    at("2021-07-02 00:00")
    close_books()
    assert Closing.objects.filter(milestone__kind=K.MIDTERM_REPORT).count() == 2
    answers.accept(submission_id=report.pk, by=province.secretary)
    answers.send_back(submission_id=report.pk, by=province.staff, reason=REASON)
    file(report, province)
    assert outcomes(report) == (S.SUBMITTED, "", "")


@pytest.mark.parametrize("change", [{"received_at": "2021-06-17 09:00"}, {"due_at": "2021-06-30 00:00"}])
def test_what_a_closed_book_holds_is_not_moved(province, world, at, change):
    report = world[2]
    at("2021-07-02 00:00")
    close_books()
    [delivery] = report.deliveries.filter(milestone__addressee=Addressee.STANDING_BODY)
    other = report.deliveries.exclude(pk=delivery.pk)
    values = {field: on(moment) for field, moment in change.items()}
    if "due_at" in change:  # a late one that would become in time in a closed book
        Delivery.objects.filter(pk=delivery.pk).update(due_at=on("2021-06-15 00:00"), days_late=4)
        values["days_late"] = 0
    with pytest.raises(IntegrityError, match="guard:delivery_before_closing"), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(**values)
    assert other.count() == 1


# -- remarks ---------------------------------------------------------------------------------------------------------


def test_remarks_without_a_reason_are_reason_enough_and_stand_at_their_places(province, at):
    campaign = launched_campaign(province)
    submission = submission_at(S.SUBMITTED, province, campaign)
    income = targets_of(submission.participation)[0]
    version = submission.version
    answers.send_back(
        submission_id=submission.pk,
        by=province.staff,
        remarks={"contents": " Nêu rõ việc làm đường. ", income.pk: "Thấp hơn năm trước", "titles": " "},
    )
    submission.refresh_from_db()
    assert submission.answer == "Xem nhận xét ở từng mục."
    assert set(Remark.objects.values_list("part", "target", "text", "of_version")) == {
        ("contents", None, "Nêu rõ việc làm đường.", version),
        ("", income.pk, "Thấp hơn năm trước", version),
    }
    [(_, body)] = letters(province.officer, "trả lại")
    assert body.splitlines() == [
        f"{province.staff} đã trả lại hồ sơ của đơn vị.",
        "Lý do: Xem nhận xét ở từng mục.",
        "– Mục “Nội dung thi đua”: Nêu rõ việc làm đường.",
        "– Chỉ tiêu 1 “Thu nhập bình quân đầu người”: Thấp hơn năm trước",
    ]


def test_remarks_of_an_earlier_return_do_not_come_back_with_the_next(province, at):
    campaign = launched_campaign(province)
    submission = submission_at(S.SUBMITTED, province, campaign)
    answers.send_back(submission_id=submission.pk, by=province.staff, remarks={"contents": "Một"})
    submission.refresh_from_db()
    assert list(remarks_by_place(submission)) == ["contents"]
    file(save(submission, province), province)
    submission.refresh_from_db()
    assert list(remarks_by_place(submission)) == ["contents"]
    answers.send_back(submission_id=submission.pk, by=province.staff, reason="Hai")
    submission.refresh_from_db()
    assert remarks_by_place(submission) == {}


@pytest.mark.parametrize("place", ["tho-ca", 999_999])
def test_a_remark_at_no_place_of_the_submission_is_refused(province, place):
    submission = submission_at(S.SUBMITTED, province, launched_campaign(province))
    with pytest.raises(Refused) as refusal:
        answers.send_back(submission_id=submission.pk, by=province.staff, remarks={place: "x"})
    assert refusal.value.reason == "Có nhận xét về một mục không có trong hồ sơ này; hãy tải lại trang rồi ghi lại."


def test_page_has_a_box_at_every_place_and_shows_what_was_remarked(province, sign_in):
    submission = submission_at(S.SUBMITTED, province, launched_campaign(province))
    page, client = f"/phong-trao/ho-so/{submission.pk}/", sign_in(province.staff)
    income = targets_of(submission.participation)[0]
    fields = fields_of(client.get(page))
    assert {"remark_contents", "remark_titles", f"remark_line_{income.pk}"} <= set(fields)
    assert "remark_contents" not in fields_of(sign_in(province.officer).get(page))
    typed = {"reason": "", "version": submission.version, f"remark_line_{income.pk}": "Thấp hơn năm trước"}
    words = text_of(client.post(f"{page}tra-lai/", typed, follow=True))
    assert f"Thấp hơn năm trước {province.staff}," in words


def test_page_keeps_the_remarks_when_the_unit_filed_anew_meanwhile(province, sign_in):
    submission = submission_at(S.SUBMITTED, province, launched_campaign(province))
    seen = submission.version
    answers.send_back(submission_id=submission.pk, by=province.staff, reason=REASON)
    file(submission, province)
    page = f"/phong-trao/ho-so/{submission.pk}/"
    typed = {"version": seen, "remark_contents": "Nêu rõ hơn"}
    response = sign_in(province.staff).post(f"{page}tra-lai/", typed)
    assert response.status_code == 409
    assert "Đơn vị đã nộp lại bản mới sau khi bạn mở trang; hãy đọc bản mới rồi trả lời." in text_of(response)
    assert fields_of(response)["remark_contents"] == "Nêu rõ hơn"
    assert "Chưa lưu được" not in text_of(response)
    response = sign_in(province.staff).post(f"{page}duyet/", {"version": seen}, follow=True)
    assert "Đơn vị đã nộp lại bản mới" in text_of(response)


def test_page_offers_the_leader_to_take_what_is_accepted_and_says_why_not_to_return_it(province, world, sign_in):
    report = world[2]
    answers.accept(submission_id=report.pk, by=province.staff)
    client, page = sign_in(province.secretary), f"/phong-trao/ho-so/{report.pk}/"
    words = text_of(client.get(page))
    assert "Bạn trả lời thay mặt Trưởng khối. Đã nhận" in words
    assert TALK in words
    assert client.post(f"{page}tra-lai/", {"reason": "Sửa"}).status_code == 403
    response = client.post(f"{page}duyet/", {"version": report.version}, follow=True)
    assert "Đã nhận Báo cáo sơ kết 6 tháng – Đồng Văn. Đơn vị được báo ngay." in text_of(response)


def test_folder_shows_how_it_stands_with_each_addressee(province, world, sign_in):
    report = world[2]
    answers.accept(submission_id=report.pk, by=province.secretary)
    words = text_of(sign_in(province.officer).get(f"/phong-trao/don-vi/{report.participation_id}/"))
    assert "Trưởng khối đến hết thứ Bảy 19/06/2021 (trước ngày 20/06/2021) Đã duyệt" in words
    assert "Cơ quan thường trực đến hết thứ Ba 29/06/2021 (trước ngày 30/06/2021) Chờ duyệt" in words


# -- what follows it -------------------------------------------------------------------------------------------------


def test_each_board_counts_the_answer_of_its_addressee(province, world):
    campaign, plan, report = world
    answers.accept(submission_id=report.pk, by=province.secretary)

    def state(of):
        board = next(one for one in boards(of, province.staff, clock.now()) if one.milestone.kind == K.MIDTERM_REPORT)
        return next(one.state for one in board.standings if one.participation.unit == province.unit)

    assert (state(campaign), state(plan)) == ("submitted", "accepted")
    answers.send_back(submission_id=report.pk, by=province.staff, reason=REASON)
    assert (state(campaign), state(plan)) == ("returned", "returned")  # the unit has it again, whoever had taken it


def test_each_sees_what_waits_for_the_own_answer(province, world):
    campaign, plan, report = world
    filed_report(province, campaign, member=1)
    filed_report(province, campaign, member=2)

    def titles(person):
        return [(duty.title, duty.detail) for duty in answer_duties(person)]

    heading = campaign.heading
    assert titles(province.staff) == [("Duyệt 3 hồ sơ đơn vị đã nộp", f"Đồng Văn, Mèo Vạc, Yên Minh · {heading}")]
    assert titles(province.secretary) == [("Duyệt 2 hồ sơ đơn vị đã nộp", f"Đồng Văn, Mèo Vạc · {plan.heading}")]
    answers.accept(submission_id=report.pk, by=province.secretary)
    assert titles(province.secretary) == [("Duyệt Báo cáo sơ kết 6 tháng của Mèo Vạc", plan.heading)]
    assert len(answer_duties(province.staff)) == 1


def test_what_the_standing_body_accepted_still_waits_for_the_leader(province, world):
    answers.accept(submission_id=world[2].pk, by=province.staff)
    assert answer_duties(province.staff) == []
    assert [duty.action for duty in answer_duties(province.secretary)] == ["Ghi nhận"]


def test_several_deadlines_lead_to_the_list_of_the_first(province, world):
    campaign = world[0]
    submission_at(S.SUBMITTED, province, campaign)
    [duty] = answer_duties(province.staff)
    first = milestone_of(campaign, K.REGISTER).pk
    assert duty.url.endswith(f"/theo-doi/?moc={first}&loc=submitted#don-vi")


# -- what was answered before ----------------------------------------------------------------------------------------


def test_migration_gives_old_answers_to_the_addressee_that_decided_them(province, world):
    campaign, _, report = world
    returned = filed_report(province, campaign, member=1)
    answers.accept(submission_id=report.pk, by=province.staff)
    answers.send_back(submission_id=returned.pk, by=province.staff, reason=REASON)
    Delivery.objects.update(outcome="", answered_at=None, answered_by=None, answer="")
    migration = import_module("campaigns.migrations.0005_answers_of_addressees")
    migration.copy_answers(apps, None)
    assert outcomes(report) == (S.ACCEPTED, ACCEPTED, "")
    assert outcomes(returned) == (S.RETURNED, RETURNED, "")
    [delivery] = returned.deliveries.exclude(outcome="")
    assert (delivery.answer, delivery.answered_by, delivery.answered_at) == (
        REASON,
        province.staff,
        returned.answered_at,
    )
