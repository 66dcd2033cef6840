"""Taking a document out of the folder while the unit files or chooses it: what was filed stays (integrity C5).

The lock of the folder has its negative control: with it taken away the same race must show the fault.
"""

import threading
from datetime import date

import pytest

from campaigns.enums import SubmissionKind as K
from campaigns.models import Evidence, LaunchDocument, Receipt
from campaigns.places import LaunchValues
from campaigns.queries.evidence import FILED, LAUNCHED, filed_hashes
from campaigns.services import evidence, filing, submissions
from core.exceptions import Refused
from organizations.models import User
from tests.factories.campaigns import participation_of
from tests.factories.submissions import begun, written
from tests.support.files import another_pdf, pdf
from tests.support.races import PATIENCE, race

pytestmark = pytest.mark.races


@pytest.fixture
def document(province, campaign, settings, tmp_path):
    """The one document in the folder of the first unit."""
    settings.FILES_ROOT = tmp_path / "files"
    folder = participation_of(campaign, province.unit)
    return evidence.add_evidence(participation=folder, file=pdf(), by=province.officer)


def again(person):
    """People are read anew, since seats are kept on the object."""
    return User.objects.get(pk=person.pk)


class Hesitation:
    """Lets the removal happen between what a service has looked at and what it writes."""

    def __init__(self, monkeypatch, module, name):
        self.looked, self.removed = threading.Event(), threading.Event()
        plain = getattr(module, name)

        def look_and_wait(*given, **more):
            found = plain(*given, **more)
            self.looked.set()
            self.removed.wait(1)
            return found

        monkeypatch.setattr(module, name, look_and_wait)

    def remove(self, document, person):
        self.looked.wait(PATIENCE)
        try:
            return evidence.remove_evidence(evidence_id=document.pk, by=again(person))
        finally:
            self.removed.set()


def file_and_remove(province, campaign, document, monkeypatch):
    """The removal comes when the receipt is written and not yet committed."""
    submission = written(province, campaign)
    hesitation = Hesitation(monkeypatch, filing, "_write_receipt")
    return race(
        lambda: filing.submit(submission_id=submission.pk, version=1, by=again(province.head)),
        lambda: hesitation.remove(document, province.officer),
    )


def test_what_is_being_filed_is_not_taken_out(province, campaign, document, monkeypatch):
    receipt, removal = file_and_remove(province, campaign, document, monkeypatch)
    assert isinstance(receipt, Receipt)
    assert isinstance(removal, Refused)
    assert removal.reason == FILED
    document.refresh_from_db()
    assert (document.removed_at, document.filed_at) == (None, receipt.received_at)


def test_without_the_lock_a_document_is_taken_out_of_what_was_filed(province, campaign, document, monkeypatch):
    """Negative control of the one above."""
    monkeypatch.setattr(filing, "lock_folder", lambda pk: None)
    receipt, removal = file_and_remove(province, campaign, document, monkeypatch)
    assert (isinstance(receipt, Receipt), isinstance(removal, Evidence)) == (True, True)
    assert document.file_id in filed_hashes(document.participation)


def test_many_at_once_end_without_a_deadlock(province, campaign, document):
    """Filing, saving, adding, describing and removing: each takes its rows in one order."""
    register, launch = written(province, campaign), begun(province, campaign, K.LAUNCH_DOCUMENT)
    values = LaunchValues("05/KH", date(2021, 1, 4), "Phát động", document.pk)
    described = {"title": "x", "doc_number": "", "doc_date": None, "version": 0}
    folder = participation_of(campaign, province.unit)
    given = {"submission_id": launch.pk, "texts": {}}
    results = race(
        *[lambda: filing.submit(submission_id=register.pk, version=1, by=again(province.head))] * 2,
        *[lambda: submissions.save_draft(**given, launch_document=values, by=again(province.officer))] * 2,
        lambda: evidence.describe_evidence(evidence_id=document.pk, by=again(province.head), **described),
        lambda: evidence.add_evidence(participation=folder, file=another_pdf(1), by=again(province.officer)),
        lambda: evidence.remove_evidence(evidence_id=document.pk, by=again(province.officer)),
    )
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    document.refresh_from_db()
    assert not (document.removed_at and document.file_id in filed_hashes(folder))
    assert not (document.removed_at and LaunchDocument.objects.filter(evidence=document).exists())


def test_what_is_being_chosen_as_the_scan_is_not_taken_out(province, campaign, document, monkeypatch):
    launch = begun(province, campaign, K.LAUNCH_DOCUMENT)
    hesitation = Hesitation(monkeypatch, submissions, "living_evidence")
    values = LaunchValues("05/KH", date(2021, 1, 4), "Phát động", document.pk)
    saved, removal = race(
        lambda: submissions.save_draft(
            submission_id=launch.pk, texts={}, launch_document=values, by=again(province.officer)
        ),
        lambda: hesitation.remove(document, province.head),
    )
    assert isinstance(saved, submissions.Saved)
    assert isinstance(removal, Refused)
    assert removal.reason == LAUNCHED
