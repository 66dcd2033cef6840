"""What the final report of a bloc says, collected into one snapshot of plain texts (domain.md D2, "Báo cáo tổng kết").

The document is rendered from the snapshot alone, so that it shows what stood when it was asked for (integrity C5).
Figures come written as people read them; what a reader may not see (provisional points, undecided awards) is left out
by the queries of the floors below.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from awards.models import Proposal
from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from blocs.queries import members
from campaigns.enums import Addressee, SubmissionKind, SubmissionState
from campaigns.models import Campaign, Participation, Section, Submission
from campaigns.queries.duties import owed_by
from core.dates import document_date, short_date
from core.numbers import format_points
from organizations.enums import Role
from organizations.queries import people_at
from reports.queries.results import TargetResult, results_of
from reports.wording import closed_list, letterhead, place_of, sign_of
from scoring.queries.rankings import board

MAX_TEXT = 6000  # of one unit in one section; a report is no archive
FILED = [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED]


@dataclass(frozen=True)
class UnitText:
    """What one unit wrote for one section, paragraph by paragraph."""

    unit: str
    paragraphs: list[str]


@dataclass(frozen=True)
class FilingRow:
    """One unit's deadlines: how many it met, which it missed by how many days, what is still owed."""

    unit: str
    on_time: int
    late: list[str]
    owed: list[str]


@dataclass(frozen=True)
class ScoreRow:
    """One unit in the bloc's table of points, as texts."""

    unit: str
    self_total: str
    bloc_total: str
    appraised_total: str
    bonus: str
    penalty: str
    total: str
    rank: str


@dataclass(frozen=True)
class AwardRow:
    """One unit at one award."""

    award: str
    unit: str
    rank: str
    total: str
    state: str


@dataclass(frozen=True)
class BlocReport:
    """The whole report; every field is a text, a number or a list of them, so that it can be kept as JSON."""

    superior: str
    letterhead: str
    issuer: str
    sign: str
    place: str
    dated: str
    subject: str
    bases: list[str]
    bloc: str
    year: str
    authority: str
    leader: str
    deputies: list[str]
    units: list[str]
    texts: dict[str, list[UnitText]]
    results: list[TargetResult]
    filings: list[FilingRow]
    scores: list[ScoreRow]
    scores_note: str
    awards: list[AwardRow]
    signer: str
    recipients: list[str]
    illustrative: bool


def snapshot(campaign: Campaign, bloc: Bloc, *, reader: Any, now: datetime) -> dict[str, Any]:
    """The report of ``bloc`` as ``reader`` may read it at ``now``, ready for JSON. A constant number of queries."""
    seats = list(members(bloc, campaign.year))
    folders = list(
        Participation.objects.filter(campaign=campaign, bloc=bloc).select_related("unit", "bloc", "campaign__authority")
    )
    head = _head(campaign, bloc, seats, now.date())
    ranking = board(campaign, [bloc.code], reader)
    report = BlocReport(
        **head,
        texts=_texts(folders, reader),
        results=results_of(campaign, folders, reader),
        filings=_filings(folders, now),
        scores=[_score_row(row) for row in ranking.rows],
        scores_note=_scores_note(ranking),
        awards=_awards(campaign, bloc, reader),
    )
    return asdict(report)


def _head(campaign: Campaign, bloc: Bloc, seats: Sequence[Membership], day: date) -> dict[str, Any]:
    """Who issues, on what ground, to whom. The bloc's leader uses its own letterhead and seal (domain.md B0)."""
    leader = next((seat.unit for seat in seats if seat.role == BlocRole.LEADER), None)
    issuer = leader or campaign.authority
    above, name = letterhead(issuer.name, campaign.authority.name, campaign.authority.short_name)
    plan = Campaign.objects.filter(parent=campaign, bloc=bloc).exclude(state="cancelled").order_by("pk").first()
    signer = people_at([leader.pk], Role.HEAD).first() if leader else None
    return {
        "superior": above,
        "letterhead": name,
        "issuer": issuer.name,
        "sign": f"BC-{sign_of(issuer.name, plan.doc_number if plan else '')}",
        "place": place_of(issuer.name, campaign.authority.name),
        "dated": document_date(day),
        "subject": f"Tổng kết phong trào thi đua năm {campaign.year} của {bloc.name}",
        "bases": _bases(campaign, plan),
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


def _bases(campaign: Campaign, plan: Campaign | None) -> list[str]:
    """The documents the report answers, each closed as the decree has it."""
    lines = [f"Căn cứ {campaign.heading} của {campaign.authority.name}: {campaign.title}"]
    if plan:
        lines.append(f"Căn cứ {plan.heading}: {plan.title}")
    lines.append("Căn cứ báo cáo, kết quả tự chấm điểm của các đơn vị và kết quả chấm điểm, thẩm định")
    return closed_list(lines)


def _texts(folders: Iterable[Participation], reader: Any) -> dict[str, list[UnitText]]:
    """Per section of the outline: what the units wrote in the final reports they filed, in alphabetical order."""
    filed = Submission.objects.visible_to(reader).filter(
        participation__in=list(folders), kind=SubmissionKind.FINAL_REPORT, state__in=FILED
    )
    sections = (
        Section.objects.filter(submission__in=filed.values("pk"))
        .exclude(text="")
        .order_by("submission__participation__unit__sort_key", "pk")
        .values_list("key", "submission__participation__unit__short_name", "text")
    )
    found: dict[str, list[UnitText]] = {}
    for key, unit, text in sections:
        found.setdefault(key, []).append(UnitText(unit, _paragraphs(text)))
    return found


def _paragraphs(text: str) -> list[str]:
    """The lines that say something; an overlong text ends with a mark."""
    cut = text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} […]"
    return [line.strip() for line in cut.split("\n") if line.strip()]


def _filings(folders: Sequence[Participation], now: datetime) -> list[FilingRow]:
    """Per unit: the deadlines of campaign and bloc that have come, met or not."""
    rows = {folder.pk: FilingRow(folder.unit.short_name, 0, [], []) for folder in folders}
    counts = dict.fromkeys(rows, 0)
    for owed in owed_by(folders):
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


def _score_row(row: Any) -> ScoreRow:
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
    return "–" if value is None else format_points(value, 2)


def _scores_note(ranking: Any) -> str:
    """Whether the points stand."""
    if ranking.published_at:
        return f"Kết quả đã công bố ngày {short_date(ranking.published_at.date())}."
    return "Kết quả tạm tính, chưa công bố."


def _awards(campaign: Campaign, bloc: Bloc, reader: Any) -> list[AwardRow]:
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
