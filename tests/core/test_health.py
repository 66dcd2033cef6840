"""Who lives: /healthz asks the process, /readyz everything it needs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import health
from core.models import Pulse
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


def test_healthz_asks_nobody_else(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_names_what_does_not_answer(client):
    health.beat("worker")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "missing": ["scheduler"]})


def test_readyz_with_everybody_alive_is_ok(client):
    health.beat("worker")
    health.beat("scheduler")
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "missing": []})


def test_a_part_that_has_been_silent_for_a_minute_is_missing():
    health.beat("scheduler")
    health.beat("worker")
    Pulse.objects.filter(part="worker").update(at=timezone.now() - timedelta(seconds=61))
    assert health.missing() == ["worker"]


def test_beat_twice_keeps_one_row():
    health.beat("worker")
    health.beat("worker")
    assert Pulse.objects.count() == 1


def test_an_assumed_date_says_nothing_about_life(at):
    health.beat("worker")
    health.beat("scheduler")
    at("2021-01-08")
    assert health.missing() == []


def test_the_proxy_is_given_a_page_for_what_is_too_large(client, db):
    answer = client.get("/qua-lon/")
    assert answer.status_code == 413
    assert "Mỗi tệp được gửi tối đa 20 MB." in text_of(answer)
