"""A campaign's own standing body: its staff may do and see what the authority's staff may, and papers name it."""

import pytest
from django.urls import reverse

from awards.models import Proposal
from campaigns.enums import SubmissionKind
from campaigns.models import Campaign, Evidence, Participation, Submission
from campaigns.queries.answering import answer_duties
from campaigns.queries.duties import owed_by, unit_duties
from campaigns.queries.followup import followed_by
from campaigns.services import answers, campaigns
from campaigns.services.evidence import add_evidence
from core import clock
from core.authz import can
from organizations.enums import Role, UnitKind
from organizations.models import Notice
from organizations.services import register_unit
from scoring.models import ScoreSheet
from tests.factories.campaigns import draft, draft_campaign, launched_campaign, participation_of
from tests.factories.ground import person
from tests.factories.submissions import submission_at
from tests.support.files import pdf
from tests.support.pages import text_of


@pytest.fixture
def office(province):
    """A department that runs one movement, with its clerk."""
    unit = register_unit(
        code="so-nn", name="Sở Nông nghiệp và Môi trường", short_name="Sở NN&MT",
        kind=UnitKind.DEPARTMENT, parent=province.authority,
    )  # fmt: skip
    return unit, person("chuyenvien.so-nn", unit, Role.STAFF)


def test_its_staff_may_do_what_the_authoritys_may(province, office, at):
    at("2020-12-20")
    unit, clerk = office
    own, other = draft_campaign(province, standing_body=unit), draft_campaign(province, "khac")
    verbs = ("edit", "launch", "close", "follow_up", "assign", "attach")
    assert {verb: bool(can(clerk, f"campaigns.{verb}", own)) for verb in verbs} == dict.fromkeys(verbs, True)
    assert {verb: bool(can(clerk, f"campaigns.{verb}", other)) for verb in verbs} == dict.fromkeys(verbs, False)
    assert bool(can(province.staff, "campaigns.edit", own))


def test_its_staff_see_the_campaign_and_all_that_is_filed(province, office, at, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    at("2020-12-20")
    unit, clerk = office
    own, _ = launched_campaign(province, standing_body=unit), launched_campaign(province, "khac")
    proof = add_evidence(participation=participation_of(own, province.unit), file=pdf(), by=province.officer)
    filed = submission_at("submitted", province, own)
    assert list(Campaign.objects.visible_to(clerk)) == [own]
    assert {one.campaign for one in Participation.objects.visible_to(clerk)} == {own}
    assert list(Submission.objects.visible_to(clerk)) == [filed]
    assert list(Evidence.objects.visible_to(clerk)) == [proof]
    assert (list(ScoreSheet.objects.visible_to(clerk)), list(Proposal.objects.visible_to(clerk))) == ([], [])
    assert followed_by(own, clerk).count() == 3
    assert [duty.title for duty in answer_duties(clerk)] == ["Duyệt Bản đăng ký thi đua của Đồng Văn"]


def test_its_staff_are_told_and_answer(province, office, at):
    at("2020-12-20")
    unit, clerk = office
    campaign = launched_campaign(province, standing_body=unit)
    filed = submission_at("submitted", province, campaign)
    told = Notice.objects.filter(dedupe__startswith="received:").values_list("recipient__username", flat=True)
    assert sorted(told) == ["chuyenvien", "chuyenvien.so-nn"]
    assert answers.accept(submission_id=filed.pk, by=clerk).state == "accepted"


def test_it_launches_and_letters_name_it(province, office, at, sign_in):
    at("2020-12-20")
    unit, clerk = office
    campaign = draft_campaign(province, standing_body=unit)
    campaigns.launch(campaign_id=campaign.pk, by=clerk)
    folder = participation_of(campaign, province.unit)
    details = {duty.detail.partition(" · ")[0] for duty in unit_duties(owed_by([folder]), clock.now())}
    assert details == {"Gửi Sở Nông nghiệp và Môi trường"}
    page = sign_in(province.officer).get(reverse("campaigns:detail", args=[campaign.code]))
    assert text_of(page).count("Ban Thi đua - Khen thưởng tỉnh") == 0
    assert text_of(page).count("Sở Nông nghiệp và Môi trường") == 6


def test_it_opens_no_bloc_that_it_may_not_see(province, office, at, sign_in):
    at("2020-12-20")
    unit, clerk = office
    campaign = launched_campaign(province, standing_body=unit)
    address = reverse("blocs:detail", args=["khoi-1"])
    pages = [sign_in(one).get(reverse("campaigns:detail", args=[campaign.code])) for one in (clerk, province.staff)]
    assert [address in page.content.decode() for page in pages] == [False, True]


def test_it_creates_no_campaign_of_the_authority(province, office, at):
    at("2020-12-20")
    unit, clerk = office
    with pytest.raises(Exception, match="Chỉ chuyên viên của cơ quan phát động"):
        campaigns.create_campaign(
            by=clerk, authority=province.authority, code="x", draft=draft(province, standing_body=unit)
        )


def test_the_form_offers_the_units_of_the_authority(province, office, at, sign_in):
    at("2020-12-20")
    field = sign_in(province.staff).get(reverse("campaigns:write")).context["sheet"].form.fields["standing_body"]
    codes = {one.code for one in field.queryset}
    assert {"so-nn", "ban-tdkt", "dong-van"} <= codes
    assert {"ubnd-tinh", "bao-lac"} & codes == set()


@pytest.mark.parametrize("kind", [SubmissionKind.REGISTER])
def test_its_own_unit_is_still_not_answered_by_itself(province, at, kind):
    at("2020-12-20")
    clerk = person("chuyenvien.dong-van", province.unit, Role.STAFF)
    campaign = launched_campaign(province, standing_body=province.unit)
    filed = submission_at("submitted", province, campaign, kind)
    assert can(clerk, "campaigns.answer", filed).reason.startswith("Bạn thuộc đơn vị này")
