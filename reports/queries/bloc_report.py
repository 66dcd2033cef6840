"""What the report of a bloc says, mid-term or final, collected into plain texts (domain.md D2, "Báo cáo tổng kết").

Figures come written as people read them; what a reader may not see (provisional points, undecided awards) is left out
by the queries of the floors below. reports/documents/bloc.py makes a document of it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from awards.models import Proposal
from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from blocs.queries import members
from campaigns.enums import FILED, Addressee, SubmissionKind
from campaigns.models import Campaign, Participation, Section, Submission
from campaigns.queries.duties import owed_by
from core.dates import short_date
from core.numbers import format_points
from organizations.enums import Role
from organizations.queries import people_at
from reports.documents.bloc_facts import AwardRow, BlocReport, FilingRow, ScoreRow, UnitText
from reports.documents.blocks import paragraphs
from reports.enums import BLOC_KINDS
from reports.enums import DocumentKind as K
from reports.models import BlocText
from reports.queries.results import results_of
from reports.wording import EMPTY_DAY, closed_list, letterhead, place_of, sign_of
from scoring.queries.rankings import board

MAX_TEXT = 6000  # of one unit in one section; a report is no archive
LATER = (SubmissionKind.FINAL_REPORT, SubmissionKind.SELF_SCORE)  # what a mid-term report does not ask for yet
MIDTERM_DAY = (6, 30)
NO_POINTS = "–"


def facts(campaign: Campaign, bloc: Bloc, kind: K, *, reader: Any, now: datetime) -> BlocReport:
    """The report of ``bloc`` as ``reader`` may read it at ``now``. A constant number of queries."""
    final = kind == K.BLOC_FINAL_REPORT
    seats = list(members(bloc, campaign.year))
    folders = list(folders_of(campaign, bloc))
    ranking = board(campaign, [bloc.code], reader) if final else None
    texts = texts_of(folders, BLOC_KINDS[kind], reader)
    scores = [score_row(row) for row in ranking.rows] if ranking else []
    return BlocReport(
        **letterhead_of(campaign, bloc, seats, now.date(), _grounds(kind, bool(texts), scores)),
        kind=kind,
        own=own_texts(campaign, bloc, kind),
        texts=texts,
        results=results_of(campaign, folders, reader, figures_until(campaign, kind)),
        filings=_filings(folders, now, () if final else LATER),
        scores=scores,
        scores_note=scores_note(ranking) if ranking else "",
        awards=awards_of(campaign, bloc, reader) if final else [],
    )


def folders_of(campaign: Campaign, bloc: Bloc) -> Any:
    """The members' folders in the campaign, in alphabetical order, with what documents say of them."""
    return Participation.objects.filter(campaign=campaign, bloc=bloc).select_related(
        "unit", "bloc", "campaign__authority"
    )


def figures_until(campaign: Campaign, kind: K) -> date | None:
    """The last day whose figures count: a mid-term report stops with June."""
    return date(campaign.year, *MIDTERM_DAY) if kind == K.BLOC_MIDTERM_REPORT else None


def own_texts(campaign: Campaign, bloc: Bloc, kind: K) -> dict[str, list[str]]:
    """What the leader's office wrote itself, paragraph by paragraph, by key of the outline."""
    row = BlocText.objects.filter(campaign=campaign, bloc=bloc, kind=kind).first()
    return {key: _cut(text) for key, text in (row.texts if row else {}).items() if text.strip()}


def letterhead_of(
    campaign: Campaign, bloc: Bloc, seats: Sequence[Membership], day: date, grounds: list[str], *, letters: str = "BC"
) -> dict[str, Any]:
    """Who issues, on what ground, to whom. The bloc's leader uses its own letterhead and seal (domain.md B0).

    The day is left to the hand that signs.
    """
    leader = next((seat.unit for seat in seats if seat.role == BlocRole.LEADER), None)
    issuer = leader or campaign.authority
    above, name = letterhead(issuer.name, campaign.authority.name, campaign.authority.short_name)
    plan = Campaign.objects.filter(parent=campaign, bloc=bloc).exclude(state="cancelled").order_by("pk").first()
    signer = people_at([leader.pk], Role.HEAD).first() if leader else None
    return {
        "superior": above,
        "letterhead": name,
        "issuer": issuer.name,
        "sign": f"{letters}-{sign_of(issuer.name, plan.doc_number if plan else '')}",
        "place": place_of(issuer.name, campaign.authority.name),
        "dated": EMPTY_DAY.format(day.year),
        "bases": _bases(campaign, plan, grounds),
        "bloc": bloc.name,
        "year": str(campaign.year),
        "authority": campaign.authority.name,
        "leader": leader.name if leader else "",
        "deputies": [seat.unit.name for seat in seats if seat.role == BlocRole.DEPUTY],
        "units": [seat.unit.name for seat in seats],
        "signer": str(signer) if signer else "",
        "recipients": closed_list(
            [
                campaign.authority.name,
                campaign.standing_body_name,
                "Các đơn vị thành viên trong khối",
                "Lưu: VT",
            ]
        ),
        "illustrative": campaign.illustrative,
    }


def _grounds(kind: K, has_reports: bool, scores: Sequence[ScoreRow]) -> list[str]:
    """What of the members' year the report rests on: only what there is by now."""
    reports = "báo cáo sơ kết" if kind == K.BLOC_MIDTERM_REPORT else "báo cáo tổng kết"
    known = [
        (has_reports, f"Căn cứ {reports} của các đơn vị"),
        (any(row.self_total != NO_POINTS for row in scores), "Căn cứ kết quả tự chấm điểm của các đơn vị"),
        (any(row.bloc_total != NO_POINTS for row in scores), "Căn cứ kết quả chấm điểm của khối"),
        (any(row.appraised_total != NO_POINTS for row in scores), "Căn cứ kết quả thẩm định điểm thi đua"),
    ]
    return [line for there, line in known if there]


def _bases(campaign: Campaign, plan: Campaign | None, grounds: list[str]) -> list[str]:
    """The documents the report answers, each closed as the decree has it."""
    lines = [f"Căn cứ {campaign.heading} của {campaign.authority.name}: {campaign.title}"]
    if plan:
        lines.append(f"Căn cứ {plan.heading}: {plan.title}")
    return closed_list([*lines, *grounds])


def texts_of(folders: Iterable[Participation], kind: SubmissionKind, reader: Any) -> dict[str, list[UnitText]]:
    """Per section of the outline: what the units wrote in the reports they filed, in alphabetical order."""
    filed = Submission.objects.visible_to(reader).filter(participation__in=list(folders), kind=kind, state__in=FILED)
    sections = (
        Section.objects.filter(submission__in=filed.values("pk"))
        .exclude(text="")
        .order_by("submission__participation__unit__sort_key", "pk")
        .values_list("key", "submission__participation__unit__short_name", "text")
    )
    found: dict[str, list[UnitText]] = {}
    for key, unit, text in sections:
        found.setdefault(key, []).append(UnitText(unit, _cut(text)))
    return found


def _cut(text: str) -> list[str]:
    """The lines that say something; an overlong text ends with a mark."""
    return paragraphs(text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} […]")


def _filings(folders: Sequence[Participation], now: datetime, without: Sequence[str]) -> list[FilingRow]:
    """Per unit: the deadlines of campaign and bloc that have come, met or not, but for some kinds."""
    rows = {folder.pk: FilingRow(folder.unit.short_name, 0, [], []) for folder in folders}
    counts = dict.fromkeys(rows, 0)
    for owed in owed_by(folders):
        if owed.milestone.kind in without:
            continue
        row, key = rows[owed.participation.pk], owed.participation.pk
        to_leader = owed.milestone.addressee == Addressee.BLOC_LEADER
        label = f"{owed.milestone.get_kind_display()}{' gửi Trưởng khối' if to_leader else ''}"
        if owed.delivery and owed.delivery.days_late:
            row.late.append(f"{label}: chậm {owed.delivery.days_late} ngày")
        elif owed.delivery:
            counts[key] += 1
        elif owed.due_at <= now:
            row.owed.append(f"{label}, hạn {short_date(owed.due_at.astimezone(now.tzinfo).date())}")
    return [FilingRow(row.unit, counts[key], row.late, row.owed) for key, row in rows.items()]


def score_row(row: Any) -> ScoreRow:
    """One line of the ranking in the columns of the minutes (domain.md D2, "Biên bản bình xét khối")."""
    one = row.standing
    return ScoreRow(
        unit=one.unit,
        self_total=_points(one.self_total),
        bloc_total=_points(one.bloc_total),
        appraised_total=_points(one.appraised_total),
        bonus=_points(one.bonus if one.total is not None else None),
        penalty=_points(one.penalty if one.total is not None else None),
        total=_points(one.total),
        rank=str(row.place.rank) if row.place.rank else "–",
    )


def _points(value: Any) -> str:
    return NO_POINTS if value is None else format_points(value, 2)


def scores_note(ranking: Any) -> str:
    """Whether the points stand."""
    if ranking.published_at:
        return f"Kết quả đã công bố ngày {short_date(ranking.published_at.date())}."
    return "Kết quả tạm tính, chưa công bố."


def awards_of(campaign: Campaign, bloc: Bloc, reader: Any) -> list[AwardRow]:
    """The awards of the bloc's units that ``reader`` may know of."""
    proposals = (
        Proposal.objects.visible_to(reader)
        .filter(campaign=campaign, participation__bloc=bloc)
        .exclude(state="dropped")
        .select_related("tier", "participation__unit")
        .order_by("tier__position", "rank", "participation__unit__sort_key")
    )
    return [
        AwardRow(
            award=one.tier.name,
            unit=one.participation.unit.short_name,
            rank=str(one.rank),
            total=format_points(one.total, 2),
            state=one.get_state_display(),
        )
        for one in proposals
    ]
