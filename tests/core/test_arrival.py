"""When a request had arrived: told by the proxy, believed only where the settings and the clock allow it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory, override_settings
from django.urls import reverse

from core import clock
from core.arrival import arrival_of
from tests.factories.campaigns import launched_campaign
from tests.factories.submissions import written
from tests.support.dates import on

TOLD = "1767225599.250"
ARRIVED = datetime(2025, 12, 31, 23, 59, 59, 250_000, tzinfo=UTC)


def request(value):
    return RequestFactory().post("/", headers={"X-Arrived": value} if value is not None else {})


def test_arrival_is_read_to_the_millisecond(settings):
    settings.TRUST_ARRIVAL = True
    assert arrival_of(request(TOLD)) == ARRIVED


@pytest.mark.parametrize(
    "value", [None, "", "now", "1767225599", "1767225599.25", "-1767225599.250", "NaN", "1e9.000", "99999999999.000"]
)
def test_arrival_that_makes_no_sense_is_none(settings, value):
    settings.TRUST_ARRIVAL = True
    assert arrival_of(request(value)) is None


def test_arrival_is_not_trusted_unless_the_settings_say_so():
    assert arrival_of(request(TOLD)) is None


@pytest.mark.parametrize(
    ("before", "counts"),
    [(timedelta(seconds=1), True), (timedelta(seconds=119), True), (timedelta(seconds=121), False),
     (timedelta(seconds=-5), False)],
)  # fmt: skip
def test_an_arrival_counts_within_the_draining_before_now(db, before, counts):
    now = clock.real_now()
    received = clock.received(now - before)
    assert (received == now - before) == counts
    assert counts or abs(received - clock.real_now()) < timedelta(seconds=5)


def test_an_arrival_is_moved_by_the_assumed_date_like_everything(at):
    at("2021-01-10 00:00")
    arrived = clock.real_now() - timedelta(seconds=30)
    assert timedelta(seconds=29) < on("2021-01-10 00:00") - clock.received(arrived) < timedelta(seconds=31)


@pytest.mark.parametrize(("trusted", "days_late"), [(True, 0), (False, 1)])
def test_the_page_files_at_the_instant_of_arrival(province, at, sign_in, trusted, days_late):
    at("2020-12-20")
    submission = written(province, launched_campaign(province))
    at("2021-01-10 00:00:30")
    arrived = clock.real_now() - timedelta(seconds=60)
    told = {"X-Arrived": f"{arrived.timestamp():.3f}"}
    client = sign_in(province.head)
    with override_settings(TRUST_ARRIVAL=trusted):
        client.post(reverse("campaigns:submit", args=[submission.pk]), {"version": 1}, headers=told)
    assert submission.deliveries.get().days_late == days_late
