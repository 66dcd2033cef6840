"""Lateness on a sheet: judged by the receipt, by the deadline that costs most, and anew when a deadline moves."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee, SubmissionState
from campaigns.enums import SubmissionKind as K
from campaigns.queries.extensions import campaigns_run_by, moves_of, seal_of
from campaigns.queries.facts import days_late
from campaigns.services import extensions
from core import clock
from core.models import AuditEvent
from scoring.enums import SheetState as S
from scoring.enums import Tier
from scoring.models import Criterion
from scoring.queries.pages import page
from scoring.services import sheets
from tests.factories.campaigns import bloc_plan, milestone_of, participation_of
from tests.factories.ground import second_staff
from tests.factories.scoring import SCORING_DAY, frozen_table, line_of, opened_sheet, published, sheet_at, write
from tests.factories.submissions import submission_at
from tests.support.dates import on
from tests.support.pages import text_of
from tests.support.queries import exactly

pytestmark = pytest.mark.django_db
NEVER_LATE = on("2021-12-31 17:00")
GRANTING = {"sqlite": 27, "postgresql": 28}  # queries; PostgreSQL is asked for the barrier too


def put_off(province, campaign, *, kind=K.REGISTER, until=NEVER_LATE, unit=None):
    """The deadline of ``kind`` moved for one unit, or for all."""
    asked = extensions.request_extension(
        milestone=milestone_of(campaign, kind), unit=unit, new_due_at=until, reason="Mưa lũ", by=province.staff
    )
    return extensions.grant_extension(extension_id=asked.pk, by=second_staff(province))


def late_line(sheet):
    line = line_of(sheet, "5.2")
    return line.self_points, line.bloc_points, line.appraised_points


def test_the_self_score_is_judged_by_the_instant_behind_the_barrier(province, campaign, table, at):
    """Arrived before the deadline and worked off after it: in time, also for the sheet's own line."""
    rule = {"milestones": ["self_score"], "brackets": [{"from": 1, "points": "-5"}]}
    Criterion.objects.filter(no="5.2").update(params=rule)
    sheet = sheet_at(S.DRAFT, province, campaign)
    at(milestone_of(campaign, K.SELF_SCORE).due_at + timedelta(seconds=30))
    arrived = clock.real_now() - timedelta(seconds=60)
    receipt = sheets.submit_self_score(sheet_id=sheet.pk, by=province.head, arrived_at=arrived)
    assert receipt.submission.deliveries.get().days_late == 0
    assert (line_of(sheet, "5.2").days_late, late_line(sheet)[0]) == ({"self_score": 0}, Decimal(0))


@pytest.fixture
def two_deadlines(province, campaign, table, at):
    """The registration to the bloc was due on 5 January at 5 points a day, to the standing body on 10 at 20."""
    at("2021-01-02")
    dear = milestone_of(campaign, K.REGISTER)
    dear.brackets.create(from_day=1, points=Decimal(-20))
    line = MilestoneLine(kind=K.REGISTER, name="Gửi khối", day=date(2021, 1, 5), addressee=Addressee.BLOC_LEADER)
    bloc_plan(province, campaign, (replace(line, brackets=((1, Decimal(-5)),)),))
    submission_at(SubmissionState.SUBMITTED, province, campaign, moment="2021-01-11 09:00")
    at(SCORING_DAY)


def test_of_two_deadlines_the_one_that_costs_most_counts(province, campaign, two_deadlines):
    Criterion.objects.filter(no="5.2").update(params={"milestones": ["register"]})
    line = line_of(opened_sheet(province, campaign), "5.2")
    assert (line.days_late, line.late_brackets) == ({"register": 2}, {"register": [[1, "-20.00"]]})
    assert line.self_points == Decimal(-20)
    assert days_late(participation_of(campaign, province.unit))[K.REGISTER] == 7


def test_where_the_table_sets_the_brackets_the_most_days_cost_most(province, campaign, two_deadlines):
    line = line_of(opened_sheet(province, campaign), "5.2")
    assert (line.days_late, line.self_points) == ({"register": 7}, Decimal(-5))


@pytest.mark.parametrize(
    ("state", "points"),
    [
        (S.SELF_SUBMITTED, (Decimal(0), None, None)),
        (S.BLOC_CONFIRMED, (Decimal(0), Decimal(0), None)),
        (S.APPRAISED, (Decimal(0), Decimal(0), Decimal(0))),
    ],
)
def test_an_extension_is_read_again_on_filed_sheets_of_its_unit(province, campaign, table, state, points):
    sheet, other = (sheet_at(state, province, campaign, member=member) for member in (0, 1))
    before = sheet.total
    extension = put_off(province, campaign, unit=province.unit)
    sheet.refresh_from_db()
    assert (late_line(sheet), sheet.total) == (points, before + 5)
    assert late_line(other)[0] == Decimal(-5)
    event = AuditEvent.objects.get(event="sheet.lateness_reread")
    assert (event.object_id, event.actor) == (str(sheet.pk), extension.decided_by)
    assert (event.detail["extensions"], event.detail["self_total_before"]) == ([extension.pk], "37.75")


def test_what_an_upper_tier_decided_with_a_reason_stays(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    write(sheet, "5.2", Tier.APPRAISED, province.staff, points=Decimal(-3), note="Có lý do chính đáng")
    put_off(province, campaign)
    assert late_line(sheet) == (Decimal(0), Decimal(0), Decimal(-3))


def test_an_outage_is_read_again_too(province, campaign, table, at):
    submission_at(SubmissionState.SUBMITTED, province, campaign, moment="2021-01-14 00:00")
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert late_line(sheet)[0] == Decimal(-5)
    hours = {"failed_at": on("2021-01-09 20:00"), "recovered_at": on("2021-01-10 01:00")}
    seal = seal_of(moves_of(campaigns_run_by(province.staff), now=clock.now(), **hours))
    extensions.extend_for_incident(campaign=campaign, reason="Mất điện", seal=seal, by=province.staff, **hours)
    assert late_line(sheet)[0] == Decimal(0)


def test_a_sheet_that_several_moved_deadlines_reach_is_read_again_once(province, campaign, table, at):
    """Registration and launch document fall into one outage: the sheet follows both in one step of its trail."""
    rule = {"milestones": ["register", "launch_document"], "brackets": [{"from": 5, "points": "-5"}]}
    Criterion.objects.filter(no="5.2").update(params=rule)
    launch = milestone_of(campaign, K.LAUNCH_DOCUMENT)
    launch.due_at = milestone_of(campaign, K.REGISTER).due_at
    launch.save(update_fields=["due_at"])
    filed = [sheet_at(S.SELF_SUBMITTED, province, campaign, member=member) for member in (0, 1)]
    before = line_of(filed[0], "5.2")
    hours = {"failed_at": on("2021-01-09 20:00"), "recovered_at": on("2021-01-10 01:00")}
    seal = seal_of(moves_of(campaigns_run_by(province.staff), now=clock.now(), **hours))
    moved = extensions.extend_for_incident(campaign=campaign, reason="Mất điện", seal=seal, by=province.staff, **hours)
    assert {one.milestone.kind for one in moved} == {K.REGISTER, K.LAUNCH_DOCUMENT}
    for sheet in filed:
        after = line_of(sheet, "5.2")
        assert all(after.days_late[kind] < days for kind, days in before.days_late.items())
        event = AuditEvent.objects.get(event="sheet.lateness_reread", object_id=str(sheet.pk))
        assert event.detail["extensions"] == sorted(one.pk for one in moved)


@pytest.mark.parametrize("members", [1, 3])
def test_sheets_that_were_in_time_cost_an_extension_no_query(
    province, campaign, table, at, django_assert_num_queries, members
):
    for member in range(3):
        submission_at(SubmissionState.SUBMITTED, province, campaign, member=member)
    for member in range(members):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    second, milestone = second_staff(province), milestone_of(campaign, K.REGISTER)
    asked = extensions.request_extension(
        milestone=milestone, unit=None, new_due_at=NEVER_LATE, reason="Mưa lũ", by=province.staff
    )
    with django_assert_num_queries(GRANTING[connection.vendor]):
        extensions.grant_extension(extension_id=asked.pk, by=second)
    assert not AuditEvent.objects.filter(event="sheet.lateness_reread").exists()


def test_the_bytes_of_receipts_are_not_read_to_judge_lateness(province, campaign, table):
    for member in range(3):
        submission_at(SubmissionState.SUBMITTED, province, campaign, member=member, moment="2021-01-20 09:00")
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert late_line(sheet)[0] == Decimal(-5)
    with CaptureQueriesContext(connection) as captured:
        put_off(province, campaign)
    assert late_line(sheet)[0] == Decimal(0)
    assert not [query["sql"] for query in captured if "payload" in query["sql"]]


def test_what_was_missing_when_the_sheet_was_filed_counts_until_then(province, campaign, table, at):
    rule = {"milestones": ["register", "launch_document"], "brackets": [{"from": 5, "points": "-5"}]}
    Criterion.objects.filter(no="5.2").update(params=rule)
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    days = line_of(sheet, "5.2").days_late["launch_document"]
    at("2021-12-20 09:00")
    put_off(province, campaign)
    assert line_of(sheet, "5.2").days_late == {"register": 0, "launch_document": days}


def test_published_sheets_and_drafts_stay_as_they_are(province, campaign, table):
    ranking = published(province, campaign)
    put_off(province, campaign)
    assert {Decimal(row["penalty"]) for row in ranking.rows} == {Decimal(-5)}
    assert not AuditEvent.objects.filter(event="sheet.lateness_reread").exists()


def test_a_criterion_that_looks_at_the_launching_document_shows_it(province, campaign, at, sign_in):
    """On the line of that criterion only, which alone asks for it."""
    frozen_table(province, campaign)
    submission_at(SubmissionState.SUBMITTED, province, campaign, K.LAUNCH_DOCUMENT, moment="2021-01-25 09:00")
    sheet = sheet_at(S.DRAFT, province, campaign)
    with exactly(5):
        page(sheet)
    rule = {"milestones": ["launch_document"], "brackets": [{"from": 5, "points": "-5"}]}
    Criterion.objects.filter(no="5.2").update(params=rule)
    with exactly(5):  # the document and whose it is, but the table and its groups are known by now
        rows = [row for group in page(sheet).groups for row in group.lines]
    sentence = "Văn bản phát động số 05/KH-UBND ngày 24/12/2020, nộp 25/01/2021, đúng hạn"
    assert {row.line.criterion.no: row.ground for row in rows if row.ground} == {"5.2": sentence}
    assert sentence in text_of(sign_in(province.officer).get(f"/cham-diem/{sheet.pk}/"))
