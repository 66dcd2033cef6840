"""A world with a token in every text that a unit is still writing: whoever finds one reads over its shoulder.

The first unit has drafts, a registration and a score sheet that were returned and edited since; the second and the
third have drafts; the office of the bloc's leader writes its report. ``KINDS`` of tokens are the keys of ``tokens``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from blocs.models import Bloc
from campaigns.drafts import MilestoneLine
from campaigns.enums import Addressee
from campaigns.enums import SubmissionKind as K
from campaigns.models import Campaign, Evidence, Participation, Submission
from campaigns.places import LaunchValues, as_line
from campaigns.queries.submissions import targets_of
from campaigns.services import answers
from campaigns.services.evidence import add_evidence
from campaigns.services.submissions import save_draft
from core import clock
from core.numbers import format_points
from organizations.enums import Role
from organizations.models import User
from reports.enums import DocumentKind
from reports.rules import Subject
from reports.services.bloc_texts import save_bloc_texts
from scoring.enums import BlocMode, SheetState, Tier
from scoring.models import ScoreSheet, ScoringTable
from scoring.services import agreements, appeals, citations, crosswise, lines, returns, sheets, tables, versions
from tests.factories.campaigns import bloc_plan, draft_campaign, launched_campaign, participation_of
from tests.factories.figures import recorded
from tests.factories.ground import Province, bloc, district, lay_province, person
from tests.factories.scoring import (
    SCORING_DAY,
    contested,
    draft_table,
    frozen_table,
    line_of,
    provisional,
    scorer_of,
    sheet_at,
    template,
    write,
)
from tests.factories.sheets import confirmed, criterion, filed, group, table_with
from tests.factories.submissions import IN_TIME, begun, file, written
from tests.factories.titles import catalogue, compete_for
from tests.support.dates import on
from tests.support.documents import pdf
from tests.support.files import pdf as uploaded

TO_LEADER = MilestoneLine(
    kind=K.MIDTERM_REPORT, name="Gửi khối", day=date(2021, 6, 20), addressee=Addressee.BLOC_LEADER
)
TEXTS = (
    "campaign_draft",
    "filed_section",
    "remark",
    "figure_source",
    "launch_number",
    "launch_summary",
    "draft_section",
    "draft_section_of_second",
    "draft_section_of_leading",
    "returned_section",
    "returned_measures",
    "returned_note",
    "returned_titles",
    "evidence_title",
    "evidence_number",
    "evidence_file_name",
    "evidence_content",
    "citation_page",
    "sheet_filed_note",
    "sheet_returned_note",
    "sheet_draft_note",
    "sheet_draft_note_of_leading",
    "bloc_text",
    "return_reason",
    "return_answer",
    "mended_note",
    "cross_note",
    "cross_note_revealed",
    "appeal_waiting",
    "appeal_rejected",
    "appeal_granted",
    "opinion_asked",
    "opinion_closed",
    "table_draft",
)
RETURNED_VALUE, RETURNED_ACTUAL = Decimal("39.1357"), Decimal("38.7391")
CROSS_POINTS = Decimal("8.37")
PARTS = group("I", *(criterion(no, "manual") for no in ("1.1", "1.2", "1.3")))
GIVEN: dict[str, lines.LineValues] = {no: {"points": Decimal(7)} for no in ("1.1", "1.2", "1.3")}


@dataclass(frozen=True)
class Planted:
    """The world, and how each token is spelled on screen and in files. ``neighbour`` works for a unit of another bloc
    that takes part in the same campaigns.
    """

    province: Province
    campaign: Campaign
    neighbour: User
    tokens: dict[str, tuple[str, ...]]


def planted_world() -> Planted:
    """Plant every token, each through the service that the browser calls."""
    tokens = {kind: f"chim{number:02}yen" for number, kind in enumerate(TEXTS)}
    province = lay_province()
    draft_campaign(province, "dang-soan", title=tokens["campaign_draft"])
    campaign = launched_campaign(province)
    bloc_plan(province, campaign, (TO_LEADER,))
    catalogue()
    folder = participation_of(campaign, province.unit)
    _registration(province, campaign, tokens)
    _launch_document(province, campaign, tokens)
    _reports(province, campaign, tokens)
    clock.assume(on("2021-07-01 09:00"))
    recorded(folder, province.officer, date(2021, 6, 20), "20", source=tokens["figure_source"])
    frozen_table(province, campaign)
    returned = _sheets(province, campaign, tokens)
    _cite(returned, folder, province, tokens)
    _bloc_text(province, campaign, tokens)
    neighbour, second = _neighbour(province)
    _crosswise(province, second, tokens)
    _contested(province, second, tokens)
    clock.assume(on("2021-12-02 09:00"))
    returned.refresh_from_db()
    figures = {
        "returned_value": _spelled(RETURNED_VALUE),
        "sheet_returned_actual": _spelled(RETURNED_ACTUAL),
        "sheet_returned_total": (format_points(returned.total or Decimal(0), 2), str(returned.total)),
        "cross_points": _spelled(CROSS_POINTS),
    }
    return Planted(province, campaign, neighbour, {kind: (word,) for kind, word in tokens.items()} | figures)


def _spelled(value: Decimal) -> tuple[str, str]:
    """As on screen, and as in a workbook."""
    return str(value).replace(".", ","), str(value)


def _registration(province: Province, campaign: Campaign, tokens: dict[str, str]) -> None:
    """The first unit's is filed, returned with a remark, and edited; the second's was never filed."""
    clock.assume(on(IN_TIME))
    registration = written(province, campaign)
    _write(registration, province.officer, contents=tokens["filed_section"])
    file(registration, province)
    answers.send_back(submission_id=registration.pk, by=province.staff, remarks={"contents": tokens["remark"]})
    first = targets_of(registration.participation)[0]
    line = as_line(RETURNED_VALUE, None, tokens["returned_measures"], tokens["returned_note"])
    save_draft(
        submission_id=registration.pk,
        texts={"contents": tokens["returned_section"]},
        lines={first.pk: line},
        by=province.officer,
    )
    compete_for(registration, province, ("co-chinh-phu-2013", 1, tokens["returned_titles"]))
    _write(begun(province, campaign, member=1), province.officers[1], contents=tokens["draft_section_of_second"])


def _launch_document(province: Province, campaign: Campaign, tokens: dict[str, str]) -> None:
    """Never filed."""
    save_draft(
        submission_id=begun(province, campaign, K.LAUNCH_DOCUMENT).pk,
        texts={},
        launch_document=LaunchValues(tokens["launch_number"], date(2021, 1, 5), tokens["launch_summary"]),
        by=province.officer,
    )


def _reports(province: Province, campaign: Campaign, tokens: dict[str, str]) -> None:
    """Of the first and the leading unit, to two addressees, never filed."""
    for member, kind in ((0, "draft_section"), (2, "draft_section_of_leading")):
        report = begun(province, campaign, K.MIDTERM_REPORT, member=member)
        _write(report, province.officers[member], situation=tokens[kind], results=tokens[kind])


def _write(submission: Submission, by: Any, **texts: str) -> None:
    save_draft(submission_id=submission.pk, texts=texts, by=by)


def _sheets(province: Province, campaign: Campaign, tokens: dict[str, str]) -> ScoreSheet:
    """The first unit's was filed, returned and edited since; the others are drafts. Gives the first."""
    returned = sheet_at(
        SheetState.SELF_SUBMITTED,
        province,
        campaign,
        values={"3.1": {"points": Decimal(7), "note": tokens["sheet_filed_note"]}},
    )
    sheets.return_sheet(sheet_id=returned.pk, to=sheets.TO_UNIT, reason="Xem lại", by=scorer_of(province, 0))
    write(returned, "1.1", Tier.SELF, province.officer, actual=RETURNED_ACTUAL, note=tokens["sheet_returned_note"])
    for member, kind in ((1, "sheet_draft_note"), (2, "sheet_draft_note_of_leading")):
        sheet_at(
            SheetState.DRAFT,
            province,
            campaign,
            member=member,
            values={"3.1": {"points": Decimal(7), "note": tokens[kind]}},
        )
    return returned


def _cite(sheet: ScoreSheet, folder: Participation, province: Province, tokens: dict[str, str]) -> Evidence:
    """A document that came after the last filing, cited on the returned sheet."""
    evidence = add_evidence(
        participation=folder,
        file=uploaded(f"{tokens['evidence_file_name']}.pdf", pdf([[tokens["evidence_content"]]])),
        title=tokens["evidence_title"],
        doc_number=tokens["evidence_number"],
        by=province.officer,
    )
    line = line_of(sheet, "1.1")
    citations.cite(line_id=line.pk, pages={evidence.pk: "1"}, version=line.version, by=province.officer)
    evidence.citations.update(page=tokens["citation_page"])
    return evidence


def _bloc_text(province: Province, campaign: Campaign, tokens: dict[str, str]) -> None:
    """What the leader's office writes in the report that nobody has asked for yet."""
    clock.assume(on(SCORING_DAY))
    subject = Subject(campaign, province.bloc, DocumentKind.BLOC_FINAL_REPORT)
    save_bloc_texts(subject=subject, texts={"situation": tokens["bloc_text"]}, by=province.secretary)


def _neighbour(province: Province) -> tuple[User, Bloc]:
    """The officer of the only unit of a second bloc, and that bloc."""
    unit = district("quan-ba", "Quản Bạ", province.authority)
    second = bloc("khoi-2", "Khối thi đua các huyện số 2", province.authority, (unit,))
    return person("canbo.quan-ba", unit, Role.OFFICER), second


def _small_campaign(province: Province, code: str, second: Bloc) -> Campaign:
    """A campaign over both blocs that is about points only."""
    return launched_campaign(province, code, title=code, blocs=(province.bloc, second), indicators=(), milestones=())


def _crosswise(province: Province, second: Bloc, tokens: dict[str, str]) -> None:
    """A campaign whose members score one another: the second unit has begun the first one's paper; all have given
    theirs to the leading unit. A row of the second unit is sent back and mended, not answered yet. The next version of
    the table is asked about.
    """
    campaign = _small_campaign(province, "cham-cheo", second)
    agreed = table_with(province, campaign, PARTS, bloc_mode=BlocMode.CROSSWISE)
    first, other, leading = (filed(province, campaign, GIVEN, member=member) for member in range(3))
    _cross(first, "1.1", CROSS_POINTS, tokens["cross_note"], province.officers[1])
    for scorer, note in ((province.officer, tokens["cross_note_revealed"]), (province.officers[1], "Theo kiểm tra")):
        _cross(leading, "1.1", Decimal(6), note, scorer)
        crosswise.take_self_points(sheet_id=leading.pk, by=scorer)
        crosswise.give(sheet_id=leading.pk, by=scorer)
    returns.return_line(line_id=line_of(other, "1.2").pk, to=Tier.SELF, reason="Xem lại", by=province.secretary)
    write(other, "1.2", Tier.SELF, province.officers[1], points=Decimal(5), note=tokens["mended_note"])
    newer = versions.change_table(table_id=agreed.pk, reason="Đổi điểm", by=province.secretary)
    _disagree(newer, province, tokens["opinion_asked"])


def _cross(sheet: ScoreSheet, no: str, points: Decimal, note: str, by: User) -> None:
    crosswise.save_points(line_id=line_of(sheet, no).pk, points=points, note=note, by=by)


def _disagree(table: ScoringTable, province: Province, note: str) -> None:
    """The first member agrees with a proposed table, the second does not."""
    agreements.propose_table(table_id=table.pk, by=province.secretary)
    for member, said in enumerate(("", note)):
        agreements.answer_table(
            table_id=table.pk, unit=province.units[member], agrees=not said, note=said, by=province.heads[member]
        )


def _contested(province: Province, second: Bloc, tokens: dict[str, str]) -> None:
    """A campaign ranked provisionally by a table that was closed although one member disagreed: a row was sent back and
    answered; of the first unit's appeals one waits, one was rejected, one granted. The next table is being written.
    """
    campaign = _small_campaign(province, "kien-nghi", second)
    agreed = draft_table(province, campaign, **template(groups=[PARTS]))
    _disagree(agreed, province, tokens["opinion_closed"])
    tables.freeze_table(table_id=agreed.pk, basis="Biên bản họp khối", by=province.staff)
    found = [confirmed(province, campaign, GIVEN, member=member) for member in range(3)]
    row = line_of(found[0], "1.1").pk
    returns.return_line(line_id=row, to=Tier.SELF, reason=tokens["return_reason"], by=province.staff)
    returns.answer_return(line_id=row, answer=tokens["return_answer"], by=province.head)
    for sheet in found:
        lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
        sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    provisional(province, campaign, fill=False)
    _appeals(found[0], province, tokens)
    versions.change_table(table_id=agreed.pk, reason=tokens["table_draft"], by=province.secretary)


def _appeals(sheet: ScoreSheet, province: Province, tokens: dict[str, str]) -> None:
    """Three criteria of one sheet contested: the first waits, the second is rejected, the third granted."""
    texts = {"1.1": tokens["appeal_waiting"], "1.2": "Thiếu tài liệu", "1.3": "Thiếu tài liệu"}
    made = {no: contested(province, line_of(sheet, no), text) for no, text in texts.items()}
    appeals.reject_appeal(appeal_id=made["1.2"].pk, reason=tokens["appeal_rejected"], by=province.staff)
    appeals.grant_appeal(
        appeal_id=made["1.3"].pk, points=Decimal(8), reason=tokens["appeal_granted"], by=province.staff
    )
