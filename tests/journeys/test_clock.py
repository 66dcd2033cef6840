"""A computer whose clock is wrong is told so: deadlines follow the system's time (integrity, bad input 31)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("off", "sentence"),
    [(timedelta(minutes=-10), "chạy chậm 10 phút"), (timedelta(minutes=15), "chạy nhanh 15 phút")],
)
def test_a_wrong_clock_is_pointed_out(desk, province, off, sentence):
    page = desk.seat(province.officer)
    page.clock.install(time=timezone.now() + off)
    page.goto("/")
    expect(page.get_by_text(f"Đồng hồ máy bạn {sentence} so với hệ thống.")).to_be_visible()


def test_a_right_clock_is_not_mentioned(desk, province):
    page = desk.seat(province.officer)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Đồng hồ máy bạn")).to_be_hidden()
