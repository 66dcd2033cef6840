"""The minutes of the meeting that judges a bloc: what they say, for whom, as PDF and Word."""

import io
from decimal import Decimal

import docx
import pypdf
import pytest
from django.urls import reverse

from core.exceptions import Refused
from reports.documents import engine
from reports.documents.blocks import Signatories, Table
from reports.documents.minutes import minutes_document
from reports.documents.page import html_of
from reports.documents.word import word_of
from reports.enums import DocumentFormat, DocumentKind, DocumentState
from reports.models import Document
from reports.queries.minutes import minutes_of
from reports.services.documents import render_document, request_minutes
from scoring.enums import SheetState as S
from scoring.models import ScoreSheet, ScoringTable
from scoring.services.rankings import publish_bloc
from tests.factories.campaigns import launched_campaign
from tests.factories.reports import reported
from tests.factories.scoring import frozen_table, published, sheet_at
from tests.support.dates import on

NOW = on("2021-12-23 09:00")


@pytest.fixture
def campaign(province, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    found = launched_campaign(province)
    frozen_table(province, found)
    return found


def minutes(campaign, province, reader=None):
    return minutes_of(campaign, province.bloc, reader=reader or province.staff, now=NOW)


def tables(document):
    """The rows of every table, by the titles of its columns."""
    found = [block for block in document.blocks if isinstance(block, Table)]
    return {tuple(column.title for column in one.columns): [row.cells for row in one.rows] for one in found}


def ask(campaign, province, by, made_as=DocumentFormat.PDF):
    return request_minutes(campaign=campaign, bloc=province.bloc, made_as=made_as, by=by)


def test_hold_the_table_of_points_with_the_published_ranks(campaign, province):
    published(province, campaign)
    scores = tables(minutes_document(minutes(campaign, province)))[
        "TT", "Đơn vị", "Tự chấm", "Khối chấm", "Thẩm định", "Thưởng", "Trừ", "Tổng", "Xếp hạng"
    ]
    assert scores[0] == ["1", "Mèo Vạc", "37,95", "37,95", "37,95", "5,95", "-5,00", "37,95", "1"]
    assert [row[-1] for row in scores] == ["1", "2", "2"]
    assert minutes(campaign, province).kept == ("Theo kết quả xếp hạng công bố lần 1, 09:00 thứ Tư 01/12/2021.")


def asks_for(campaign, *chain):
    """The bloc's table parts equals by ``chain``."""
    ScoringTable.objects.filter(campaign=campaign).update(tie_breaks=list(chain))


def test_name_the_votes_of_units_that_stand_equal(campaign, province):
    asks_for(campaign, "first_group", "votes")
    for member in (0, 2):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    ScoreSheet.objects.filter(participation__unit=province.unit).update(votes=5)
    assert [(one.unit, one.votes) for one in minutes(campaign, province).tied] == [("Đồng Văn", "5"), ("Yên Minh", "")]
    rows = tables(minutes_document(minutes(campaign, province)))
    assert rows["TT", "Đơn vị", "Tổng điểm", "Số phiếu suy tôn", "Xếp hạng"] == [
        ["1", "Đồng Văn", "37,75", "5", "1"],
        ["2", "Yên Minh", "37,75", "……", "2"],
    ]


@pytest.mark.parametrize("kept", [False, True])
def test_name_no_votes_of_units_that_something_else_parts(campaign, province, kept):
    asks_for(campaign, "group:III", "votes")
    for member in range(3):
        values = {"3.1": {"points": Decimal("7.20")}} if member == 1 else {"1.1": {"actual": Decimal("39.27")}}
        sheet_at(S.APPRAISED, province, campaign, member=member, values=values)
    ScoreSheet.objects.filter(participation__unit=province.unit).update(votes=2)
    ScoreSheet.objects.filter(participation__unit=province.units[2]).update(votes=5)
    if kept:
        publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
    found = minutes(campaign, province)
    assert [(row.unit, row.total, row.rank) for row in found.scores] == [
        ("Mèo Vạc", "37,95", "1"),
        ("Yên Minh", "37,95", "2"),
        ("Đồng Văn", "37,95", "3"),
    ]
    assert [(one.unit, one.votes) for one in found.tied] == [("Yên Minh", "5"), ("Đồng Văn", "2")]


def test_ask_for_no_votes_where_the_table_leaves_equals_equal(campaign, province):
    asks_for(campaign, "first_group")
    published(province, campaign)
    assert minutes(campaign, province).tied == []


def test_say_who_chairs_and_who_writes(campaign, province):
    document = minutes_document(minutes(campaign, province))
    signed = next(block for block in document.blocks if isinstance(block, Signatories))
    assert signed.pairs == [
        ("Thư ký", "Tổ giúp việc của Trưởng khối Yên Minh"),
        ("Chủ trì", "Thủ trưởng đơn vị Yên Minh"),
    ]
    chair = next(block for block in document.blocks if getattr(block, "lead", "") == "- Chủ trì:")
    assert chair.text == "Thủ trưởng đơn vị Yên Minh, Chủ tịch UBND huyện Yên Minh, Trưởng khối."


def test_leave_lines_for_what_only_the_meeting_knows(campaign, province):
    text = " ".join(getattr(block, "text", "") for block in minutes_document(minutes(campaign, province)).blocks)
    assert "5. Bầu Trưởng khối, Phó Trưởng khối năm 2022" in text
    assert "hồi …… giờ …… phút" in text
    assert "02 bản" in text


def test_list_nominations_of_which_the_reader_may_know(db):
    world = reported()
    found = minutes_of(world.campaign, world.blocs[0], reader=world.province.staff, now=NOW)
    assert [row.unit for row in found.scores] == ["Đồng Văn", "Mèo Vạc", "Yên Minh"]
    assert found.awards == []


def test_say_that_points_are_provisional(campaign, province):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    assert minutes(campaign, province).kept == "Kết quả tạm tính, chưa công bố."


def test_may_be_asked_for_by_staff_and_the_leaders_office_only(campaign, province):
    refused = {}
    for role, person in province.everybody().items():
        try:
            ask(campaign, province, person, DocumentFormat.WORD)
        except Refused as refusal:
            refused[role] = refusal.reason
    assert set(province.everybody()) - set(refused) == {"staff", "bloc_secretary"}


def test_same_ranking_makes_one_document(campaign, province):
    published(province, campaign)
    first = ask(campaign, province, province.staff, DocumentFormat.WORD)
    assert ask(campaign, province, province.staff, DocumentFormat.WORD) == first
    assert (first.kind, first.title) == (
        DocumentKind.BLOC_MINUTES,
        "Biên bản bình xét thi đua năm 2021 của Khối thi đua các huyện số 1",
    )


@pytest.mark.parametrize("made_as", DocumentFormat)
def test_are_made_from_the_snapshot(campaign, province, made_as):
    published(province, campaign)
    row = ask(campaign, province, province.staff, made_as)
    render_document(document_id=str(row.pk), progress=lambda percent, doing: None)
    row.refresh_from_db()
    assert (row.state, row.file.kind) == (DocumentState.READY, made_as)


def test_pdf_and_word_hold_the_same_headings(campaign, province):
    published(province, campaign)
    document = minutes_document(minutes(campaign, province))
    pdf = pypdf.PdfReader(io.BytesIO(engine.render(html_of(document))))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    word = docx.Document(io.BytesIO(word_of(document)))
    headings = [one.text for one in word.paragraphs if one.style.name.startswith("Heading 2")]
    assert headings[1] == "2. Tổng hợp điểm, xếp hạng"
    assert [one for one in headings if one not in printed] == []


def test_page_of_the_ranking_offers_them(sign_in, campaign, province):
    published(province, campaign)
    url = f"{reverse('scoring:ranking', args=[campaign.code])}?khoi=khoi-1"
    assert "Biên bản bình xét PDF" in " ".join(sign_in(province.secretary).get(url).content.decode().split())
    assert "Biên bản bình xét" not in sign_in(province.officer).get(url).content.decode()


def test_asking_leads_to_where_they_are_made(sign_in, campaign, province):
    published(province, campaign)
    url = reverse("reports:request_minutes", args=[campaign.code, "khoi-1"])
    response = sign_in(province.staff).post(url, {"format": "docx"})
    assert response.url == reverse("reports:detail", args=[Document.objects.get().pk])
    assert sign_in(province.staff).get(response.url).status_code == 200
    assert sign_in(province.stranger).post(url, {"format": "docx"}).status_code == 404


def test_cost_the_same_for_more_units(campaign, province, django_assert_num_queries):
    counts = []
    asks_for(campaign, "votes")
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    for member in (1, 2):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
        assert province.staff.seats
        assert campaign.standing_body_name
        with django_assert_num_queries(9):
            counts.append(len(minutes(campaign, province).tied))
    assert counts == [2, 3]
