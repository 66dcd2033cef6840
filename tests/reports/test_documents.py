"""From asking to fetching: one snapshot, one rendering, nobody else's."""

import uuid
from dataclasses import asdict

import pytest
from django.urls import reverse

from awards.services.proposals import nominate
from campaigns.models import Section
from core import jobs
from core.authz import can
from core.exceptions import Refused
from core.models import AuditEvent, Job, StoredFile
from reports.checks import pdf_engine
from reports.documents import engine
from reports.enums import DocumentFormat, DocumentKind, DocumentState
from reports.models import Document
from reports.queries.bloc_report import facts
from reports.queries.documents import offers
from reports.rules import Subject
from reports.services import documents as services
from reports.wording import EMPTY_DAY
from tests.factories.awards import publish
from tests.factories.reports import reported
from tests.support.dates import on

OFFICE_ONLY = "Chỉ cơ quan thường trực và văn phòng của Trưởng khối lập được báo cáo của khối."


@pytest.fixture
def world(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return reported()


def ask(world, by=None, made_as=DocumentFormat.PDF):
    subject = Subject(world.campaign, world.blocs[0])
    return services.request_bloc_document(subject=subject, made_as=made_as, by=by or world.province.staff)


def report_of(world, kind=DocumentKind.BLOC_FINAL_REPORT, reader=None):
    """The facts of the first bloc's report, as plain dictionaries."""
    now = on("2021-12-23 09:00")
    return asdict(facts(world.campaign, world.blocs[0], kind, reader=reader or world.province.staff, now=now))


def address(world, bloc="khoi-1", report="tong-ket", name="request"):
    """The address of one report of a bloc."""
    return reverse(f"reports:{name}", args=[world.campaign.code, bloc, report])


def quiet(percent, doing):
    """Nobody waits."""


def rendered(world, by=None):
    document = ask(world, by)
    if document.state == DocumentState.WAITING:
        services.render_document(document_id=str(document.pk), progress=quiet)
        document.refresh_from_db()
    return document


def test_snapshot_says_what_stands(world):
    report = report_of(world)
    assert (report["superior"], report["issuer"], report["sign"], report["place"], report["dated"]) == (
        "Ủy ban nhân dân tỉnh",
        "Huyện Yên Minh",
        "BC-HYM",
        "Ủy ban nhân dân tỉnh",
        EMPTY_DAY.format(2021),
    )
    assert report["bases"] == [
        "Căn cứ Chương trình số 273/CTr-UBND của Ủy ban nhân dân tỉnh: Phát động phong trào thi đua năm 2021;",
        "Căn cứ báo cáo tổng kết của các đơn vị;",
        "Căn cứ kết quả tự chấm điểm của các đơn vị;",
        "Căn cứ kết quả chấm điểm của khối;",
        "Căn cứ kết quả thẩm định điểm thi đua.",
    ]
    assert report["texts"]["plans"] == [{"unit": "Đồng Văn", "paragraphs": ["IV. Phương hướng, nhiệm vụ: đã viết."]}]
    assert [
        (row["name"], row["exceeded"], row["reached"], row["missed"], row["unknown"]) for row in report["results"]
    ] == [("Thu nhập bình quân đầu người", 1, 0, 0, 2), ("Tỷ lệ hộ nghèo giảm (mức giảm)", 0, 1, 0, 2)]
    assert report["results"][0]["rows"][0] == {
        "unit": "Đồng Văn",
        "registered": "39",
        "actual": "40",
        "percent": "102,5%",
        "judgement": "Vượt",
    }
    assert [(row["unit"], row["on_time"], row["late"], len(row["owed"])) for row in report["filings"]] == [
        ("Đồng Văn", 1, ["Báo cáo tổng kết năm: chậm 3 ngày"], 3),
        ("Mèo Vạc", 0, [], 5),
        ("Yên Minh", 0, [], 5),
    ]
    assert [(row["unit"], row["total"], row["rank"]) for row in report["scores"]] == [
        ("Đồng Văn", "90,50", "1"),
        ("Mèo Vạc", "80,00", "2"),
        ("Yên Minh", "70,25", "3"),
    ]
    assert report["scores_note"] == "Kết quả đã công bố ngày 23/12/2021."


def test_snapshot_shows_undecided_awards_to_staff_only(world):
    publish(world, {"quan-ba": "95", "vi-xuyen": "85", "xin-man": "75"})
    nominate(campaign=world.campaign, by=world.province.staff)
    of_staff = report_of(world)
    of_office = report_of(world, reader=world.province.secretary)
    assert [row["award"] for row in of_staff["awards"]] == ["Giải nhì", "Giải ba", "Cờ thi đua của tỉnh", "Bằng khen"]
    assert of_office["awards"] == []


def test_request_may_staff_and_office_of_the_leader(world):
    subject = Subject(world.campaign, world.blocs[0])
    answers = {name: can(one, "reports.request", subject).reason for name, one in world.province.everybody().items()}
    assert answers == {name: "" if name in ("staff", "bloc_secretary") else OFFICE_ONLY for name in answers}
    assert can(world.province.heads[-1], "reports.request", subject).allowed


def test_request_renders_once_and_keeps_the_file(world):
    document = rendered(world)
    assert (document.state, document.file.kind) == (DocumentState.READY, "pdf")
    assert ask(world) == document
    assert (Document.objects.count(), Job.objects.count()) == (1, 1)


def test_request_of_the_same_content_by_another_person_takes_the_same_file(world):
    first = rendered(world)
    second = ask(world, by=world.province.secretary)
    assert (second.pk != first.pk, second.state, second.file) == (True, DocumentState.READY, first.file)
    assert (Job.objects.count(), StoredFile.objects.filter(kind="pdf").count()) == (1, 1)


def test_request_of_changed_content_renders_anew(world):
    first = rendered(world)
    Section.objects.filter(key="plans").update(text="Việc khác.")
    assert ask(world).pk != first.pk


def test_request_after_a_failed_job_makes_a_new_one(world):
    first = ask(world)
    Job.objects.update(state=Job.State.FAILED)
    assert ask(world).pk != first.pk


def test_job_run_twice_changes_nothing(world):
    document = ask(world)
    assert document.job.name == "reports.render"
    jobs.run(str(document.job.pk))
    document.refresh_from_db()
    before = (document.state, document.file, AuditEvent.objects.count())
    Job.objects.update(state=Job.State.QUEUED)
    jobs.run(str(document.job.pk))
    document.refresh_from_db()
    assert (document.state, document.file, AuditEvent.objects.count()) == before
    assert before[0] == DocumentState.READY


def test_render_leaves_a_document_that_is_gone(db):
    assert services.render_document(document_id=str(uuid.uuid4()), progress=quiet) is None


def test_request_says_what_the_machine_lacks(world, monkeypatch):
    monkeypatch.setattr(engine, "LIBRARIES", ("libkhong-co.so.9",))
    engine._lacking.cache_clear()
    sentence = (
        "Máy chủ chưa có thư viện dàn trang PDF (libkhong-co.so.9). Người quản trị máy chạy: "
        "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
    with pytest.raises(Refused) as refusal:
        ask(world)
    assert refusal.value.reason == sentence
    assert [(one.id, one.hint) for one in pdf_engine(None)] == [("reports.W001", engine.APT_LINE)]
    engine._lacking.cache_clear()


def test_render_without_the_engine_fails_the_document(world, monkeypatch, sign_in):
    document = ask(world)
    monkeypatch.setattr(engine, "LIBRARIES", ("libkhong-co.so.9",))
    engine._lacking.cache_clear()
    services.render_document(document_id=str(document.pk), progress=quiet)
    document.refresh_from_db()
    assert (document.state, document.file) == (DocumentState.FAILED, None)
    page = sign_in(world.province.staff).get(reverse("reports:detail", args=[document.pk])).content.decode()
    assert "libkhong-co.so.9" in page
    engine._lacking.cache_clear()


def test_pdf_engine_is_there():
    engine._lacking.cache_clear()
    assert (engine.pdf_engine_missing(), pdf_engine(None)) == ("", [])


def test_offers_are_for_staff_and_the_leaders_office(world):
    found = {name: [offer.bloc.code for offer in offers(one)] for name, one in world.province.everybody().items()}
    assert found == {key: [] for key in found} | {
        "staff": ["khoi-1", "khoi-1", "khoi-2", "khoi-2"],
        "bloc_secretary": ["khoi-1", "khoi-1"],
    }


def test_pages_lead_from_the_offer_to_the_file(world, sign_in):
    client = sign_in(world.province.staff)
    offers = client.get(reverse("reports:list")).context["offers"]
    assert [(offer.bloc.code, offer.slug) for offer in offers] == [
        ("khoi-1", "so-ket"),
        ("khoi-1", "tong-ket"),
        ("khoi-2", "so-ket"),
        ("khoi-2", "tong-ket"),
    ]
    response = client.post(address(world), {"format": "pdf"})
    document = Document.objects.get()
    assert response["Location"] == reverse("reports:detail", args=[document.pk])
    page = client.get(response["Location"])
    assert ("every 1s" in page.content.decode(), page.context["is_waiting"]) == (True, True)
    assert client.get(reverse("reports:progress", args=[document.pk])).status_code == 200
    assert client.get(reverse("reports:download", args=[document.pk])).status_code == 404
    services.render_document(document_id=str(document.pk), progress=quiet)
    done = client.get(reverse("reports:progress", args=[document.pk]))
    assert (done.status_code, "every 1s" in done.content.decode()) == (286, False)
    fetched = client.get(reverse("reports:download", args=[document.pk]))
    assert (fetched["Content-Type"], fetched["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert fetched["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(fetched.streaming_content)[:5] == b"%PDF-"
    assert client.get(reverse("reports:list")).context["documents"][0] == document


@pytest.mark.parametrize("name", ["detail", "progress", "download"])
def test_pages_of_others_are_404(world, sign_in, name):
    document = rendered(world)
    for person in (world.province.leader, world.province.secretary, world.province.stranger):
        assert sign_in(person).get(reverse(f"reports:{name}", args=[document.pk])).status_code == 404
    forged = reverse(f"reports:{name}", args=[uuid.uuid4()])
    assert sign_in(world.province.staff).get(forged).status_code == 404


def test_request_page_answers_the_uninvited(world, sign_in):
    url = address(world)
    response = sign_in(world.province.officer).post(url, {"format": "pdf"})
    assert (response.status_code, response.context["reason"]) == (403, OFFICE_ONLY)
    assert sign_in(world.province.stranger).post(url).status_code == 404
    for wrong in (address(world, "khoi-9"), address(world, report="tho-ca")):
        assert sign_in(world.province.staff).post(wrong, {"format": "pdf"}).status_code == 404
    assert sign_in(world.province.staff).post(url, {"format": "exe"}).status_code == 404


def test_list_costs_the_same_for_more_documents(world, sign_in, django_assert_max_num_queries):
    client = sign_in(world.province.staff)
    rendered(world)
    Section.objects.filter(key="plans").update(text="Việc khác.")
    ask(world)
    with django_assert_max_num_queries(12):
        client.get(reverse("reports:list"))
