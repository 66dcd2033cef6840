"""Deadlines put off: by two people, for one unit or all, and after an outage by one rule (integrity P4, T4)."""

from dataclasses import replace

import pytest
from django.urls import reverse

from campaigns.closing import past_all_deadlines
from campaigns.drafts import MilestoneLine
from campaigns.enums import Audience, Cause, ExtensionState
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Closing, Extension, Milestone
from campaigns.queries.books import books_to_close
from campaigns.queries.duties import owed_by, staff_duties
from campaigns.queries.extensions import campaigns_run_by, moves_of, seal_of, units_bound_by, waiting_for
from campaigns.queries.facts import days_late
from campaigns.queries.followup import boards
from campaigns.services import extensions as services
from campaigns.services.books import close_books
from core import clock
from core.authz import can
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.enums import Role
from organizations.models import Notice
from tests.factories.campaigns import bloc_plan, launched_campaign, milestone_of, participation_of
from tests.factories.ground import bloc, district, person, second_staff
from tests.factories.submissions import file, submission_at, written
from tests.support.dates import on

REASON = "Mưa lũ, mất liên lạc."
NEW = on("2021-01-15 17:00")


@pytest.fixture
def campaign(province, at):
    at("2020-12-20")
    return launched_campaign(province)


@pytest.fixture
def register(campaign):
    return milestone_of(campaign, K.REGISTER)


@pytest.fixture
def second(province):
    return second_staff(province)


def ask(province, milestone, unit=None, until=NEW, by=None):
    return services.request_extension(
        milestone=milestone, unit=unit, new_due_at=until, reason=REASON, by=by or province.staff
    )


def grant(province, second, milestone, unit=None, until=NEW):
    extension = ask(province, milestone, unit, until)
    return services.grant_extension(extension_id=extension.pk, by=second)


def dues(campaign, province):
    """Until when each unit has time to register."""
    folders = [participation_of(campaign, unit) for unit in province.units]
    return {one.participation.unit.code: one.due_at for one in owed_by(folders) if one.milestone.kind == K.REGISTER}


def test_an_extension_for_one_unit_moves_its_deadline_only(province, campaign, register, second):
    grant(province, second, register, province.unit)
    assert dues(campaign, province) == {"dong-van": NEW, "meo-vac": register.due_at, "yen-minh": register.due_at}
    register.refresh_from_db()
    assert register.due_at == on("2021-01-10 00:00")


def test_an_extension_for_all_moves_the_milestone(province, campaign, register, second):
    grant(province, second, register)
    register.refresh_from_db()
    assert (register.due_at, register.reading) == (NEW, "by_hour")
    assert set(dues(campaign, province).values()) == {NEW}


def test_everything_that_counts_days_counts_from_the_unit_s_own_deadline(province, campaign, register, second, at):
    grant(province, second, register, province.unit)
    folder = participation_of(campaign, province.unit)
    at("2021-01-15 16:59")
    assert days_late(folder)[K.REGISTER] == 0
    board = boards(campaign, province.staff, clock.now())[0]
    assert {one.participation.unit.code: one.days_late for one in board.standings} == {
        "dong-van": 0,
        "meo-vac": 6,
        "yen-minh": 6,
    }
    submission = written(province, campaign)
    file(submission, province)
    assert [(one.due_at, one.days_late) for one in submission.deliveries.all()] == [(NEW, 0)]


def test_deliveries_made_before_are_judged_anew(province, campaign, register, second, at):
    first, other = (
        submission_at(S.SUBMITTED, province, campaign, member=member, moment="2021-01-12 09:00") for member in (0, 1)
    )
    grant(province, second, register, province.unit)
    assert [(one.due_at, one.days_late) for one in first.deliveries.all()] == [(NEW, 0)]
    assert [one.days_late for one in other.deliveries.all()] == [3]
    grant(province, second, register, until=on("2021-01-13 00:00"))
    assert [(one.due_at, one.days_late) for one in other.deliveries.all()] == [(on("2021-01-13 00:00"), 0)]
    assert [one.due_at for one in first.deliveries.all()] == [NEW]


def test_what_a_hard_deadline_shut_out_is_taken_when_it_moves(province, campaign, register, second, at):
    at("2021-01-02")
    plan = bloc_plan(province, campaign, ())
    Milestone.objects.create(campaign=plan, position=1, kind=K.REGISTER, name="Gửi khối", due_at=on("2021-01-08 00:00"))
    Milestone.objects.filter(pk=register.pk).update(accepts_late=False)
    submission = submission_at(S.SUBMITTED, province, campaign, moment="2021-01-12 09:00")
    assert not submission.deliveries.filter(milestone=register).exists()
    grant(province, second, register)
    assert submission.deliveries.get(milestone=register).days_late == 0


def test_closed_books_do_not_keep_a_unit_from_getting_longer(province, campaign, register, second, at):
    """Another unit's filing has no delivery in books that are closed: they stay closed, the extension is granted."""
    first = submission_at(S.SUBMITTED, province, campaign, moment="2021-01-08 09:00")
    at("2021-01-12 09:00")
    close_books()
    first.deliveries.all().delete()
    assert grant(province, second, register, province.units[1]).state == ExtensionState.GRANTED
    assert not first.deliveries.exists()


def test_books_close_once_for_each_instant_that_holds(province, campaign, register, second, at):
    grant(province, second, register, province.unit)
    submission_at(S.SUBMITTED, province, campaign, member=0, moment="2021-01-12 09:00")
    submission_at(S.SUBMITTED, province, campaign, member=1, moment="2021-01-08 09:00")
    at("2021-01-16 09:00")
    assert close_books() == 2
    assert list(Closing.objects.values_list("due_at", "received")) == [(register.due_at, 1), (NEW, 1)]
    assert books_to_close(clock.now()) == []


def test_a_campaign_stays_open_while_a_unit_has_longer_and_its_book_drains(province, campaign, second, at):
    last = milestone_of(campaign, K.SELF_SCORE)
    grant(province, second, last, province.unit, until=on("2021-12-20 17:00"))
    at("2021-12-19 09:00")
    sentence = f"Mốc “{last.name}” đã gia hạn cho Đồng Văn đến 17:00 thứ Hai 20/12/2021."
    assert past_all_deadlines(campaign) == [sentence]
    at("2021-12-20 17:00")
    assert past_all_deadlines(campaign) == [f"{sentence.removesuffix('.')}, đang chốt sổ."]
    at(on("2021-12-20 17:00") + clock.DRAINING)
    assert past_all_deadlines(campaign) == []


@pytest.mark.parametrize("who", ["officer", "head", "bloc_secretary", "leader", "council_member", "stranger"])
def test_only_staff_of_the_authority_ask(province, campaign, register, who):
    with pytest.raises(Refused) as refusal:
        ask(province, register, by=province.everybody()[who])
    assert refusal.value.reason.startswith("Chỉ chuyên viên của cơ quan phát động")


def test_staff_of_the_campaigns_own_standing_body_ask_too(province, campaign, register):
    campaign.standing_body = province.standing_body
    campaign.save(update_fields=["standing_body"])
    own = person("chuyenvien.ban", province.standing_body, Role.STAFF)
    extension = ask(province, register, by=own)
    assert services.grant_extension(extension_id=extension.pk, by=province.staff).state == ExtensionState.GRANTED


def test_who_asked_cannot_grant_or_refuse(province, register):
    extension = ask(province, register)
    sentence = "Người duyệt gia hạn phải khác người đề nghị; hãy để chuyên viên thứ hai duyệt."
    assert can(province.staff, "campaigns.decide_extension", extension).reason == sentence
    with pytest.raises(Refused, match="phải khác người đề nghị"):
        services.grant_extension(extension_id=extension.pk, by=province.staff)


def test_nobody_asks_or_decides_for_the_own_unit(province, register, second):
    both = person(province.staff.username, province.unit, Role.OFFICER)
    sentence = (
        "Bạn thuộc đơn vị này nên không được đề nghị hoặc duyệt gia hạn cho chính đơn vị mình; hãy để người khác làm."
    )
    with pytest.raises(Refused) as refusal:
        ask(province, register, province.unit, by=both)
    assert refusal.value.reason == sentence
    assert ask(province, register, province.units[1], by=both).state == ExtensionState.REQUESTED
    assert ask(province, register, by=both).state == ExtensionState.REQUESTED  # for all together
    extension = ask(province, register, province.unit, by=second)
    assert can(both, "campaigns.decide_extension", extension).reason == sentence
    assert {one.unit for one in waiting_for(second)} == {None, province.units[1]}
    assert list(waiting_for(both)) == []
    for decide in (
        lambda: services.grant_extension(extension_id=extension.pk, by=both),
        lambda: services.refuse_extension(extension_id=extension.pk, by=both, reason="Không cần."),
    ):
        with pytest.raises(Refused, match="duyệt gia hạn cho chính đơn vị mình"):
            decide()


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2021-01-09 00:00", "Hạn mới phải sau hạn đang áp dụng"),
        ("2021-01-10 00:00", "Hạn mới phải sau hạn đang áp dụng"),
        ("2021-01-11 00:00", "Hạn mới đã qua"),
    ],
)
def test_the_new_deadline_is_later_and_ahead(province, register, at, until, sentence):
    at("2021-01-12 09:00")
    with pytest.raises(Refused, match=sentence):
        ask(province, register, until=on(until))


def test_a_second_request_for_the_same_unit_is_refused_while_one_waits(province, register):
    ask(province, register, province.unit)
    with pytest.raises(Refused, match="Đang có một đề nghị gia hạn chờ duyệt cho đơn vị này"):
        ask(province, register, province.unit)


def test_a_granted_extension_is_told_to_everybody_and_kept_in_the_trail(province, campaign, register, second):
    extension = grant(province, second, register, province.unit)
    letters = Notice.objects.filter(dedupe=f"extension-granted:{extension.pk}")
    assert {one.recipient for one in letters} == {*province.officers, *province.heads, province.secretary}
    assert letters[0].body == (
        "Gia hạn cho Đồng Văn đến 17:00 thứ Sáu 15/01/2021 (hạn cũ: đến hết thứ Bảy 09/01/2021 (trước ngày "
        f"10/01/2021)), lý do: {REASON}"
    )
    event = AuditEvent.objects.get(event="extension.granted")
    assert event.actor == second
    assert (event.detail["old_due_at"], event.detail["new_due_at"], event.detail["reason"]) == (
        "2021-01-09T17:00:00Z",
        "2021-01-15T10:00:00Z",
        REASON,
    )


def test_a_refusal_needs_a_reason_and_reaches_who_asked(province, register, second):
    extension = ask(province, register)
    with pytest.raises(Refused, match="Hãy ghi lý do"):
        services.refuse_extension(extension_id=extension.pk, by=second, reason=" ")
    services.refuse_extension(extension_id=extension.pk, by=second, reason="Không có căn cứ.")
    letter = Notice.objects.get(dedupe=f"extension-refused:{extension.pk}")
    assert (letter.recipient, "Không có căn cứ." in letter.body) == (province.staff, True)
    with pytest.raises(Refused):
        services.grant_extension(extension_id=extension.pk, by=second)


def test_the_request_is_a_duty_of_the_other_staff(province, register, second):
    ask(province, register, province.unit)
    titles = {who: [duty.title for duty in staff_duties(person)] for who, person in
              (("asked", province.staff), ("second", second), ("leader", province.leader))}  # fmt: skip
    assert titles == {"asked": [], "second": [f"Duyệt gia hạn: {register.name}"], "leader": []}


# -- outage ------------------------------------------------------------------------------------------------------------


def moves(province, failed, recovered):
    hours = {"failed_at": on(failed), "recovered_at": on(recovered)}
    return moves_of(campaigns_run_by(province.staff), now=clock.now(), **hours)


def after_outage(province, campaign, failed, recovered, seal=None):
    return services.extend_for_incident(
        campaign=campaign,
        failed_at=on(failed),
        recovered_at=on(recovered),
        reason="Mất điện",
        seal=seal or seal_of(moves(province, failed, recovered)),
        by=province.staff,
    )


def test_drill_an_outage_of_forty_minutes_over_a_deadline(province, campaign, register, second, at):
    """Integrity P4: all affected units by one rule; reason, actor, old and new deadline in the trail."""
    Milestone.objects.filter(pk=register.pk).update(accepts_late=False)
    grant(province, second, register, province.unit, until=on("2021-01-10 00:50"))
    waiting = written(province, campaign, member=1)
    at("2021-01-10 00:20")  # down from 23:40, up again at 0:20
    with pytest.raises(Refused, match="Đã hết hạn"):
        file(waiting, province, member=1)
    moved = after_outage(province, campaign, "2021-01-09 23:40", "2021-01-10 00:20")
    until = on("2021-01-10 06:20")
    assert [(one.unit, one.cause, one.new_due_at) for one in moved] == [
        (None, Cause.INCIDENT, until),
        (province.unit, Cause.INCIDENT, until),
    ]
    assert set(dues(campaign, province).values()) == {until}
    file(waiting, province, member=1)
    assert [one.days_late for one in waiting.deliveries.all()] == [0]
    trail = AuditEvent.objects.filter(event="extension.granted", detail__cause=Cause.INCIDENT)
    assert {(one.actor, one.detail["reason"], one.detail["new_due_at"]) for one in trail} == {
        (province.staff, "Mất điện", until.isoformat())
    }


def test_what_follows_is_judged_once_when_every_deadline_has_moved(
    province, campaign, register, second, at, monkeypatch
):
    grant(province, second, register, province.unit, until=on("2021-01-10 00:50"))
    at("2021-01-10 00:20")
    calls = []
    judge = lambda moved, by: calls.append((moved, by, set(dues(campaign, province).values())))  # noqa: E731
    monkeypatch.setattr(services, "REJUDGED", [judge])
    extensions = after_outage(province, campaign, "2021-01-09 23:40", "2021-01-10 00:20")
    [(moved, by, deadlines)] = calls
    assert (by, deadlines) == (province.staff, {on("2021-01-10 06:20")})
    assert [one.extension for one in moved] == extensions
    folders = [participation_of(campaign, unit).pk for unit in province.units]
    assert [set(one.participation_ids) for one in moved] == [set(folders), {folders[0]}]


def test_an_outage_moves_nothing_out_of_its_reach(province, campaign, at):
    at("2021-01-12")
    assert moves(province, "2021-01-10 00:01", "2021-01-10 00:40") == []
    assert [one.milestone.kind for one in moves(province, "2021-01-09 20:00", "2021-01-09 22:00")] == [K.REGISTER]
    assert moves(province, "2021-01-09 20:00", "2021-01-09 21:59") == []
    with pytest.raises(Refused, match="Không có mốc thời hạn nào rơi vào"):
        after_outage(province, campaign, "2021-01-10 00:01", "2021-01-10 00:40")


def test_an_outage_moves_the_deadlines_of_every_campaign_one_runs(province, campaign, register, at):
    other = launched_campaign(province, "phong-trao-khac", title="Phong trào khác")
    at("2021-01-12")
    assert [one.milestone.campaign for one in moves(province, "2021-01-09 20:00", "2021-01-10 01:00")] == [
        campaign,
        other,
    ]


def test_only_what_was_previewed_is_confirmed(province, campaign, at):
    at("2021-01-12")
    with pytest.raises(Conflict, match="thay đổi sau khi bạn xem trước"):
        after_outage(province, campaign, "2021-01-09 20:00", "2021-01-10 01:00", seal="khác")
    assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("failed", "recovered", "sentence"),
    [
        ("2021-01-10 02:00", "2021-01-10 01:00", "Thời điểm khôi phục trước thời điểm xảy ra sự cố."),
        ("2021-01-10 02:00", "2021-01-13 01:00", "Thời điểm khôi phục chưa đến; chỉ gia hạn sau khi hệ thống"),
    ],
)
def test_the_hours_of_an_outage_lie_in_order_and_behind(province, campaign, at, failed, recovered, sentence):
    at("2021-01-12")
    with pytest.raises(Refused, match=sentence):
        after_outage(province, campaign, failed, recovered, seal="x")


def test_only_units_that_owe_something_are_offered_longer(province, at, sign_in):
    at("2020-12-20")
    others = (district("bac-me", "Bắc Mê", province.authority), district("vi-xuyen", "Vị Xuyên", province.authority))
    second = bloc("khoi-2", "Khối số 2", province.authority, others)
    line = MilestoneLine(kind=K.REGISTER, name="Khối 2", day=NEW.date(), audience=Audience.BLOCS, blocs=(second,))
    campaign = launched_campaign(province, blocs=(province.bloc, second), milestones=(line,))
    assert [one.code for one in units_bound_by(campaign)] == ["bac-me", "vi-xuyen"]
    plan = bloc_plan(province, campaign, (replace(line, audience=Audience.LEADERS, blocs=()),))
    assert [one.code for one in units_bound_by(plan)] == ["yen-minh"]
    page = sign_in(province.staff).get(reverse("campaigns:request_extension", args=[campaign.code])).content.decode()
    assert [name in page for name in ("Bắc Mê", "Đồng Văn")] == [True, False]
