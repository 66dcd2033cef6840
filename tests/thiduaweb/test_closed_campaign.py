"""A campaign that has ended is only read: every service, every address that takes a POST says so and writes nothing."""

import inspect
import itertools
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, get_resolver, reverse

from awards.models import AwardTier, Proposal
from awards.services import proposals, structure
from campaigns.drafts import CampaignDraft
from campaigns.enums import ExtensionState, FileKind, SubmissionKind, SubmissionState
from campaigns.models import Campaign, CampaignFile, Evidence, Extension, Milestone, ProgressEntry, Submission
from campaigns.queries.assignments import fingerprint
from campaigns.queries.submissions import targets_of
from campaigns.services import (
    answers,
    assignments,
    campaigns,
    evidence,
    extensions,
    files,
    filing,
    presenting,
    progress,
    reminding,
    submissions,
)
from core import clock
from core.doors import walk
from core.exceptions import Refused
from scoring.enums import Tier
from scoring.models import Appeal, Criterion, CriterionGroup, ScoreLine, ScoreSheet, ScoringTable
from scoring.services import (
    agreements,
    appeals,
    citations,
    lines,
    midterm,
    rankings,
    sheets,
    table_editing,
    table_import,
    tables,
    versions,
    votes,
)
from tests.factories.campaigns import participation_of
from tests.factories.everything import busy_world
from tests.factories.ground import second_staff
from tests.factories.scoring import template
from tests.support.client import StrictClient
from tests.support.files import pdf

FLOORS = ("campaigns", "scoring", "awards")
ROOMS = {
    "campaigns": (
        *("answers", "assignments", "campaigns", "evidence", "extensions", "files", "filing"),
        *("presenting", "progress", "reminding", "submissions"),
    ),
    "scoring": (
        *("agreements", "appeals", "citations", "lines", "midterm", "rankings", "sheets"),
        *("table_editing", "table_import", "tables", "versions", "votes"),
    ),
    "awards": ("proposals", "structure"),
}
# Services that write nothing of a campaign that exists, or do what another one has asked permission for, or hand out.
ELSEWHERE = {
    *("create_campaign", "drafts", "hand_out", "keep", "receive"),
    *("settle", "return_to_unit", "stamp", "take_effect", "begin", "require_turn", "reopen", "take_again"),
}
# Addresses whose POST is no work on a campaign: reading its report as a file, another campaign.
READING = {"reports:request", "campaigns:evidence", "campaigns:write", "organizations:open_notice"}


@pytest.fixture
def world(db, settings, tmp_path):
    """The busy world with a registration that waits; then the campaign has ended, plan and all."""
    settings.FILES_ROOT = tmp_path / "files"
    world = busy_world()
    Campaign.objects.filter(launched_at__isnull=False).update(state="closed", closed_at=clock.now())
    world.campaign.refresh_from_db()
    return world


def rows() -> dict[str, list]:
    """Everything that the floors keep."""
    models = [model for floor in (*FLOORS, "reports") for model in apps.get_app_config(floor).get_models(True)]
    return {model._meta.label: sorted(map(repr, model._base_manager.values())) for model in models}


def changed(before: dict[str, list]) -> set[str]:
    """The tables that are not as they were."""
    return {label for label, found in rows().items() if found != before[label]}


def campaign_deeds(world) -> dict[str, tuple]:
    """What staff and leaders do with the campaign itself."""
    province, campaign = world.province, world.campaign
    plan = CampaignDraft(title="Khác", year=2021, issuer="Khác")
    on = {"campaign_id": campaign.pk, "by": province.staff}
    target = targets_of(participation_of(campaign, province.unit))[0]
    values = {"values": {(province.unit.pk, target.pk): Decimal(1)}, "seen": fingerprint({}, [])}
    return {
        "assign_targets": (assignments.assign_targets, on | values),
        "attach_file": (files.attach_file, on | {"kind": FileKind.SIGNED, "file": pdf()}),
        "revise_campaign": (campaigns.revise_campaign, on | {"version": campaign.version, "draft": plan}),
        "launch": (campaigns.launch, on),
        "close": (campaigns.close, on),
        "cancel": (campaigns.cancel, on | {"reason": "x"}),
    }


def deadline_deeds(world) -> dict[str, tuple]:
    """What staff do with deadlines and with those who are late."""
    asked = Extension.objects.get(state=ExtensionState.REQUESTED)
    staff = {"by": second_staff(world.province)}
    milestone, later = asked.milestone, {"new_due_at": asked.new_due_at, "reason": "x"}
    outage = {"failed_at": clock.now() - timedelta(hours=3), "recovered_at": clock.now() - timedelta(hours=1)}
    return {
        "request_extension": (
            extensions.request_extension,
            staff | {"milestone": milestone, "unit": world.province.unit} | later,
        ),
        "grant_extension": (extensions.grant_extension, staff | {"extension_id": asked.pk}),
        "refuse_extension": (extensions.refuse_extension, staff | {"extension_id": asked.pk, "reason": "x"}),
        "extend_for_incident": (
            extensions.extend_for_incident,
            staff | {"campaign": world.campaign, "reason": "x", "seal": ""} | outage,
        ),
        "remind_units": (reminding.remind_units, staff | {"milestone_id": milestone.pk, "folder_ids": [], "text": "x"}),
    }


def folder_deeds(world) -> dict[str, tuple]:
    """What a unit does in its folder, and what it is answered."""
    province, campaign = world.province, world.campaign
    folder = participation_of(campaign, province.unit)
    draft = Submission.objects.get(participation=folder, kind=SubmissionKind.MIDTERM_REPORT)
    waiting = Submission.objects.exclude(kind=SubmissionKind.SELF_SCORE).get(state=SubmissionState.SUBMITTED)
    own = {"participation": folder, "by": province.officer}
    wiped = {"changes": {(targets_of(folder)[0].pk, date(2021, 6, 20)): None}, "seen": ""}
    number = {"doc_number": "", "doc_date": None}
    paper = {"title": "x", "file": pdf()} | number
    proof = {"evidence_id": Evidence.objects.get(participation=folder).pk, "by": province.officer}
    written = {"submission_id": draft.pk}
    answer = {"submission_id": waiting.pk, "by": province.staff}
    return {
        "add_evidence": (evidence.add_evidence, own | paper),
        "describe_evidence": (evidence.describe_evidence, proof | {"title": "y", "version": 0} | number),
        "remove_evidence": (evidence.remove_evidence, proof),
        "revise_figures": (progress.revise_figures, own | wiped),
        "open_submission": (submissions.open_submission, own | {"kind": SubmissionKind.FINAL_REPORT}),
        "save_draft": (submissions.save_draft, written | {"texts": {}, "lines": {}, "by": province.officer}),
        "present": (presenting.present, written | {"by": province.officer}),
        "take_back": (presenting.take_back, written | {"by": province.head}),
        "submit": (filing.submit, written | {"version": draft.version, "by": province.head}),
        "accept": (answers.accept, answer),
        "send_back": (answers.send_back, answer | {"reason": "x"}),
    }


def scoring_deeds(world) -> dict[str, tuple]:
    """What is done with tables, sheets and rankings."""
    province, campaign = world.province, world.campaign
    folder = participation_of(campaign, province.unit)
    sheet = ScoreSheet.objects.get(participation=folder)
    line = ScoreLine.objects.filter(sheet=sheet)[0]
    staff, officer, secretary = ({"by": one} for one in (province.staff, province.officer, province.secretary))
    on = {"campaign": campaign, "bloc": province.bloc, "by": province.staff}
    of = {"sheet_id": sheet.pk}
    answer = {"appeal_id": Appeal.objects.get().pk, "reason": "x"} | staff
    scored = {"line_id": line.pk, "tier": Tier.SELF, "values": {"points": Decimal(1)}, "version": line.version}
    return {
        "save_line": (lines.save_line, scored | officer),
        "cite": (citations.cite, {"line_id": line.pk, "pages": {}, "version": line.version} | officer),
        "take_over": (lines.take_over, of | {"tier": Tier.BLOC} | secretary),
        "publish_bloc": (rankings.publish_bloc, on),
        "keep_midterm": (midterm.keep_midterm, on | {"until": date(2021, 6, 20)}),
        "record_votes": (votes.record_votes, on | {"votes": {}}),
        "write_appeal": (appeals.write_appeal, {"line_id": line.pk, "text": "x"} | officer),
        "present_appeal": (appeals.present_appeal, {"appeal_id": Appeal.objects.get().pk} | officer),
        "take_back_appeal": (appeals.take_back_appeal, {"appeal_id": Appeal.objects.get().pk, "by": province.head}),
        "send_appeal": (appeals.send_appeal, {"appeal_id": Appeal.objects.get().pk, "by": province.head}),
        "grant_appeal": (appeals.grant_appeal, answer | {"points": Decimal(1)}),
        "reject_appeal": (appeals.reject_appeal, answer),
        "open_sheet": (sheets.open_sheet, {"participation": folder} | officer),
        "refresh_facts": (sheets.refresh_facts, of | officer),
        "submit_self_score": (sheets.submit_self_score, of | {"by": province.head}),
        "confirm_bloc": (sheets.confirm_bloc, of | secretary),
        "appraise": (sheets.appraise, of | staff),
        "return_sheet": (sheets.return_sheet, of | {"to": "unit", "reason": "x"} | secretary),
    }


def table_deeds(world) -> dict[str, tuple]:
    """What is done with scoring tables; ``close`` of tables is that of freezing and agreeing."""
    province, campaign = world.province, world.campaign
    on = {"campaign": campaign, "bloc": province.bloc, "by": province.staff}
    draft = ScoringTable.objects.get(state="draft")
    agreed = ScoringTable.objects.get(state="frozen", bloc=province.bloc)
    group = draft.groups.all()[0]
    criterion = group.criteria.all()[0]
    of, staff = {"table_id": draft.pk}, {"by": province.staff}
    whose, which = {"group_id": group.pk} | staff, {"criterion_id": criterion.pk} | staff
    opinion = {"unit": province.unit, "agrees": True, "note": "", "by": province.head}
    return {
        "create_table_from_template": (tables.create_table_from_template, on | {"template": template()}),
        "create_empty_table": (tables.create_empty_table, on | {"name": "x"}),
        "copy_table": (tables.copy_table, on | {"source": agreed}),
        "freeze_table": (tables.freeze_table, of | staff),
        "change_table": (versions.change_table, {"table_id": agreed.pk, "reason": "x"} | staff),
        "discard_table": (table_editing.discard_table, of | staff),
        "propose_table": (agreements.propose_table, of | staff),
        "withdraw_table": (agreements.withdraw_table, of | staff),
        "answer_table": (agreements.answer_table, {"table_id": agreed.pk} | opinion),
        "import_table": (table_import.import_table, of | {"content": [], "seen": "", "file_sha256": ""} | staff),
        "save_settings": (table_editing.save_settings, of | {"values": {}, "seen": ""} | staff),
        "save_group": (table_editing.save_group, of | {"values": {}} | staff),
        "save_criterion": (table_editing.save_criterion, whose | {"values": {}}),
        "delete_group": (table_editing.delete_group, whose),
        "delete_criterion": (table_editing.delete_criterion, which),
        "move_group": (table_editing.move_group, whose | {"position": 1}),
        "move_criterion": (table_editing.move_criterion, which | {"group_id": group.pk, "position": 1}),
    }


def award_deeds(world) -> dict[str, tuple]:
    """What is done with the award structure and proposals."""
    staff = {"by": world.province.staff}
    on = {"campaign": world.campaign} | staff
    choice = {"counting": "together", "chosen_quantity": 1, "basis": "x"}
    return {
        "nominate": (proposals.nominate, on),
        "settle_tie": (proposals.settle_tie, on | {"contest": 1, "chosen_order": [], "reason": "x"}),
        "propose": (proposals.propose, on),
        "drop": (proposals.drop, {"proposal": Proposal.objects.all()[0], "reason": "x"} | staff),
        "decide": (proposals.decide, on | {"number": "1", "decided_on": date(2021, 12, 1)}),
        "award": (proposals.award, on),
        "set_structure": (structure.set_structure, on | {"lines": []}),
        "choose_places": (structure.choose_places, {"tier": AwardTier.objects.all()[0]} | choice | staff),
    }


def deeds(world) -> dict[str, tuple]:
    """Every service that works on a campaign: (function, arguments), by its name."""
    kinds = (campaign_deeds, deadline_deeds, folder_deeds, scoring_deeds, table_deeds, award_deeds)
    return {name: deed for kind in kinds for name, deed in kind(world).items()}


OVER = ("đã kết thúc", "đang không mở", "còn đang soạn", "đã phát động lúc", "đang phát động", "không còn mở")


def test_every_service_refuses_with_a_sentence_that_says_it_is_over(world, subtests):
    before = rows()
    for name, (service, arguments) in deeds(world).items():
        with subtests.test(name):
            with pytest.raises(Refused) as refused:
                service(**arguments)
            assert [word for word in OVER if word in refused.value.reason.lower()] != [], refused.value.reason
            assert changed(before) == set()


def test_no_service_is_left_out(world):
    known = set(deeds(world)) | ELSEWHERE
    found = {
        name
        for floor, rooms in ROOMS.items()
        for room in rooms
        for name, function in inspect.getmembers(import_module(f"{floor}.services.{room}"), inspect.isfunction)
        if function.__module__ == f"{floor}.services.{room}"
        and not name.startswith("_")
        and "by" in inspect.signature(function).parameters
    }
    assert found - known == set()


def posts(world) -> dict[str, list[str]]:
    """Every address that takes a POST, by the name of its view, with every object of this world in its place."""
    province = world.province
    keys = [
        *(str(one.pk) for model in (Submission, ScoreSheet, Evidence, Appeal) for one in model.objects.all()),
        *{
            one.pk
            for model in (Milestone, Extension, AwardTier, Proposal, ScoringTable, CampaignFile, ProgressEntry)
            for one in model.objects.all()
        },
        *{participation_of(world.campaign, unit).pk for unit in province.units},
        *ScoreLine.objects.values_list("pk", flat=True)[:3],
        *CriterionGroup.objects.filter(table__state="draft").values_list("pk", flat=True)[:2],
        *Criterion.objects.filter(group__table__state="draft").values_list("pk", flat=True)[:2],
    ]
    values = {
        "code": [one.code for one in Campaign.objects.exclude(state="draft")],
        "kind": [SubmissionKind.FINAL_REPORT],
        "contest": [1],
        "bloc": [province.bloc.code],
        "pk": keys,
    }
    found: dict[str, list[str]] = {}
    for name, view in walk(get_resolver().url_patterns):
        methods = (
            inspect.getclosurevars(view).nonlocals.get("request_method_list", []) if hasattr(view, "permission") else []
        )
        if "POST" not in methods or name in READING or name.partition(":")[0] not in FLOORS:
            continue
        names = next(iter(get_resolver_names(name)), ())
        for combination in itertools.product(*(values[one] for one in names)):
            try:
                found.setdefault(name, []).append(reverse(name, kwargs=dict(zip(names, combination, strict=True))))
            except NoReverseMatch:
                continue
    return found


def get_resolver_names(name: str) -> list[tuple[str, ...]]:
    """The names of the arguments of an address."""
    namespace, _, plain = name.partition(":")
    _, resolver = get_resolver().namespace_dict[namespace]
    return [tuple(arguments) for options, *_ in resolver.reverse_dict.getlist(plain) for _, arguments in options]


TYPED = {
    "version": "0", "reason": "Lý do", "title": "x", "number": "1", "decided_on": "01/12/2021", "kind": "signed",
    "as_of": "01/12/2021", "counting": "together", "basis": "x", "chosen_quantity": "1", "tier": "bloc", "to": "unit",
    "khoi": "khoi-1", "text": "x", "decision": "reject", "until": "20/06/2021",
    "form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0",
}  # fmt: skip


# What is offered only while the campaign takes place: afterwards there is nothing to be found.
NOT_FOUND = {f"scoring:{name}" for name in ("cross", "cross_give", "cross_take", "settle_missing", "take_filed")}


def test_every_address_refuses_and_writes_nothing(world, subtests):
    before, unrefused = rows(), {}
    people = {role: world.province.everybody()[role] for role in ("staff", "head", "bloc_secretary")}
    clients = {role: StrictClient(raise_request_exception=False) for role in people}
    for role, client in clients.items():
        client.force_login(people[role])
    for name, addresses in posts(world).items():
        with subtests.test(name):
            answers = set()
            for client, address in itertools.product(clients.values(), addresses):
                response = client.post(address, TYPED | {"file": pdf()})
                told = [str(one) for one in get_messages(response.wsgi_request) if one.level_tag == "error"]
                answers.add("refused" if response.status_code in (302, 409) and told else response.status_code)
            refusals = {404} if name in NOT_FOUND else {403, "refused"}
            unrefused |= {name: answers} if not answers & refusals else {}
            assert changed(before) == set()
    assert unrefused == {}
