"""What a unit is still writing reaches nobody else: tokens in every such text, read for on every page and in every file
by everybody (integrity P13).
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db.models import QuerySet
from django.test import Client, TestCase
from django.urls import get_resolver, resolve, reverse

from campaigns.enums import SubmissionKind
from campaigns.models import Campaign, Evidence, Milestone, ProgressEntry, Receipt, Submission
from campaigns.queries.calendar import token_of
from campaigns.services.calendar import make_feed
from core.doors import walk
from organizations.models import User
from reports.models import Document
from scoring.models import Appeal, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable
from tests.architecture.test_crawl import START, takes_get
from tests.factories.canaries import Planted, planted_world
from tests.support.crawl import links_in
from tests.support.reading import all_text

UNIT = {"officer", "head"}
SECOND = {"second_officer", "second_head"}
LEADING_OFFICE = {"bloc_secretary"}
LEADING = LEADING_OFFICE | {"leading_officer"}
OFFICIALS = {"staff", "leader"}
COUNCIL = {"council_member", "council_chair"}
BLOC = UNIT | SECOND | LEADING
OPERATOR = {"admin"}  # runs the system and may read all of it
ADDRESSEES = OFFICIALS | LEADING_OFFICE
# Who may read which token; everything else is a leak. The first name is that of somebody who must find it.
POLICY: dict[str, tuple[str, set[str]]] = {
    "campaign_draft": ("staff", OFFICIALS | COUNCIL),
    "filed_section": ("staff", UNIT | ADDRESSEES),  # what was filed stays readable while the unit mends it
    "remark": ("officer", UNIT | ADDRESSEES),
    "figure_source": ("officer", UNIT | ADDRESSEES),  # figures are the authority's and the bloc's to follow
    "launch_number": ("officer", UNIT),
    "launch_summary": ("officer", UNIT),
    "draft_section": ("officer", UNIT),
    "draft_section_of_second": ("second_officer", SECOND),
    "draft_section_of_leading": ("leading_officer", LEADING),
    "returned_section": ("officer", UNIT),
    "returned_measures": ("officer", UNIT),
    "returned_note": ("officer", UNIT),
    "returned_titles": ("officer", UNIT),
    "returned_value": ("officer", UNIT),
    "evidence_title": ("officer", UNIT),
    "evidence_number": ("officer", UNIT),
    "evidence_file_name": ("officer", UNIT),
    "evidence_content": ("officer", UNIT),
    "citation_page": ("officer", UNIT),
    "sheet_filed_note": ("officer", UNIT),  # unlike a report, a sheet is not shown to others as it was filed
    "sheet_returned_note": ("officer", UNIT),
    "sheet_returned_actual": ("officer", UNIT),
    "sheet_returned_total": ("officer", UNIT),
    "sheet_draft_note": ("second_officer", SECOND),
    "sheet_draft_note_of_leading": ("leading_officer", LEADING),
    "bloc_text": ("bloc_secretary", LEADING_OFFICE | {"staff"}),
    "return_reason": ("officer", UNIT | ADDRESSEES),  # whoever may open the filed sheet reads why a row went back
    "return_answer": ("staff", UNIT | ADDRESSEES),
    "mended_note": ("second_officer", BLOC | OFFICIALS),  # the sheet stays filed, and its members score one another
    "cross_note": ("second_officer", SECOND),  # blind until all have given: not even the office or the standing body
    "cross_points": ("second_officer", SECOND),
    # Of the leader's sheet, without names: the reason of the bloc's points, for whoever sees those, and the deputy's.
    "cross_note_revealed": ("officer", UNIT | OFFICIALS | {"second_head"}),
    "appeal_waiting": ("staff", UNIT | OFFICIALS),
    "appeal_rejected": ("officer", UNIT | OFFICIALS),
    "appeal_granted": ("officer", UNIT | ADDRESSEES),  # becomes the reason beside the appraised points of the sheet
    "opinion_asked": ("officer", BLOC | OFFICIALS),  # what members say of a table is the bloc's and the authority's,
    "opinion_closed": ("officer", BLOC | OFFICIALS),  # also when the table itself is there for all to read
    "table_draft": ("staff", {"staff"} | LEADING_OFFICE),
}
# Views with objects in their address, by what they show; each is asked for every object of the world by everybody.
OF_CAMPAIGN = (
    "campaigns:detail campaigns:edit campaigns:launch campaigns:close campaigns:extensions campaigns:request_extension "
    "campaigns:incident campaigns:assign campaigns:assign_download campaigns:assign_upload campaigns:attach "
    "campaigns:progress campaigns:follow_up campaigns:matrix campaigns:matrix_file scoring:ranking awards:detail "
    "scoring:recomputation "
    "awards:structure scoring:tables scoring:table_start scoring:appeals"
)
OF_FOLDER = (
    "campaigns:folder campaigns:figures campaigns:quarters campaigns:figures_download campaigns:figures_upload "
    "campaigns:evidence_add campaigns:evidence_list scoring:settle_missing "
    "scoring:take_filed"
)
OF_SUBMISSION = "campaigns:submission campaigns:filing_result"
OF_REGISTRATION = "campaigns:registration_download campaigns:registration_upload"
OF_EVIDENCE = "campaigns:evidence campaigns:evidence_view"
OF_RECEIPT = "campaigns:receipt receipt_proof"
OF_SHEET = (
    "scoring:sheet scoring:return_ scoring:sheet_download scoring:sheet_upload "
    "scoring:bloc_download scoring:bloc_upload scoring:cross scoring:cross_board"
)
OF_LINE = "scoring:cite scoring:return_line scoring:open_appeal"
OF_APPEAL = "scoring:appeal"
OF_TABLE = (
    "scoring:table scoring:table_edit scoring:table_settings scoring:table_change scoring:table_moves "
    "scoring:table_download scoring:table_upload scoring:group_add"
)
OF_ROWS = "scoring:group scoring:criterion_add scoring:criterion"
OF_REPORT = "reports:bloc_texts reports:results_workbook"
OF_RANKED_BLOC = "scoring:heat scoring:what_if scoring:integrity scoring:ranking_workbook scoring:ranking_file"
OF_RANKED_UNIT = "scoring:why"
OF_DOCUMENT = "reports:detail reports:download"
PAIRS = "campaigns:course campaigns:evidence_page campaigns:reminders campaigns:remind campaigns:correct_figure"
PLAIN = (
    "root campaigns:list campaigns:create campaigns:read campaigns:compare campaigns:write blocs:list "
    "scoring:list awards:list reports:list organizations:inbox calendar receipt_check session"
)
OTHER = "blocs:detail calendar_feed"
LEFT_OUT = {
    "assumed_date": "says which day it is",
    "campaigns:file": "documents of the campaign, not of units",
    "awards:choose": "nothing is ranked in this world",
    "awards:settle": "nothing is ranked in this world",
    "awards:drop": "nothing is ranked in this world",
    "reports:progress": "a part of reports:detail",
    "home": "the same page as root",
    "healthz": "no data",
    "readyz": "no data",
    "login": "no data",
    "logout": "no data",
    "too_large": "no data",
    "ui": "the gallery of components",
}
OF_UNIT = (
    OF_TABLE,
    OF_ROWS,
    OF_FOLDER,
    OF_SUBMISSION,
    OF_REGISTRATION,
    OF_EVIDENCE,
    OF_RECEIPT,
    OF_SHEET,
    OF_LINE,
    OF_APPEAL,
    OF_DOCUMENT,
)
ASKED = " ".join([OF_CAMPAIGN, *OF_UNIT, OF_RANKED_BLOC, OF_RANKED_UNIT, OF_REPORT, PAIRS, PLAIN, OTHER])

Found = dict[str, dict[str, dict[str, str]]]  # token, role, view: an address


def everybody(planted: Planted) -> dict[str, User]:
    """All roles, those who own tokens last: what they make is not yet there for the others, who look for all of it."""
    province = planted.province
    more = {
        "second_officer": province.officers[1],
        "second_head": province.heads[1],
        "leading_officer": province.officers[2],
        "neighbour": planted.neighbour,
    }
    people = province.everybody() | more
    return {role: people[role] for role in sorted(people, key=lambda role: (role not in UNIT, role))}


def known_addresses(planted: Planted) -> Iterator[str]:
    """Every address of every object of the world, whether a link leads there or not."""
    objects: list[tuple[str, list[tuple[Any, ...]]]] = [
        (PLAIN, [()]),
        (OF_CAMPAIGN, [(one.code,) for one in Campaign.objects.filter(bloc=None)]),
        (OF_FOLDER, [(one.pk,) for one in planted.campaign.participations.all()]),
        (OF_SUBMISSION, [(one.pk,) for one in written_in(planted.campaign)]),
        (OF_REGISTRATION, [(one.pk,) for one in Submission.objects.filter(kind=SubmissionKind.REGISTER)]),
        (OF_EVIDENCE, [(one.pk,) for one in Evidence.objects.all()]),
        (OF_RECEIPT, [(one.code,) for one in Receipt.objects.all()]),
        (OF_SHEET, [(one.pk,) for one in ScoreSheet.objects.all()]),
        (OF_LINE, [(one.pk,) for one in ScoreLine.objects.filter(criterion__no="1.1")]),
        (OF_APPEAL, [(one.pk,) for one in Appeal.objects.all()]),
        (OF_RANKED_BLOC, [(code, planted.province.bloc.code) for code in ranked_campaigns()]),
        (OF_RANKED_UNIT, [(code, one.code) for code in ranked_campaigns() for one in planted.province.units]),
        (OF_REPORT, [(planted.campaign.code, planted.province.bloc.code, name) for name in ("so-ket", "tong-ket")]),
        (OF_DOCUMENT, [(one.pk,) for one in Document.objects.filter(format="docx")]),
        ("blocs:detail", [(planted.province.bloc.code,)]),
        (OF_TABLE, [(one.pk,) for one in ScoringTable.objects.all()]),
        (OF_ROWS, [(one.pk,) for one in CriterionGroup.objects.all()[:5]]),
        ("campaigns:correct_figure", [(one.pk,) for one in ProgressEntry.objects.all()]),
        ("campaigns:course", [(one.participation_id, one.target_id) for one in ProgressEntry.objects.all()]),
        ("campaigns:evidence_page", [(one.pk, 1) for one in Evidence.objects.all()]),
        (
            "campaigns:reminders campaigns:remind",
            [
                (one.campaign.code, one.pk)
                for one in Milestone.objects.filter(kind=SubmissionKind.MIDTERM_REPORT).select_related("campaign")
            ],
        ),
    ]
    for names, every in objects:
        yield from (reverse(name, args=args) for name in names.split() for args in every)


def written_in(campaign: Campaign) -> QuerySet[Submission]:
    """The submissions of the campaign that has reports; the others are about points only and have no text."""
    return Submission.objects.filter(participation__campaign=campaign)


def ranked_campaigns() -> list[str]:
    """The codes of the campaigns with blocs that are ranked."""
    return list(Campaign.objects.filter(scoring_tables__state="frozen").values_list("code", flat=True))


def posts(planted: Planted) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is answered to a POST only, and changes nothing where it is refused as it should be."""
    for submission in written_in(planted.campaign):
        yield reverse("campaigns:autosave", args=[submission.pk]), {}
        for made_as in ("docx", "pdf") if submission.kind == SubmissionKind.REGISTER else ("docx",):
            yield reverse("reports:request_of_submission", args=[submission.pk]), {"format": made_as}
    for evidence in Evidence.objects.all():
        yield reverse("campaigns:evidence", args=[evidence.pk]), {}
    yield from scoring_posts()
    for name in ("so-ket", "tong-ket"):
        bloc = [planted.campaign.code, planted.province.bloc.code, name]
        yield reverse("reports:request", args=bloc), {"format": "docx"}
        yield reverse("reports:autosave_bloc_texts", args=bloc), {"version": "99"}
    ranked = [planted.campaign.code, planted.province.bloc.code]
    yield reverse("reports:request_minutes", args=ranked), {"format": "docx"}
    boxes = [
        f"{milestone.pk}-{unit.pk}"
        for milestone in planted.campaign.milestones.all()
        for unit in planted.province.units
    ]
    for verb in ("accept", "return", "extend"):
        yield reverse("campaigns:bulk", args=[planted.campaign.code]), {"lam": verb, "chon": boxes}


def scoring_posts() -> Iterator[tuple[str, dict[str, Any]]]:
    """The same of rows, appeals and tables: nothing that is said in them is complete."""
    for line in ScoreLine.objects.filter(criterion__no="1.1"):
        yield reverse("scoring:line", args=[line.pk]), {"version": "99"}
        for name in ("return_line", "answer_line", "open_appeal"):
            yield reverse(f"scoring:{name}", args=[line.pk]), {}
    for appeal in Appeal.objects.all():
        yield reverse("scoring:appeal", args=[appeal.pk]), {}
    for table in ScoringTable.objects.all():
        yield reverse("scoring:table_answer", args=[table.pk]), {}


class Crawler:
    """One person's reading of everything."""

    def __init__(self, planted: Planted, person: User) -> None:
        self.tokens = planted.tokens
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        self.seen: set[Any] = set()
        self.waiting: list[str] = []
        self.found: dict[str, dict[str, str]] = defaultdict(dict)

    def read(self, response: Any) -> None:
        """Look for every token in one answer, and remember the links."""
        address = response.request["PATH_INFO"]
        assert response.status_code < 500, address
        self.waiting.extend(links_in(response))
        text = all_text(response)
        for kind, spellings in self.tokens.items():
            if any(one in text for one in spellings):
                self.found[kind].setdefault(resolve(address).view_name, address)

    def walk(self, start: Iterator[str] | list[str]) -> None:
        """Ask for these addresses and for all that is linked; of pages that differ in their query only, one of each
        set of names.
        """
        self.waiting.extend(start)
        while self.waiting:
            address = self.waiting.pop()
            path, _, query = address.partition("?")
            key = (path, frozenset(name for name, _ in parse_qsl(query)))
            if key not in self.seen:
                self.seen.add(key)
                self.read(self.client.get(address))

    def post(self, address: str, typed: dict[str, Any]) -> None:
        """Post, let the jobs run that this starts, and read where it leads."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = self.client.post(address, typed)
        self.read(response)
        if response.status_code == 302:
            self.seen = {key for key in self.seen if key[0] != response["Location"].partition("?")[0]}
            self.walk([response["Location"]])


@cache
def crawled() -> Found:
    """The whole world as everybody reads it; made once, in the database of the first test that asks."""
    planted = planted_world()
    found: Found = {kind: {} for kind in planted.tokens}
    for role, person in everybody(planted).items():
        crawler = Crawler(planted, person)
        feed = reverse("calendar_feed", args=[token_of(make_feed(by=person))])
        crawler.walk([*START, feed, *known_addresses(planted)])
        for address, typed in posts(planted):
            crawler.post(address, typed)
        for kind, views in crawler.found.items():
            found[kind][role] = views
    return found


@pytest.fixture
def found(db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return crawled()


def leaks(found: Found, kind: str) -> dict[tuple[str, str], str]:
    """Where somebody reads ``kind`` who may not: (role, view) and an address."""
    allowed = POLICY[kind][1] | OPERATOR
    return {
        (role, view): address
        for role, views in found[kind].items()
        if role not in allowed
        for view, address in views.items()
    }


def test_every_token_has_a_policy(found):
    assert found.keys() == POLICY.keys()


@pytest.mark.parametrize("kind", POLICY)
def test_who_writes_it_reads_it(found, kind):
    assert found[kind].get(POLICY[kind][0]), "the crawl would not notice a leak of this token"


@pytest.mark.parametrize("kind", POLICY)
def test_nobody_else_reads_it(found, kind):
    assert leaks(found, kind) == {}


def test_every_view_that_answers_a_get_is_asked():
    views = {name for name, view in walk(get_resolver().url_patterns) if takes_get(view)}
    ours = {name for name in views if not name.startswith("admin:")}
    assert ours - set(ASKED.split()) - set(LEFT_OUT) == set()
