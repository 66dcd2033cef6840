"""The year of the demonstration: each stage holds what its day holds; asking twice changes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command

from awards.enums import ProposalState
from awards.models import Proposal
from campaigns.enums import CampaignState, SubmissionKind
from campaigns.models import Campaign, LaunchDocument, Receipt, RegisteredTitle, Submission
from core import clock
from core.models import AuditEvent
from organizations.models import User
from scoring.enums import SheetState
from scoring.models import Ranking, ScoreSheet
from tests.support.dates import on
from thiduaweb.demo import PASSWORD, shown_at_sign_in
from thiduaweb.demo.year import LAUNCHES, PROGRAMME, STAGES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def demo(stage, *options):
    """Run the command; what it prints."""
    said = io.StringIO()
    call_command("demo", *options, stage=stage, stdout=said)
    return said.getvalue()


def facts():
    """What a stage holds, in numbers."""
    return {
        "launched": Campaign.objects.filter(state=CampaignState.LAUNCHED).count(),
        "receipts": Receipt.objects.count(),
        "sheets": ScoreSheet.objects.count(),
        "rankings": Ranking.objects.count(),
        "proposals": Proposal.objects.count(),
        "events": AuditEvent.objects.count(),
    }


def test_demo_of_a_stage_asked_for_twice_changes_nothing():
    demo("registration")
    clock.assume(on("2021-01-09 16:00"))
    before = facts()
    said = demo("registration")
    assert "dựng lại từ đầu" not in said
    assert (facts(), f"{clock.now():%d/%m %H:%M}") == (before, "09/01 16:00")


def test_demo_goes_forward_from_stage_to_stage_through_the_whole_year():
    demo("launched")
    assert f"{clock.now():%d/%m/%Y %H:%M}" == "05/01/2021 08:00"
    assert set(Campaign.objects.values_list("code", flat=True)) >= set(LAUNCHES)
    assert facts()["launched"] == 1

    demo("midterm")
    units = Campaign.objects.get(code=PROGRAMME).participations.count()
    assert Submission.objects.filter(kind=SubmissionKind.REGISTER, receipts__isnull=False).distinct().count() == units
    assert LaunchDocument.objects.filter(submission__receipts__isnull=False).count() == units
    assert RegisteredTitle.objects.values("submission").distinct().count() == units

    demo("scoring")
    assert 0 < ScoreSheet.objects.count() <= units
    assert facts()["rankings"] == 0

    demo("ranked")
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {SheetState.PUBLISHED}
    assert Proposal.objects.filter(state=ProposalState.CONTESTED).exists()

    demo("awarded")
    assert set(Proposal.objects.values_list("state", flat=True)) == {ProposalState.AWARDED}

    demo("closed")
    assert Campaign.objects.get(code=PROGRAMME).state == CampaignState.CLOSED


@pytest.mark.django_db(transaction=True)
def test_demo_of_an_earlier_stage_is_built_anew():
    demo("registration")
    said = demo("launched")
    assert "Giai đoạn đã qua: xóa dữ liệu chạy thử và dựng lại từ đầu." in said
    assert f"{clock.now():%d/%m/%Y %H:%M}" == "05/01/2021 08:00"


def test_demo_if_empty_leaves_a_filled_database_alone():
    demo("registration")
    before = facts()
    demo("midterm", "--if-empty")
    assert facts() == before


def test_demo_says_who_may_sign_in_and_they_may(client):
    said = demo("launched")
    shown = shown_at_sign_in()
    assert [account.username for account in shown if account.username not in said] == []
    assert PASSWORD in said
    for account in shown:
        assert client.login(username=account.username, password=account.password)
    assert User.objects.filter(is_superuser=True).count() == 1


def test_demo_in_production_is_refused(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Dữ liệu minh họa chỉ dành cho bản chạy thử"):
        demo("launched")
    assert shown_at_sign_in() == []


def test_every_stage_is_a_day_of_the_year_in_order():
    assert list(STAGES.values()) == sorted(STAGES.values())
