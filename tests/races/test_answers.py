"""Two addressees and the unit at once: one answer each, nothing of an old filing answered as if it were the new one."""

import pytest

from campaigns.enums import Addressee, Outcome
from campaigns.enums import SubmissionState as S
from campaigns.services import answers, filing
from core import clock
from core.exceptions import Refused
from organizations.models import User
from tests.factories.answers import filed_report, two_addressees
from tests.support.dates import on
from tests.support.races import race

pytestmark = pytest.mark.races


@pytest.fixture
def report(province):
    clock.assume(on("2020-12-20 08:00"))
    campaign, _ = two_addressees(province)
    clock.assume(on("2021-06-18 09:00"))
    return filed_report(province, campaign)


def fresh(person):
    """Read anew, since seats are kept on the object."""
    return User.objects.get(pk=person.pk)


def accept(report, person, seen=None):
    return lambda: answers.accept(submission_id=report.pk, by=fresh(person), seen=seen)


def send_back(report, person):
    return lambda: answers.send_back(submission_id=report.pk, by=fresh(person), reason="Sửa")


def refile(report, province):
    def wait_and_file():
        version = type(report).objects.get(pk=report.pk).version
        return filing.submit(submission_id=report.pk, version=version, by=fresh(province.head))

    return wait_and_file


def outcomes(report):
    report.refresh_from_db()
    return {one.milestone.addressee: one.outcome for one in report.deliveries.select_related("milestone")}


@pytest.mark.parametrize("attempt", range(3))
def test_both_accept_at_once_and_each_answer_is_kept(province, report, attempt):
    results = race(accept(report, province.staff), accept(report, province.secretary))
    assert [one for one in results if isinstance(one, Exception)] == []
    assert set(outcomes(report).values()) == {Outcome.ACCEPTED}
    assert report.state == S.ACCEPTED


@pytest.mark.parametrize("attempt", range(3))
def test_the_leader_returns_while_the_standing_body_accepts(province, report, attempt):
    """Whoever comes second is refused: what is accepted is not returned, what is with the unit is not accepted."""
    results = race(accept(report, province.staff), send_back(report, province.secretary))
    assert len([one for one in results if isinstance(one, Refused)]) == 1
    found = outcomes(report)
    assert (report.state, found[Addressee.STANDING_BODY], found[Addressee.BLOC_LEADER]) in [
        (S.ACCEPTED, Outcome.ACCEPTED, ""),
        (S.RETURNED, "", Outcome.RETURNED),
    ]


@pytest.mark.parametrize("attempt", range(3))
def test_an_answer_never_falls_on_what_was_filed_anew(province, report, attempt):
    """The leader takes what was read; the unit files a new version meanwhile: it waits, or was never answered."""
    seen = report.version
    answers.send_back(submission_id=report.pk, by=province.staff, reason="Sửa")
    results = race(refile(report, province), accept(report, province.secretary, seen))
    assert isinstance(results[1], Refused)
    assert set(outcomes(report).values()) == {""}
    assert report.state == S.SUBMITTED


@pytest.mark.parametrize("attempt", range(3))
def test_two_of_one_office_answer_once(province, report, attempt):
    results = race(accept(report, province.secretary), send_back(report, province.heads[2]))
    assert len([one for one in results if isinstance(one, Refused)]) == 1
