"""The unit's own launching document: what is missing, days that cannot be right (D06), what is frozen and scored."""

import json
from datetime import date

import pytest

from campaigns.contents import CONTENTS
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.places import LaunchValues
from campaigns.queries import submissions as queries
from campaigns.queries.facts import launch_document_ground
from campaigns.services.evidence import add_evidence, remove_evidence
from campaigns.services.submissions import save_draft
from core.exceptions import Refused
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.submissions import begun, file, seen, submission_at
from tests.support.files import pdf
from tests.support.pages import fields_of, text_of
from tests.support.queries import exactly

PAPER = {"version": 0, "doc_number": "05/KH-UBND", "summary": "Phát động"}
FULL = LaunchValues("05/KH-UBND", date(2021, 1, 20), "Phát động phong trào thi đua năm 2021")


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


FOREIGN_SCAN = "Bản chụp phải là một minh chứng đang có trong hồ sơ của chính đơn vị; hãy chọn lại."


def page(submission, *more):
    return "/".join(["/phong-trao/ho-so", str(submission.pk), *more, ""])


def scan(province, campaign, member=0):
    return add_evidence(
        participation=participation_of(campaign, province.units[member]), title="Kế hoạch phát động", doc_number="",
        doc_date=None, file=pdf(), by=province.officers[member],
    )  # fmt: skip


def noted(province, campaign, values=FULL):
    draft = begun(province, campaign, K.LAUNCH_DOCUMENT)
    return save_draft(submission_id=draft.pk, texts={}, launch_document=values, by=province.officer).submission


def gaps(draft, province):
    return CONTENTS[K.LAUNCH_DOCUMENT].gaps(queries.submission(province.officer, draft.pk))


def test_nothing_written_names_all_three_gaps(province, campaign, sign_in):
    draft = begun(province, campaign, K.LAUNCH_DOCUMENT)
    sentences = [
        "Chưa ghi số, ký hiệu văn bản phát động.",
        "Chưa ghi ngày ban hành văn bản phát động.",
        "Chưa ghi trích yếu văn bản phát động.",
    ]
    assert gaps(draft, province) == sentences
    words = text_of(sign_in(province.officer).get(page(draft)))
    scanless = "Chưa chọn bản chụp văn bản phát động; nơi nhận sẽ không đối chiếu được số và ngày."
    assert all(sentence in words for sentence in [*sentences, scanless])


@pytest.mark.parametrize(
    ("issued_on", "now", "sentence"),
    [
        (date(2021, 1, 20), "2021-01-20 08:00", None),
        (
            date(2021, 1, 21),
            "2021-01-20 08:00",
            "Văn bản phát động ghi ngày 21/01/2021 là ngày chưa đến; hãy xem lại ngày ban hành.",
        ),
        (
            date(2022, 1, 5),
            "2022-01-10 08:00",
            "Văn bản phát động ký ngày 05/01/2022, sau kỳ thi đua (01/01/2021–31/12/2021); hãy xem lại ngày ban hành.",
        ),
    ],
)
def test_a_day_that_cannot_be_right_is_said_at_once_and_before_filing(
    province, campaign, sign_in, at, issued_on, now, sentence
):
    draft = begun(province, campaign, K.LAUNCH_DOCUMENT)
    at(now)
    posted = {
        "version": 0,
        "seen": seen(draft),
        "doc_number": "05/KH-UBND",
        "summary": "Phát động",
        "issued_on": f"{issued_on:%d/%m/%Y}",
    }
    answer = sign_in(province.officer).post(page(draft, "luu"), posted)
    assert answer.json()["hints"] == ({"issued_on": sentence} if sentence else {})
    assert gaps(draft, province) == ([sentence] if sentence else [])


def test_the_form_keeps_number_day_summary_and_scan(province, campaign, sign_in, at):
    at("2021-01-25 08:00")
    draft, file_ = begun(province, campaign, K.LAUNCH_DOCUMENT), scan(province, campaign)
    client = sign_in(province.officer)
    posted = {
        "version": 0,
        "seen": seen(draft),
        "doc_number": "05/KH-UBND",
        "issued_on": "20/01/2021",
        "summary": "Phát động",
    }
    assert client.post(page(draft), posted | {"evidence": str(file_.pk)}).status_code == 302
    fields = fields_of(client.get(page(draft)))
    assert (fields["doc_number"], fields["issued_on"], fields["summary"]) == ("05/KH-UBND", "20/01/2021", "Phát động")
    draft.refresh_from_db()
    assert draft.launch_document.evidence == file_


def test_a_scan_of_another_unit_is_refused(province, campaign):
    foreign = scan(province, campaign, member=1)
    with pytest.raises(Refused) as refusal:
        noted(province, campaign, LaunchValues("1", date(2021, 1, 1), "x", foreign.pk))
    assert refusal.value.reason == FOREIGN_SCAN


def test_a_scan_that_was_removed_from_the_folder_is_refused(province, campaign):
    gone = scan(province, campaign)
    remove_evidence(evidence_id=gone.pk, by=province.officer)
    with pytest.raises(Refused) as refusal:
        noted(province, campaign, LaunchValues("1", date(2021, 1, 1), "x", gone.pk))
    assert refusal.value.reason == FOREIGN_SCAN


def test_it_is_frozen_with_the_hash_of_its_scan_and_read(province, campaign, sign_in, at):
    at("2021-01-25 08:00")
    file_ = scan(province, campaign)
    draft = noted(province, campaign, LaunchValues(FULL.doc_number, FULL.issued_on, FULL.summary, file_.pk))
    content = json.loads(bytes(file(draft, province).payload))["content"]
    assert content["launch_document"] == {
        "doc_number": "05/KH-UBND",
        "issued_on": "2021-01-20",
        "summary": "Phát động phong trào thi đua năm 2021",
        "file_name": file_.file_name,
        "file_sha256": file_.file_id,
    }
    words = text_of(sign_in(province.staff).get(page(draft)))
    assert "Số, ký hiệu 05/KH-UBND Ngày ban hành 20/01/2021" in words


def test_what_scoring_sees_of_it_is_one_sentence_and_one_query(province, campaign, at):
    at("2021-01-25 08:00")
    draft = noted(province, campaign)
    folder = participation_of(campaign, province.unit)
    assert launch_document_ground(folder) == ""
    file(draft, province)
    with exactly(1):
        ground = launch_document_ground(folder)
    assert ground == "Văn bản phát động số 05/KH-UBND ngày 20/01/2021, nộp 25/01/2021, đúng hạn"


def test_late_is_said_with_the_days(province, campaign):
    submission_at(S.SUBMITTED, province, campaign, K.LAUNCH_DOCUMENT, moment="2021-03-17 09:00")
    assert launch_document_ground(participation_of(campaign, province.unit)) == (
        "Văn bản phát động số 05/KH-UBND ngày 24/12/2020, nộp 17/03/2021, chậm 3 ngày"
    )
