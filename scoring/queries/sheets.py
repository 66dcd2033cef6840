"""Reading score sheets: locking for services, one sheet or line among those a person may open, the list."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.models import Campaign
from campaigns.queries import submissions
from campaigns.steps import SIGNATURE, Step
from core.compiled import compiled, one_or_404
from core.numbers import format_points
from organizations.enums import Role
from organizations.models import User
from organizations.queries import people_at
from scoring.calculation.rules import Late
from scoring.enums import Scorer, SheetState, Tier
from scoring.models import ScoreLine, ScoreSheet
from scoring.queries.lines import facts_of, rule
from scoring.queries.peers import RELATIVE
from scoring.queries.returns import WITH_RETURNS

TONES = {
    SheetState.DRAFT: "grey",
    SheetState.SELF_SUBMITTED: "amber",
    SheetState.BLOC_CONFIRMED: "amber",
    SheetState.APPRAISED: "green",
    SheetState.PUBLISHED: "blue",
}
NOT_FILED = "Không nộp"
FILED = (SheetState.SELF_SUBMITTED, SheetState.BLOC_CONFIRMED, SheetState.APPRAISED)


def lock_sheet(pk: uuid.UUID) -> ScoreSheet:
    """The sheet with its row locked until the transaction ends."""
    return _locked(ScoreSheet.objects.filter(pk=pk)).get()


def lock_sheet_of(line_id: int, **having: Any) -> ScoreSheet | None:
    """The sheet of a line, locked likewise, if it is as ``having`` says once the lock is held; else None."""
    return _locked(ScoreSheet.objects.filter(lines=line_id, **having)).first()


def lock_sheets(campaign: Campaign, bloc_id: int) -> list[ScoreSheet]:
    """All sheets of one bloc, locked in one order; drafts too."""
    of_bloc = ScoreSheet.objects.filter(participation__campaign=campaign, participation__bloc=bloc_id)
    return list(_locked(of_bloc).order_by("pk"))


def lock_these(sheet_ids: Iterable[uuid.UUID], **having: Any) -> list[ScoreSheet]:
    """Those of these sheets that are as ``having`` says, locked in one order."""
    return list(_locked(ScoreSheet.objects.filter(pk__in=list(sheet_ids), **having)).order_by("pk"))


def sheets_beside(sheet: ScoreSheet, user: Any) -> list[ScoreSheet]:
    """The sheets of its bloc that are in the same hands, ``sheet`` among them, as far as ``user`` may open them."""
    folder = sheet.participation
    same = {"table": sheet.table_id, "state": sheet.state, "participation__bloc": folder.bloc_id}
    found = with_context(ScoreSheet.objects.visible_to(user)).filter(participation__campaign=folder.campaign_id, **same)
    return list(found.order_by("participation__unit__sort_key", "pk"))


def _locked(wanted: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """Lock these sheets by id, then read them: had the lock waited for a version that moves them to another table, one
    statement that locks and joins would not find them (PostgreSQL looks for the new row beside the old table).
    """
    rows = wanted.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    return with_context(ScoreSheet.objects.filter(pk__in=list(rows)))


@dataclass(frozen=True)
class FiledLateness:
    """The days late, by kind of submission, that one line of a filed sheet shows."""

    sheet_id: uuid.UUID
    participation_id: int
    days_late: dict[str, int]


def filed_lateness(participation_ids: Iterable[int]) -> list[FiledLateness]:
    """What the sheets of these units that are filed and not published show of lateness. One query."""
    lines = ScoreLine.objects.filter(
        criterion__rule=Late.key, sheet__participation__in=list(participation_ids), sheet__state__in=FILED
    )
    found = lines.order_by("pk").values_list("sheet", "sheet__participation", "days_late")
    return [FiledLateness(*row) for row in found]


def sheet(user: Any, pk: uuid.UUID) -> ScoreSheet:
    """One sheet among those ``user`` may open; 404 otherwise."""
    return one_or_404(_sheets(user, pk))


@compiled
def _sheets(user: Any, pk: uuid.UUID) -> QuerySet[ScoreSheet]:
    return with_context(ScoreSheet.objects.visible_to(user)).filter(pk=pk)


def line(user: Any, pk: int) -> ScoreLine:
    """One line of a sheet that ``user`` may open, with that sheet and all that permissions ask of it; 404 otherwise."""
    known = ScoreLine.objects.select_related("criterion__group", "criterion__target").prefetch_related(WITH_RETURNS)
    found = get_object_or_404(known, pk=pk)
    found.sheet = sheet(user, found.sheet_id)
    return found


def sheets(user: Any) -> QuerySet[ScoreSheet]:
    """The sheets that ``user`` may open, newest campaign first, then by bloc and unit."""
    return with_context(ScoreSheet.objects.visible_to(user)).order_by(
        "-participation__campaign__year",
        "participation__campaign",
        "participation__bloc__name",
        "participation__unit__sort_key",
    )


@dataclass(frozen=True)
class ListRow:
    """One sheet in the list. A tier that is not closed has no total yet: the sum of some rows is none."""

    sheet: ScoreSheet
    tone: str

    @property
    def bloc_total(self) -> Decimal | None:
        """The bloc's total once it is confirmed."""
        return self.sheet.bloc_total if self.sheet.confirmed_at else None

    @property
    def appraised_total(self) -> Decimal | None:
        """The appraised total once the appraisal is confirmed."""
        return self.sheet.appraised_total if self.sheet.appraised_at else None


def list_rows(found: Iterable[ScoreSheet]) -> list[ListRow]:
    """The sheets with the tones of their states."""
    return [ListRow(one, TONES[SheetState(one.state)]) for one in found]


def bloc_chips(found: Iterable[ScoreSheet], active: str) -> list[dict[str, Any]]:
    """A counted filter per bloc, and one for all."""
    sheets = list(found)
    counts = Counter((one.participation.bloc.code, one.participation.bloc.name) for one in sheets)
    everything = {"label": "Tất cả", "count": len(sheets), "url": "?", "active": not active, "tone": ""}
    return [everything] + [
        {"label": name, "count": count, "url": f"?khoi={code}", "active": code == active, "tone": ""}
        for (code, name), count in counts.items()
    ]


def steps(sheet: ScoreSheet) -> list[Step]:
    """Where the sheet stands on its way, and an arc back to whoever must act again."""
    labels = ("Tự chấm", SIGNATURE, "Khối chấm", "Thẩm định", "Công bố")
    current = _step(sheet)
    marks = ["passed" if at < current else "current" if at == current else "todo" for at in range(len(labels))]
    notes = [""] * len(labels)
    if sheet.return_reason and current in (0, 2):
        marks[current], notes[current] = "returned", sheet.return_reason
    if sheet.self_missing:
        marks[:2], notes[0] = ["missed", "missed"], NOT_FILED
    return [Step(*one) for one in zip(labels, marks, notes, strict=True)]


def _step(sheet: ScoreSheet) -> int:
    """How many steps lie behind: the unit's part is two, writing and signing."""
    state = list(SheetState).index(SheetState(sheet.state))
    return state + 1 if state or sheet.submission.presented_at else 0


def unscored(lines: Iterable[ScoreLine], tier: Tier) -> list[str]:
    """The numbers of the criteria that ``tier`` must score itself and has not (N08).

    Not asked for: what is no duty of the unit; in the bloc's tier a group that the standing body scores (it is taken
    over from the unit); in the unit's what is compared with the whole bloc (it follows once all have filed).
    """
    return [
        one.criterion.no
        for one in lines
        if one.assigned
        and one.points_of(tier) is None
        and not (tier == Tier.BLOC and one.criterion.group.scorer == Scorer.STANDING_BODY)
        and not (tier == Tier.SELF and _follows_bloc(one))
    ]


def unscored_sentence(numbers: Iterable[str]) -> str:
    """Why a tier cannot be closed while these criteria are not scored (N08)."""
    return f"Chưa chấm tiêu chí {', '.join(numbers)} (khác với 0 điểm)."


def _follows_bloc(line: ScoreLine) -> bool:
    """Whether the unit has said all that a criterion needs which compares the bloc."""
    return line.criterion.rule in RELATIVE and rule(line.criterion).measure(facts_of(line)) is not None


def scored_by(line: ScoreLine, tier: Tier) -> bool:
    """Whether ``tier`` gives points to this line at all."""
    return tier != Tier.BLOC or line.criterion.group.scorer == Scorer.BLOC


def people_scoring(sheet: ScoreSheet) -> QuerySet[User]:
    """Those who give the bloc's tier: the office that acts for its leader, for want of one the standing body's."""
    if sheet.scoring_unit_ids:
        return people_at(sheet.scoring_unit_ids, *BLOC_OFFICE_ROLES)
    return people_at(sheet.participation.campaign.offices, Role.STAFF)


def with_context(found: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    """The sheets with all that permissions and headings ask of them; not more, as joining costs more than reading."""
    return found.select_related(
        "participation__campaign", "participation__unit", "participation__bloc", "table", "submission"
    )


def filing_facts(sheet: ScoreSheet, now: datetime) -> list[str]:
    """What signing at ``now`` means: the total that is filed, and for each addressee whether it is in time."""
    submission = sheet.submission
    submission.participation = sheet.participation  # read with its campaign already
    total = [] if sheet.self_total is None else [f"Tổng điểm tự chấm: {format_points(sheet.self_total, 2)}."]
    return total + submissions.filing_facts(submission.deliveries.all(), submissions.dues_answered_by(submission), now)


def not_yet_published(campaign: Campaign) -> QuerySet[ScoreSheet]:
    """The sheets that keep the campaign from closing."""
    return ScoreSheet.objects.filter(~Q(state=SheetState.PUBLISHED), participation__campaign=campaign)
