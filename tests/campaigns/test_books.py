"""What the books of a deadline take, when they are closed, and what the database refuses on its own."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from campaigns.drafts import MilestoneLine
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Closing, Delivery, Milestone, Receipt
from campaigns.queries.books import closings_of, state_of
from campaigns.queries.duties import owed_by, unit_duties
from campaigns.queries.followup import boards
from campaigns.services import campaigns as campaign_services
from campaigns.services.books import close_books, open_books
from core import clock, guards, snapshots
from core.exceptions import Refused
from core.jobs import SWEEPS
from core.models import AuditEvent
from tests.factories.campaigns import bloc_plan, launched_campaign, milestone_of, participation_of
from tests.factories.submissions import file, submission_at, written
from tests.support.dates import on

DUE = "2021-01-10 00:00"


@pytest.fixture
def campaign(province, at):
    at("2020-12-20")
    return launched_campaign(province)


@pytest.fixture
def register(campaign):
    return milestone_of(campaign, K.REGISTER)


def change(milestone, **columns):
    Milestone.objects.filter(pk=milestone.pk).update(**columns)


def label(milestone, moment):
    milestone.refresh_from_db()
    return state_of(milestone, closings_of([milestone]), on(moment)).label


def test_late_filings_are_received_and_counted_in_days(province, campaign, at):
    submission = written(province, campaign)
    at("2021-01-12 09:00")
    file(submission, province)
    assert submission.deliveries.get().days_late == 3


def test_a_hard_deadline_refuses_what_comes_late_and_keeps_the_draft(province, campaign, register, at):
    change(register, accepts_late=False)
    submission = written(province, campaign)
    at(on(DUE) + timedelta(seconds=0.44))
    with pytest.raises(Refused) as refusal:
        file(submission, province)
    code = f"L01-{str(submission.pk)[:8].upper()}"
    assert refusal.value.reason == (
        "Đã hết hạn lúc 00:00:00 ngày 10/01/2021. Hệ thống nhận yêu cầu lúc 00:00:00,4. "
        "Bản nháp được giữ nguyên, chỉ đơn vị đọc được. "
        f"Nếu do sự cố, hãy liên hệ Ban Thi đua - Khen thưởng tỉnh kèm mã {code}."
    )
    submission.refresh_from_db()
    assert (submission.state, submission.sections.count() > 0, Receipt.objects.count()) == (S.DRAFT, True, 0)


def test_the_duty_of_a_unit_says_that_nothing_is_taken_any_more(province, campaign, register):
    change(register, accepts_late=False)
    owed = owed_by([participation_of(campaign, province.unit)])
    states = [unit_duties(owed, on(moment))[0].state for moment in ("2021-01-09 23:59", "2021-01-10 00:00")]
    assert states == ["Chưa nộp", "Hết hạn, không nhận nữa"]


def test_a_hard_deadline_takes_what_was_sent_back_in_time(province, campaign, register, at):
    change(register, accepts_late=False)
    submission = submission_at(S.RETURNED, province, campaign)
    at("2021-01-12 09:00")
    file(submission, province)
    assert [one.days_late for one in submission.deliveries.all()] == [0]


def test_one_addressee_that_takes_late_filings_is_enough(province, campaign, at):
    at("2021-01-02")
    plan = bloc_plan(province, campaign, ())
    Milestone.objects.create(campaign=plan, position=1, kind=K.REGISTER, name="Gửi khối", due_at=on("2021-01-08 00:00"))
    change(milestone_of(campaign, K.REGISTER), accepts_late=False)
    submission = written(province, campaign)
    at("2021-01-12 09:00")
    file(submission, province)
    assert [(one.milestone.name, one.days_late) for one in submission.deliveries.all()] == [("Gửi khối", 5)]


def test_nothing_is_filed_before_the_books_open(province, campaign, register, at):
    change(register, opens_at=on("2021-01-05 08:00"))
    submission = written(province, campaign)
    at("2021-01-05 07:59")
    with pytest.raises(Refused, match="được nhận từ 08:00 thứ Ba 05/01/2021"):
        file(submission, province)
    at("2021-01-05 08:00")
    assert file(submission, province).received_at.date() == on("2021-01-05").date()


def test_the_books_open_drain_and_close(province, campaign, register, at):
    change(register, opens_at=on("2021-01-02 00:00"))
    moments = ["2021-01-01 00:00", "2021-01-09 23:59", "2021-01-10 00:00"]
    assert [label(register, moment) for moment in moments] == ["Chưa mở", "Đang mở", "Đang chốt"]
    at("2021-01-10 00:02")
    close_books()
    assert label(register, "2021-01-10 00:02") == "Đã khóa sổ"


def test_the_closing_lists_who_was_in_time_with_the_hash_of_its_bytes(province, campaign, register, at):
    receipts = {}
    for member, moment in enumerate(["2021-01-09 23:59", "2021-01-08 08:00", "2021-01-10 00:00"]):
        submission = submission_at(S.SUBMITTED, province, campaign, member=member, moment=moment)
        receipts[province.units[member].code] = submission.receipts.get().code
    at(on(DUE) + clock.DRAINING - timedelta(seconds=1))
    assert close_books() == 0
    at(on(DUE) + clock.DRAINING)
    assert close_books() == 1
    closing = Closing.objects.get()
    listed = json.loads(bytes(closing.payload))
    assert [(one["unit"], one["receipt"]) for one in listed["in_time"]] == [
        ("dong-van", receipts["dong-van"]),
        ("meo-vac", receipts["meo-vac"]),
    ]
    assert (closing.milestone, closing.received, listed["bound"]) == (register, 2, 3)
    assert closing.sha256 == snapshots.sha256(bytes(closing.payload))
    assert AuditEvent.objects.get(event="books.closed").detail["sha256"] == closing.sha256


def test_run_the_sweep_campaigns_close_books_twice(campaign, at):
    at("2021-07-01")
    SWEEPS["campaigns.close_books"].run()
    closed = list(Closing.objects.values_list("milestone__kind", "due_at"))
    SWEEPS["campaigns.close_books"].run()
    assert [kind for kind, _ in closed] == [K.REGISTER, K.LAUNCH_DOCUMENT, K.MIDTERM_REPORT]
    assert list(Closing.objects.values_list("milestone__kind", "due_at")) == closed


def test_a_campaign_is_not_closed_while_its_last_books_drain(province, campaign, at):
    at("2021-12-05 00:01")
    with pytest.raises(Refused, match="Mốc “Gửi Bảng tự chấm điểm” đang chốt sổ"):
        campaign_services.close(campaign_id=campaign.pk, by=province.staff)


def delivery(submission, milestone, received, days_late):
    return Delivery(
        submission=submission, milestone=milestone, due_at=milestone.due_at, received_at=received, days_late=days_late
    )


def refused(write):
    """The sentence with which the database refused."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    return guards.sentence_of(error.value)


def test_the_database_refuses_a_late_delivery_that_says_it_is_in_time(province, campaign, register):
    late = delivery(written(province, campaign), register, register.due_at, 0)
    assert refused(late.save) == "Số ngày chậm không khớp với thời điểm nhận."


def test_the_database_refuses_an_in_time_delivery_into_closed_books(province, campaign, register, at):
    submission = submission_at(S.SUBMITTED, province, campaign, moment="2021-01-12 09:00")
    other = written(province, campaign, member=1)
    close_books()
    early = delivery(other, register, on("2021-01-09 09:00"), 0)
    sentence = "Sổ của mốc thời hạn này đã khóa nên không ghi thêm hồ sơ đúng hạn được. Bản nháp được giữ nguyên."
    assert refused(early.save) == sentence
    backdated = submission.deliveries.filter(milestone=register)
    assert refused(lambda: backdated.update(received_at=on("2021-01-09 09:00"), days_late=0)) == sentence
    delivery(other, register, on("2021-01-12 09:00"), 3).save()


def test_the_database_refuses_a_late_delivery_at_a_hard_deadline(province, campaign, register):
    change(register, accepts_late=False)
    late = delivery(written(province, campaign), register, on("2021-01-12 09:00"), 3)
    assert refused(late.save) == "Mốc thời hạn này không nhận hồ sơ nộp quá hạn. Bản nháp được giữ nguyên."


@pytest.mark.parametrize("write", ["update", "delete"])
@pytest.mark.parametrize("model", [Receipt, Closing])
def test_the_database_keeps_receipts_and_closings_as_they_are(province, campaign, at, model, write):
    submission_at(S.SUBMITTED, province, campaign)
    at("2021-01-12 09:00")
    close_books()
    rows = model.objects.all()
    change_rows = (lambda: rows.update(sha256="0" * 64)) if write == "update" else rows._raw_delete
    sentence = refused(lambda: change_rows() if write == "update" else change_rows("default"))
    assert sentence is not None
    assert "không sửa, không xóa được" in sentence


def test_other_errors_of_the_database_have_no_sentence(province, campaign, register):
    row = delivery(submission_at(S.SUBMITTED, province, campaign), register, on("2021-01-08 09:00"), 0)
    assert refused(row.save) is None


def test_a_page_shows_the_sentence_of_a_guard_and_no_sql(province, campaign, register, sign_in, at):
    submission = written(province, campaign)
    at("2021-01-12 09:00")
    close_books()
    at("2021-01-08 09:00")  # only a clock that goes back comes this far
    response = sign_in(province.head).post(reverse("campaigns:submit", args=[submission.pk]), {"version": 1})
    page = response.content.decode()
    assert (response.status_code, "đã khóa nên không ghi thêm" in page, "guard" in page) == (403, True, False)


def test_the_flush_empties_guarded_tables_and_leaves_the_guards(transactional_db, province):
    from django.core.management import call_command

    campaign = launched_campaign(province)
    submission_at(S.SUBMITTED, province, campaign)
    call_command("flush", interactive=False, verbosity=0)
    assert Receipt.objects.count() == 0
    from tests.factories.ground import lay_province

    again = lay_province()
    submission_at(S.SUBMITTED, again, launched_campaign(again))
    assert refused(lambda: Receipt.objects.update(code="x")) is not None


def with_plan(province, campaign, **columns):
    """A second addressee of the registration: the plan of the bloc, with a deadline of its own."""
    plan = bloc_plan(province, campaign, ())
    values = {"due_at": on("2021-01-20 00:00"), **columns}
    return Milestone.objects.create(campaign=plan, position=1, kind=K.REGISTER, name="Gửi khối", **values)


def test_what_was_sent_back_is_filed_again_though_another_addressee_is_shut(province, campaign, at):
    at("2021-01-02")
    with_plan(province, campaign, due_at=on("2021-01-05 00:00"), accepts_late=False)
    submission = submission_at(S.RETURNED, province, campaign)
    file(submission, province)
    assert [(one.milestone.campaign, one.days_late) for one in submission.deliveries.all()] == [(campaign, 0)]
    assert (submission.receipts.count(), submission.deliveries.count()) == (2, 1)


def test_what_was_sent_back_is_filed_again_though_all_addressees_are_shut(province, campaign, register, at):
    at("2021-01-02")
    with_plan(province, campaign, due_at=on("2021-01-05 00:00"), accepts_late=False)
    change(register, accepts_late=False)
    submission = submission_at(S.RETURNED, province, campaign)
    at("2021-01-12 09:00")
    file(submission, province)
    assert [one.days_late for one in submission.deliveries.all()] == [0]


def test_books_that_are_not_open_yet_are_sent_nothing(province, campaign, register, at):
    at("2021-01-02")
    with_plan(province, campaign, opens_at=on("2021-01-09 00:00"))
    submission = submission_at(S.RETURNED, province, campaign)
    assert [one.milestone for one in submission.deliveries.all()] == [register]
    at("2021-01-09 08:00")
    file(submission, province)
    first, again = submission.receipts.order_by("pk")
    assert {one.milestone.name: one.received_at for one in submission.deliveries.all()} == {
        register.name: first.received_at,
        "Gửi khối": again.received_at,
    }


def test_a_filing_between_shut_books_and_books_to_open_is_refused_with_both(province, campaign, register, at):
    at("2021-01-02")
    with_plan(province, campaign, opens_at=on("2021-01-15 08:00"))
    change(register, accepts_late=False)
    submission = written(province, campaign)
    at("2021-01-12 09:00")
    with pytest.raises(Refused) as refusal:
        file(submission, province)
    assert refusal.value.reason.startswith("Đã hết hạn lúc 00:00:00 ngày 10/01/2021.")
    assert "được nhận từ 08:00 thứ Sáu 15/01/2021 (mốc “Gửi khối”)" in refusal.value.reason
    assert not Receipt.objects.exists()


def late_plan(province, campaign, **changes):
    """A plan that its bloc launches only now, with a deadline for the registration on 7 January."""
    line = MilestoneLine(kind=K.REGISTER, name="Gửi khối", day=on("2021-01-07").date(), **changes)
    return bloc_plan(province, campaign, (line,))


def test_a_plan_launched_late_takes_in_what_was_filed_before(province, campaign, at):
    early = submission_at(S.RETURNED, province, campaign, moment="2021-01-05 09:00")
    file(early, province)
    late = submission_at(S.SUBMITTED, province, campaign, member=1, moment="2021-01-08 09:00")
    at("2021-01-12 09:00")
    plan = late_plan(province, campaign)
    board = boards(plan, province.staff, clock.now())[0]
    assert [(one.participation.unit.code, one.days_late) for one in board.standings] == [
        ("dong-van", 0),
        ("meo-vac", 2),
        ("yen-minh", 6),
    ]
    assert early.deliveries.get(milestone__campaign=plan).received_at == early.receipts.first().received_at
    assert late.deliveries.count() == 2
    close_books()
    listed = json.loads(bytes(Closing.objects.get(milestone__campaign=plan).payload))
    assert [one["receipt"] for one in listed["in_time"]] == [early.receipts.order_by("pk").first().code]


def test_a_plan_launched_late_takes_in_nothing_that_its_books_refuse(province, campaign, at):
    submission_at(S.SUBMITTED, province, campaign, moment="2021-01-08 09:00")
    plan = late_plan(province, campaign, accepts_late=False)
    assert not Delivery.objects.filter(milestone__campaign=plan).exists()


def test_run_the_sweep_campaigns_open_books_twice(province, campaign, at):
    """Who filed for one addressee before the other's books opened cannot file again, and is in time there too."""
    at("2021-01-02")
    milestone = with_plan(province, campaign, opens_at=on("2021-01-09 00:00"))
    submission = submission_at(S.ACCEPTED, province, campaign)
    SWEEPS["campaigns.open_books"].run()
    assert not milestone.deliveries.exists()
    at("2021-01-09 00:00")
    for _ in range(2):
        SWEEPS["campaigns.open_books"].run()
        assert [(one.submission, one.days_late) for one in milestone.deliveries.all()] == [(submission, 0)]
    at(on("2021-01-20 00:00") + clock.DRAINING)
    close_books()
    assert Closing.objects.get(milestone=milestone).received == 1


def test_books_that_close_take_in_what_nobody_took_in_before(province, campaign, at):
    """No sweep ran between the opening and the end of the deadline: the unit is in time all the same."""
    at("2021-01-02")
    milestone = with_plan(province, campaign, opens_at=on("2021-01-09 00:00"))
    submission_at(S.ACCEPTED, province, campaign)
    at(on("2021-01-20 00:00") + clock.DRAINING)
    close_books()
    assert (Closing.objects.get(milestone=milestone).received, milestone.deliveries.get().days_late) == (1, 0)


def test_closed_books_are_not_opened_again(province, campaign, at, django_assert_num_queries):
    at("2021-01-02")
    with_plan(province, campaign, opens_at=on("2021-01-09 00:00"))
    submission_at(S.ACCEPTED, province, campaign)
    at(on("2021-01-20 00:00") + clock.DRAINING)
    close_books()
    with django_assert_num_queries(2):  # the assumed clock, and the deadlines
        assert open_books() == 0


def test_a_plan_launched_after_its_books_opened_takes_in_what_was_filed_before(province, campaign, at):
    submission_at(S.SUBMITTED, province, campaign, moment="2021-01-04 09:00")
    at("2021-01-06 09:00")
    plan = late_plan(province, campaign, opens_on=on("2021-01-05").date())
    assert [one.days_late for one in Delivery.objects.filter(milestone__campaign=plan)] == [0]
