"""A report is asked for, its progress is seen, and the PDF comes down."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from core import jobs
from core.models import Job
from tests.factories.reports import reported
from thiduaweb.celery import app

pytestmark = pytest.mark.journey


@pytest.fixture
def sleeping_workers():
    """Jobs wait in their table, as they do until a worker comes."""
    app.conf.task_always_eager = False
    yield
    app.conf.task_always_eager = True


def test_staff_ask_for_a_report_wait_and_download_it(desk, sleeping_workers):
    world = reported()
    page = desk.seat(world.province.staff)
    page.goto("/bao-cao/")
    page.get_by_role("button", name="Lập PDF Báo cáo tổng kết của khối: Khối thi đua các huyện số 1").click()
    expect(page.get_by_text("Đang chờ máy xử lý")).to_be_visible()
    jobs.run(str(Job.objects.get().pk))
    expect(page.get_by_text("Văn bản đã xong.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp PDF").click()
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    assert "Đồng Văn" in text


def test_a_document_that_is_ready_comes_down_at_once(desk):
    world = reported()
    page = desk.seat(world.province.staff)
    asked = page.get_by_role("button", name="Lập Word Báo cáo tổng kết của khối: Khối thi đua các huyện số 1")
    page.goto("/bao-cao/")
    asked.click()
    expect(page.get_by_text("Văn bản đã xong.")).to_be_visible()
    page.goto("/bao-cao/")
    for _ in range(2):  # the page stays, and its button
        with page.expect_download() as download:
            asked.click()
        assert download.value.suggested_filename.endswith(".docx")
        expect(asked).to_be_enabled()
