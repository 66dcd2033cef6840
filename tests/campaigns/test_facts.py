"""What the floors above ask: registered values, latest figures, lateness; one unit and many give the same answer."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.queries import facts
from campaigns.queries.submissions import targets_of
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.figures import record
from tests.factories.submissions import submission_at


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


@pytest.fixture
def folders(province, campaign):
    return [participation_of(campaign, unit) for unit in province.units]


@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED])
def test_registered_values_of_what_lies_with_the_unit_are_empty(province, campaign, folders, state):
    submission_at(state, province, campaign)
    assert facts.registered_values(folders[0]) == {}


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ACCEPTED])
def test_registered_values_of_what_was_filed_are_by_target(province, campaign, folders, state):
    submission_at(state, province, campaign)
    income, poverty, _ = targets_of(folders[0])
    assert facts.registered_values(folders[0]) == {income.pk: Decimal("39"), poverty.pk: Decimal("4.5")}


def test_latest_figures_are_those_of_the_last_day_whatever_was_typed_last(province, folders, at):
    at("2021-10-01 08:00")
    target = targets_of(folders[0])[0]
    for day, value in [(date(2021, 9, 30), "30"), (date(2021, 6, 30), "20")]:
        record(folders[0], province.officer, day, {target.pk: Decimal(value)})
    assert facts.latest_figures(folders[0]) == {target.pk: Decimal("30")}


def test_facts_of_many_units_cost_one_query_each(province, campaign, folders, django_assert_num_queries):
    for member in range(3):
        submission_at(S.SUBMITTED, province, campaign, member=member)
    ids = [folder.pk for folder in folders]
    with django_assert_num_queries(1):
        registered = facts.registered_values_of(ids)
    with django_assert_num_queries(1):
        facts.latest_figures_of(ids)
    assert sorted(registered) == sorted(ids)


def test_days_late_counts_what_was_delivered_and_what_is_still_missing(province, campaign, folders, at):
    submission_at(S.SUBMITTED, province, campaign, moment="2021-01-11 08:00")
    at("2021-03-17 08:00")
    assert facts.days_late(folders[0]) == {
        K.REGISTER: 2,
        K.LAUNCH_DOCUMENT: 3,
        K.MIDTERM_REPORT: 0,
        K.FINAL_REPORT: 0,
        K.SELF_SCORE: 0,
    }


def test_days_late_of_a_unit_that_delivers_later_stop_growing(province, campaign, folders, at):
    submission_at(S.RETURNED, province, campaign, moment="2021-01-11 08:00")
    at("2021-02-11 08:00")
    assert facts.days_late(folders[0])[K.REGISTER] == 2
