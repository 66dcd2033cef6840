"""What scoring asks of people: units score themselves, offices score their blocs, staff appraise and publish."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from blocs.models import Membership
from blocs.rules import BLOC_OFFICE_ROLES, LEADERSHIP, Leadership, leaderships, office_seats
from campaigns.enums import CampaignState
from campaigns.models import Campaign, Participation, run_by
from campaigns.queries.duties import Owed, urgency
from core.dates import moment
from core.duties import Duty
from organizations.enums import Role
from scoring.enums import SheetState, TableState
from scoring.models import ScoreSheet, ScoringTable
from scoring.queries.agreements import to_answer
from scoring.queries.appeal_duties import answer_duties, holds_back, unit_appeal_duties
from scoring.queries.appeals import Key, Window, windows
from scoring.queries.asked import also_concerned, asked_duties, with_asked
from scoring.queries.missing import KINDS, due_again

Heads = Mapping[tuple[int, int], Leadership]


def folders_for(user: Any) -> QuerySet[Participation]:
    """The folders of running campaigns in which ``user`` may have to act: the own units', those of led blocs, as staff
    all of the authority. Each with its sheet, and ``has_table``: its bloc has agreed on a table. One query.
    """
    frozen = ScoringTable.objects.filter(campaign=OuterRef("campaign"), bloc=OuterRef("bloc"), state=TableState.FROZEN)
    concerned = (
        Q(unit__in=user.unit_ids(Role.OFFICER, Role.HEAD))
        | Q(bloc__in=office_seats(user).values("bloc"))
        | run_by(user.unit_ids(Role.STAFF), "campaign__")
        | also_concerned(user)
    )
    found = (
        Participation.objects.filter(concerned, campaign__state=CampaignState.LAUNCHED)
        .select_related("campaign__authority__standing_body", "campaign__standing_body", "unit", "bloc")
        .select_related("score_sheet__submission__presented_by")
        .annotate(has_table=Exists(frozen))
    )
    return with_asked(found, user)


def duties(user: Any, folders: Sequence[Any], owed: Iterable[Owed], now: datetime) -> list[Duty]:
    """The scoring lines of the worklist of ``user``, in the order of the year, from ``folders_for(user)`` and what the
    own ones among them owe. At most three queries, and one more once sheets are appraised.
    """
    acts_for_others = user.holds(*BLOC_OFFICE_ROLES, Role.STAFF)
    heads = _heads(folders) if acts_for_others else leaderships([])
    appealing = windows((one.campaign_id, one.bloc_id) for one in folders if _state(one) == SheetState.APPRAISED)
    return [
        *_opinion_duties(user),
        *_unit_duties(user, folders, owed, now),
        *unit_appeal_duties(user, folders, appealing, now),
        *_office_duties(user, folders, heads),
        *_staff_duties(user, folders, heads, appealing, now),
        *asked_duties(user, folders, lambda folder: _scorers(folder, heads)),
    ]


def _opinion_duties(user: Any) -> list[Duty]:
    """Tables about which the heads of members are asked."""
    return [
        Duty(
            title="Cho ý kiến về bảng tiêu chí chấm điểm",
            detail=f"{unit.short_name} · {table.bloc} · {table.campaign.heading}",
            state="Chờ ý kiến",
            tone="amber",
            action="Xem và trả lời",
            url=reverse("scoring:table", args=[table.pk]),
            comes_first=True,
        )
        for table, unit in to_answer(user)
    ]


def _unit_duties(user: Any, folders: Iterable[Any], owed: Iterable[Owed], now: datetime) -> list[Duty]:
    """Self-scores not filed yet, where the bloc has agreed on its table."""
    units, signs_for = user.unit_ids(Role.OFFICER, Role.HEAD), user.unit_ids(Role.HEAD)
    due = _due_dates(owed)
    return [
        replace(
            _self_score_duty(folder, due.get(folder.pk), now), **_presented(folder, signs=folder.unit_id in signs_for)
        )
        for folder in folders
        if folder.unit_id in units and folder.has_table and _waits_for_unit(folder)
    ]


def _waits_for_unit(folder: Participation) -> bool:
    sheet = getattr(folder, "score_sheet", None)
    return sheet is None or sheet.state == SheetState.DRAFT


def _due_dates(owed: Iterable[Owed]) -> dict[int, datetime]:
    """Per folder the deadline of the self-score; where the campaign sets none, that of the final report (domain.md D1).

    With several addressees the earliest counts.
    """
    found: dict[int, dict[str, datetime]] = {}
    for one in owed:
        found.setdefault(one.participation.pk, {}).setdefault(one.milestone.kind, one.due_at)
    return {pk: kinds[kind] for pk, kinds in found.items() for kind in reversed(KINDS) if kind in kinds}


def _self_score_duty(folder: Participation, due_at: datetime | None, now: datetime) -> Duty:
    sheet = getattr(folder, "score_sheet", None)
    reason = sheet.return_reason if sheet else ""
    if sheet and due_at:
        due_at = due_again(due_at, sheet.submission)
    return Duty(
        title="Tự chấm điểm – bị trả lại" if reason else "Tự chấm điểm",
        detail=f"Lý do trả lại: {reason}" if reason else f"{folder.unit.short_name} · {folder.bloc}",
        state="Trả lại để sửa" if reason else "Đang tự chấm" if sheet else "Chưa chấm",
        tone=urgency(due_at, now) if due_at else "amber" if reason else "grey",
        action="Chấm tiếp" if sheet else "Bắt đầu chấm",
        url=reverse("scoring:sheet", args=[sheet.pk]) if sheet else reverse("scoring:open", args=[folder.pk]),
        due_at=due_at,
        begins=sheet is None,
    )


def _presented(folder: Participation, *, signs: bool) -> dict[str, Any]:
    """What differs once the self-score lies before the head."""
    sheet = getattr(folder, "score_sheet", None)
    submission = sheet.submission if sheet else None
    if submission is None or not submission.presented_at:
        return {}
    state = "Chờ ký" if signs else "Đã trình thủ trưởng"
    return {
        "title": f"Tự chấm điểm – {state[0].lower()}{state[1:]}",
        "detail": f"{submission.presented_by} trình lúc {moment(submission.presented_at)} · {folder.unit.short_name}",
        "state": state,
        "action": "Xem và ký" if signs else "Xem lại",
        "comes_first": signs,
    }


def _office_duties(user: Any, folders: Iterable[Participation], heads: Heads) -> list[Duty]:
    """Per bloc: how many of the sheets that this office scores wait for it."""
    offices = user.unit_ids(*BLOC_OFFICE_ROLES)
    found: dict[tuple[Campaign, Any], Counter[str]] = {}
    for folder in folders:
        if _scorers(folder, heads) & offices and folder.unit_id not in user.unit_ids():
            states = found.setdefault((folder.campaign, folder.bloc), Counter())
            states[_state(folder)] += 1
    return [
        _duty(
            f"Chấm điểm khối: còn {states[SheetState.SELF_SUBMITTED]}/{states.total()} bảng",
            campaign,
            str(bloc),
            "Chấm điểm",
            bloc.code,
        )
        for (campaign, bloc), states in found.items()
        if states[SheetState.SELF_SUBMITTED]
    ]


def _staff_duties(
    user: Any, folders: Iterable[Participation], heads: Heads, appealing: Mapping[Key, Window], now: datetime
) -> list[Duty]:
    """Sheets to appraise (or to score for want of an office), appeals to answer, and blocs whose ranking can be
    published: not while appeals are taken or wait.
    """
    offices = user.unit_ids(Role.STAFF)
    waiting: Counter[Campaign] = Counter()
    states: dict[tuple[Campaign, Any], set[str]] = {}
    for folder in folders:
        if not folder.campaign.offices & offices:
            continue
        state = _state(folder)
        states.setdefault((folder.campaign, folder.bloc), set()).add(state)
        unled = state == SheetState.SELF_SUBMITTED and not _scorers(folder, heads)
        waiting[folder.campaign] += state == SheetState.BLOC_CONFIRMED or unled
    appraising = [
        _duty(f"Thẩm định: {count} bảng điểm", campaign, campaign.title, "Thẩm định")
        for campaign, count in waiting.items()
        if count
    ]
    answering = answer_duties(list(states), appealing)
    return (
        appraising
        + answering
        + [
            _duty("Công bố xếp hạng", campaign, str(bloc), "Xem và công bố", bloc.code, ranking=True)
            for (campaign, bloc), found in states.items()
            if SheetState.APPRAISED in found
            and found <= {SheetState.APPRAISED, SheetState.PUBLISHED}
            and not holds_back(appealing.get((campaign.pk, bloc.pk)), now)
        ]
    )


def _heads(folders: Iterable[Participation]) -> Heads:
    """Who heads the blocs of these folders. One query."""
    blocs = {folder.bloc_id for folder in folders}
    return leaderships(Membership.objects.filter(bloc__in=blocs, role__in=LEADERSHIP))


def _scorers(folder: Participation, heads: Heads) -> set[int]:
    """As ``ScoreSheet.scoring_unit_ids``, for a folder whose sheet may not be open yet."""
    return heads[folder.bloc_id, folder.campaign.year].towards(folder.unit_id)


def _state(folder: Participation) -> str:
    sheet: ScoreSheet | None = getattr(folder, "score_sheet", None)
    return sheet.state if sheet else ""


def _duty(title: str, campaign: Campaign, detail: str, action: str, bloc: str = "", *, ranking: bool = False) -> Duty:
    page = reverse("scoring:ranking", args=[campaign.code]) if ranking else reverse("scoring:list")
    query = f"?khoi={bloc}" if bloc else ""
    return Duty(
        title=title,
        detail=f"{detail} · {campaign.heading}",
        state="Đến lượt",
        tone="amber",
        action=action,
        url=f"{page}{query}",
    )
