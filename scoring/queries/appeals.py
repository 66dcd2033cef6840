"""Reading appeals: whether they are taken, those of a sheet, the list, and what granting one would change."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.uses import USES, Use, Uses
from core.authz import YES, Decision, can
from core.dates import deadline_reading
from scoring.calculation.verification import complete
from scoring.enums import LIVING_APPEAL, AppealState, RankingKind, SheetState, Tier
from scoring.models import Appeal, Ranking, ScoreLine, ScoreSheet
from scoring.queries.documents import bloc_inputs, plain

TONES = {
    AppealState.DRAFT: "grey",
    AppealState.OPEN: "amber",
    AppealState.GRANTED: "green",
    AppealState.REJECTED: "grey",
}
NO_WINDOW = "Chỉ kiến nghị được khi xếp hạng của khối đang công bố tạm thời."
ATTACHED = "Tệp kèm kiến nghị đã gửi nên không bỏ được."
Key = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """The time in which one bloc takes appeals, and how many wait for an answer."""

    ranking: Ranking
    until: datetime
    waiting: int


@dataclass(frozen=True)
class OnSheet:
    """The appeals of one sheet by line, and whether this reader may open one (None: not this reader's matter)."""

    by_line: Mapping[int, list[Appeal]]
    decision: Decision | None


@dataclass(frozen=True)
class Effect:
    """What other points would change: total and rank of the unit before and after, of the whole bloc as it stands."""

    unit: str
    total_before: Decimal | None
    total_after: Decimal | None
    rank_before: int | None
    rank_after: int | None


def lock_appeal(pk: uuid.UUID) -> Appeal:
    """The appeal with its row locked until the transaction ends."""
    return _with_context(Appeal.objects.select_for_update(of=("self",))).get(pk=pk)


def appeal(user: Any, pk: uuid.UUID) -> Appeal:
    """One appeal among those ``user`` may read; 404 otherwise."""
    return get_object_or_404(_with_context(Appeal.objects.visible_to(user)), pk=pk)


def draft_of(line: ScoreLine) -> Appeal | None:
    """What the unit is writing about this line; None where nothing is."""
    return Appeal.objects.filter(line=line, state=AppealState.DRAFT).first()


def appeals(campaign: Campaign, user: Any) -> QuerySet[Appeal]:
    """The appeals of a campaign that ``user`` may read, those that wait first."""
    found = _with_context(Appeal.objects.visible_to(user)).filter(line__sheet__participation__campaign=campaign)
    answered = Case(When(state__in=LIVING_APPEAL, then=Value(0)), default=Value(1))
    return found.annotate(answered=answered).order_by("answered", "-opened_at", "pk")


def window_of(campaign_id: int, bloc_id: int) -> Ranking | None:
    """The provisional version in force of a bloc; None where there is none, or a final one follows. One query."""
    found = Ranking.objects.shown().filter(campaign=campaign_id, bloc=bloc_id).defer("document", "rows")
    last = found.order_by("-version").first()
    return last if last and last.kind == RankingKind.PROVISIONAL else None


def why_closed(ranking: Ranking | None, now: datetime) -> str:
    """Why no appeal is taken now; "" while they are."""
    if ranking is None or ranking.appeals_until is None:
        return NO_WINDOW
    if now >= ranking.appeals_until:
        return f"Đã hết hạn kiến nghị; hạn {deadline_reading(ranking.appeals_until)}."
    return ""


def on_sheet(user: Any, sheet: ScoreSheet, now: datetime) -> OnSheet:
    """The appeals of a sheet for this reader. No query before it is appraised; then two, once per instance."""
    known: OnSheet | None = sheet.__dict__.get("_appeals")
    if known is None:
        known = sheet.__dict__["_appeals"] = _on_sheet(user, sheet, now)
    return known


def _on_sheet(user: Any, sheet: ScoreSheet, now: datetime) -> OnSheet:
    if sheet.state not in (SheetState.APPRAISED, SheetState.PUBLISHED):
        return OnSheet({}, None)
    found: dict[int, list[Appeal]] = {}
    for one in Appeal.objects.visible_to(user).filter(line__sheet=sheet).order_by("opened_at", "pk"):
        found.setdefault(one.line_id, []).append(one)
    if sheet.participation.unit_id not in user.unit_ids():
        return OnSheet(found, None)
    ranking = window_of(sheet.participation.campaign_id, sheet.participation.bloc_id)
    if ranking is None:
        return OnSheet(found, None)
    reason = why_closed(ranking, now)
    return OnSheet(found, can(user, "scoring.open_appeal", sheet) and (Decision(False, reason) if reason else YES))


def windows(keys: Iterable[Key]) -> dict[Key, Window]:
    """The provisional versions in force by (campaign, bloc), among those asked for. One query, none for nothing."""
    wanted = set(keys)
    if not wanted:
        return {}
    found = Ranking.objects.shown().filter(
        campaign__in={campaign for campaign, _ in wanted}, bloc__in={bloc for _, bloc in wanted}
    )
    waiting = Count("appeals", filter=Q(appeals__state=AppealState.OPEN))
    latest = {(one.campaign_id, one.bloc_id): one for one in _light(found).annotate(w=waiting).order_by("version")}
    return {
        key: Window(one, one.appeals_until, one.w)
        for key, one in latest.items()
        if key in wanted and one.appeals_until is not None
    }


def effect_of(line: ScoreLine, sheets: Iterable[ScoreSheet], points: Decimal, answer: str = "") -> Effect:
    """What the bloc's ranking becomes when ``line`` gets these appraised points (and this answer to a question)."""
    sheet = line.sheet
    inputs = bloc_inputs(sheet.participation.campaign, sheet.participation.bloc, sheets)
    unit = sheet.participation.unit
    before = _stands(inputs, unit.code)
    for one in inputs["units"]:
        if one["unit"] == unit.code:
            changed = one["lines"][line.criterion.no]
            changed["points"][str(Tier.APPRAISED)] = points
            changed["answers"][str(Tier.APPRAISED)] = answer or changed["answers"][str(Tier.APPRAISED)]
    after = _stands(inputs, unit.code)
    return Effect(unit.short_name, before["total"], after["total"], before["rank"], after["rank"])


def _stands(inputs: Mapping[str, Any], unit: str) -> dict[str, Any]:
    _, content = complete(plain(inputs))
    found: dict[str, Any] = next(row for row in content["ranking"] if row["unit"] == unit)
    return found


def _light(found: QuerySet[Ranking]) -> QuerySet[Ranking]:
    return found.defer("document", "rows")


def _with_context(found: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return found.select_related(
        "ranking",
        "opened_by",
        "presented_by",
        "answered_by",
        "line__criterion__group",
        "line__criterion__target",
        "line__sheet__table",
        "line__sheet__participation__unit",
        "line__sheet__participation__bloc",
        "line__sheet__participation__campaign__authority__standing_body",
        "line__sheet__participation__campaign__standing_body",
    )


def uses(evidence_ids: Any) -> Uses:
    """The appeals to which these documents are attached; only one that was sent holds them. One query."""
    through = Appeal.evidence.through.objects.filter(evidence__in=list(evidence_ids))
    rows = through.order_by("pk").values_list("evidence", "appeal", "appeal__line__criterion__no", "appeal__state")
    found: Uses = {}
    for pk, appeal_id, no, state in rows:
        url, drafted = reverse("scoring:appeal", args=[appeal_id]), state == AppealState.DRAFT
        found.setdefault(pk, []).append(Use(f"Kiến nghị tiêu chí {no}", url, "" if drafted else ATTACHED, drafted))
    return found


USES.append(uses)
