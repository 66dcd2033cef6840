"""Many at once: one receipt, one conflict, nothing filed after the close (integrity P1, P2, P5, P6).

The barrier has its negative control: with it taken away the same race must show the fault, else it proves nothing.
"""

import threading
from datetime import date

import pytest
from django.db import transaction

from campaigns import closing
from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee, CampaignState
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.merging import fingerprints
from campaigns.models import Campaign, Delivery, Receipt
from campaigns.queries.places import places_of
from campaigns.services import answers, filing, submissions
from campaigns.services import campaigns as campaign_services
from core import clock, locks
from core.exceptions import Refused
from organizations.models import User
from tests.factories.campaigns import draft_campaign
from tests.factories.submissions import written
from tests.support.races import PATIENCE, race

pytestmark = pytest.mark.races


def submit(submission, person):
    """Somebody presses the button; people are read anew, since seats are kept on the object."""
    return filing.submit(submission_id=submission.pk, version=1, by=User.objects.get(pk=person.pk))


@pytest.fixture
def closable(monkeypatch):
    """A campaign that may close at any time: its conditions are not what these races are about."""
    monkeypatch.setattr(closing, "CONDITIONS", [])


def test_twenty_submits_of_one_version_give_one_receipt(province, campaign):
    submission = written(province, campaign)
    results = race(*[lambda: submit(submission, province.head)] * 20)
    assert Receipt.objects.count() == 1
    assert {getattr(one, "code", one) for one in results} == {Receipt.objects.get().code}


def test_two_savers_of_one_place_give_one_question(province, campaign):
    submission = written(province, campaign)
    seen = fingerprints(places_of(submission))

    def saver(person, text):
        return lambda: submissions.save_draft(
            submission_id=submission.pk,
            seen=seen,
            texts={"contents": text},
            lines={},
            by=User.objects.get(pk=person.pk),
        )

    results = race(saver(province.officer, "Bản của cán bộ"), saver(province.head, "Bản của thủ trưởng"))
    asked = [one for one in results if one.merged.asked]
    stored = submission.sections.get(key="contents").text
    assert [one.merged.asked for one in asked] == [{"text:contents": stored}]
    submission.refresh_from_db()
    assert submission.version == 2


def test_two_savers_of_two_places_lose_no_word(province, campaign):
    submission = written(province, campaign)
    seen = fingerprints(places_of(submission))

    def saver(person, key):
        person = User.objects.get(pk=person.pk)
        return lambda: submissions.save_draft(
            submission_id=submission.pk, seen=seen, texts={key: f"Bản của {person}"}, lines={}, by=person
        )

    race(saver(province.officer, "contents"), saver(province.head, "titles"))
    assert dict(submission.sections.values_list("key", "text")) == {
        "contents": f"Bản của {province.officer}",
        "titles": f"Bản của {province.head}",
    }


def test_submit_racing_accept_never_changes_what_was_accepted(province, campaign):
    submission = written(province, campaign)
    submit(submission, province.head)
    race(
        lambda: answers.accept(submission_id=submission.pk, by=User.objects.get(pk=province.staff.pk)),
        lambda: answers.send_back(submission_id=submission.pk, by=User.objects.get(pk=province.staff.pk), reason="Sửa"),
    )
    submission.refresh_from_db()
    assert (submission.state, submission.answer) in [(S.ACCEPTED, ""), (S.RETURNED, "Sửa")]


def close(campaign, person):
    return campaign_services.close(campaign_id=campaign.pk, by=User.objects.get(pk=person.pk))


@pytest.mark.parametrize("attempt", range(5))
def test_submits_racing_the_close_are_received_before_it_or_refused(province, campaign, closable, attempt):
    submissions = [written(province, campaign, member=member) for member in range(3)]
    *results, closed = race(
        *[lambda one=one, member=member: submit(one, province.heads[member]) for member, one in enumerate(submissions)],
        lambda: close(campaign, province.staff),
    )
    assert isinstance(closed, Campaign)
    acknowledged = {one.code for one in results if isinstance(one, Receipt)}
    refused = {one.reason for one in results if isinstance(one, Refused)}
    assert acknowledged == set(Receipt.objects.values_list("code", flat=True))
    assert len(acknowledged) + sum(isinstance(one, Refused) for one in results) == 3
    assert refused <= {"Phong trào đang không mở để nộp hồ sơ."}
    assert [one for one in Receipt.objects.all() if one.received_at > closed.closed_at] == []


class Hesitation:
    """Lets the close happen between the check of a submission and its writing."""

    def __init__(self, monkeypatch):
        self.checked, self.closed = threading.Event(), threading.Event()
        plain = filing._require_complete

        def check_and_wait(submission):
            plain(submission)
            self.checked.set()
            self.closed.wait(1)

        monkeypatch.setattr(filing, "_require_complete", check_and_wait)

    def close(self, campaign, person):
        """Close while the submission hesitates; how many receipts there were then."""
        self.checked.wait(PATIENCE)
        try:
            close(campaign, person)
            return Receipt.objects.count()
        finally:
            self.closed.set()


def test_the_close_waits_for_a_submission_that_was_checked(province, campaign, closable, monkeypatch):
    submission = written(province, campaign)
    hesitation = Hesitation(monkeypatch)
    receipt, known = race(lambda: submit(submission, province.head), lambda: hesitation.close(campaign, province.staff))
    assert receipt.received_at < Campaign.objects.get().closed_at
    assert known == 1


def test_without_the_barrier_a_submission_slips_in_after_the_close(province, campaign, closable, monkeypatch):
    """Negative control of the one above."""
    monkeypatch.setattr(locks, "_lock", lambda function, space, key: None)
    submission = written(province, campaign)
    hesitation = Hesitation(monkeypatch)
    receipt, known = race(lambda: submit(submission, province.head), lambda: hesitation.close(campaign, province.staff))
    assert (receipt.code, known) == (Receipt.objects.get().code, 0)
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_the_clock_is_read_after_the_wait_for_a_lock(province, campaign):
    """A submission that waited is stamped when it got in, not when it began to wait (integrity, trap 1)."""
    submission = written(province, campaign)
    inside, released = threading.Event(), []

    def hold():
        with transaction.atomic():
            locks.enter_exclusive(locks.DEADLINE, campaign.pk)
            inside.set()
            threading.Event().wait(0.5)
            released.append(clock.now())

    def wait_and_submit():
        inside.wait(PATIENCE)
        return submit(submission, province.head)

    _, receipt = race(hold, wait_and_submit)
    assert receipt.received_at >= released[0]


def test_a_plan_launched_while_units_file_hears_of_each_of_them(province, campaign):
    """Whoever files before the launch is taken in by it, whoever files after it delivers to both."""
    line = MilestoneLine(kind=K.REGISTER, name="Gửi khối", day=date(2021, 1, 8), addressee=Addressee.BLOC_LEADER)
    lines = {"indicators": (), "milestones": (line,)}
    plan = draft_campaign(province, "ke-hoach", parent=campaign, bloc=province.bloc, blocs=(), **lines)
    submissions = [written(province, campaign, member=member) for member in range(3)]
    race(
        *[lambda one=one, head=head: submit(one, head) for one, head in zip(submissions, province.heads, strict=True)],
        lambda: campaign_services.launch(campaign_id=plan.pk, by=User.objects.get(pk=province.staff.pk)),
    )
    assert {one.submission for one in Delivery.objects.filter(milestone__campaign=plan)} == set(submissions)
    assert Delivery.objects.filter(milestone__campaign=campaign).count() == 3
