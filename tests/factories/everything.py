"""A world in which every page has something to show: for the crawl over all pages as every role."""

from datetime import date
from decimal import Decimal

from awards.services.proposals import nominate
from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee, FileKind
from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.queries.submissions import targets_of
from campaigns.services.evidence import add_evidence
from campaigns.services.extensions import grant_extension, request_extension
from campaigns.services.files import attach_file
from core import clock
from reports.enums import DocumentFormat
from reports.rules import Subject
from reports.services.documents import request_bloc_document
from scoring.services.appeals import reject_appeal
from scoring.services.rankings import publish_bloc
from scoring.services.tables import create_table_from_template, freeze_table
from scoring.services.versions import change_table
from tests.factories.awards import Contest, contest, publish
from tests.factories.campaigns import bloc_plan, draft_campaign, milestone_of, participation_of
from tests.factories.figures import record
from tests.factories.ground import second_staff
from tests.factories.scoring import contested, frozen_table, line_of, provisional, template
from tests.factories.submissions import submission_at
from tests.factories.titles import catalogue
from tests.support.dates import on
from tests.support.files import paged_pdf, pdf

SECOND_BLOC = {"quan-ba": "90", "vi-xuyen": "80", "xin-man": "80"}


def busy_world() -> Contest:
    """Two blocs in December 2021: registered, reported, scored, ranked, nominated; a report asked for."""
    world = contest()
    province, campaign = world.province, world.campaign
    draft_campaign(province, "ban-nhap", title="Phong trào còn đang soạn")
    line = MilestoneLine(kind=K.MIDTERM_REPORT, name="Gửi khối", day=date(2021, 6, 20), addressee=Addressee.BLOC_LEADER)
    bloc_plan(province, campaign, (line,))
    catalogue()
    for member, state in enumerate([S.ACCEPTED, S.RETURNED, S.SUBMITTED]):
        submission_at(state, province, campaign, member=member)
    submission_at(S.DRAFT, province, campaign, K.LAUNCH_DOCUMENT, moment="2021-03-01 09:00")
    submission_at(S.DRAFT, province, campaign, K.MIDTERM_REPORT, moment="2021-06-25 09:00")
    _fill_folder(world)
    attach_file(campaign_id=campaign.pk, kind=FileKind.SIGNED, file=pdf(), by=province.staff)
    frozen_table(province, campaign)
    _contest_points(world)
    clock.assume(on("2021-12-23 09:00"))
    _change_a_table(world)
    publish(world, SECOND_BLOC)
    nominate(campaign=campaign, by=province.staff)
    _put_off(world)
    request_bloc_document(subject=Subject(campaign, province.bloc), made_as=DocumentFormat.PDF, by=province.staff)
    return world


def _contest_points(world: Contest) -> None:
    """A provisional ranking, an appeal against it that was answered, and the final ranking."""
    province, campaign = world.province, world.campaign
    window = provisional(province, campaign)
    line = line_of(participation_of(campaign, province.unit).score_sheet, "3.1")
    made = contested(province, line)
    reject_appeal(appeal_id=made.pk, reason="Không có căn cứ", by=province.staff)
    clock.assume(window.appeals_until)
    publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)


def _change_a_table(world: Contest) -> None:
    """The second bloc has agreed on a table, and the next version of it is being written."""
    staff = world.province.staff
    made = create_table_from_template(campaign=world.campaign, bloc=world.blocs[1], template=template(), by=staff)
    freeze_table(table_id=made.pk, by=staff)
    change_table(table_id=made.pk, reason="Đổi điểm", by=staff)


def _put_off(world: Contest) -> None:
    """A deadline put off for one unit, and a request for another that waits."""
    staff, second = world.province.staff, second_staff(world.province)
    milestone = milestone_of(world.campaign, K.FINAL_REPORT)
    for unit in world.province.units[:2]:
        extension = request_extension(
            milestone=milestone, unit=unit, new_due_at=on("2021-12-28 17:00"), reason="Mưa lũ", by=staff
        )
        if unit == world.province.unit:
            grant_extension(extension_id=extension.pk, by=second)


def _fill_folder(world: Contest) -> None:
    """Figures and a piece of evidence of the first unit."""
    province = world.province
    folder = participation_of(world.campaign, province.unit)
    income = targets_of(folder)[0]
    record(folder, province.officer, date(2021, 6, 20), {income.pk: Decimal("20")})
    scan = pdf(content=paged_pdf(2))
    add_evidence(participation=folder, title="Báo cáo", doc_number="1/BC", file=scan, by=province.officer)
