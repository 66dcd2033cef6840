"""What appeals ask of people: staff answer them, heads sign them, units know until when they may send one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from blocs.models import Bloc
from campaigns.models import Campaign, Participation
from core.dates import deadline_reading, moment
from core.duties import Duty
from organizations.enums import Role
from scoring.models import Appeal
from scoring.queries.appeals import Key, Window


def holds_back(window: Window | None, now: datetime) -> bool:
    """Whether the final ranking cannot be published yet: appeals are taken, or wait for an answer."""
    return window is not None and (now < window.until or window.waiting > 0)


def answer_duties(blocs: Iterable[tuple[Campaign, Bloc]], windows: Mapping[Key, Window]) -> list[Duty]:
    """Per bloc: how many appeals wait for the staff's answer."""
    return [
        Duty(
            title=f"Trả lời kiến nghị: {window.waiting}",
            detail=f"{bloc} · {campaign.heading}",
            state="Đến lượt",
            tone="amber",
            action="Xem và trả lời",
            url=reverse("scoring:appeals", args=[campaign.code]),
            comes_first=True,
        )
        for campaign, bloc in blocs
        if (window := windows.get((campaign.pk, bloc.pk))) is not None and window.waiting
    ]


def unit_appeal_duties(
    user: Any, folders: Iterable[Participation], windows: Mapping[Key, Window], now: datetime
) -> list[Duty]:
    """Per own unit whose bloc is published provisionally: until when it may contest its points; before that, for its
    head, what lies there to be signed. One query in that time, otherwise none.
    """
    units = user.unit_ids(Role.OFFICER, Role.HEAD)
    taken = [
        (folder, window)
        for folder in folders
        if folder.unit_id in units
        and (window := windows.get((folder.campaign_id, folder.bloc_id))) is not None
        and now < window.until
    ]
    to_sign = [one for one, _ in taken if one.unit_id in user.unit_ids(Role.HEAD)]
    return _to_sign(to_sign, windows) + [
        Duty(
            title="Xem điểm công bố tạm thời",
            detail=f"{folder.unit.short_name} · nhận kiến nghị {deadline_reading(window.until)}",
            state="Nếu cần thì kiến nghị",
            tone="grey",
            action="Xem bảng điểm",
            url=reverse("scoring:sheet", args=[folder.score_sheet.pk]),
            due_at=window.until,
        )
        for folder, window in taken
    ]


def _to_sign(folders: Iterable[Participation], windows: Mapping[Key, Window]) -> list[Duty]:
    """The appeals that officers of these units presented to the head."""
    by_pk = {one.pk: one for one in folders}
    if not by_pk:
        return []
    presented = Appeal.objects.filter(line__sheet__participation__in=by_pk, presented_at__isnull=False)
    found = presented.select_related("line__criterion", "line__sheet", "presented_by").order_by("presented_at", "pk")
    pairs = [(one, by_pk[one.line.sheet.participation_id]) for one in found]
    return [
        Duty(
            title=f"Chờ ký: {one.title}",
            detail=f"{one.presented_by} trình lúc {moment(one.presented_at)} · {folder.unit.short_name}",
            state="Chờ ký",
            tone="amber",
            action="Xem và ký",
            url=reverse("scoring:appeal", args=[one.pk]),
            due_at=windows[folder.campaign_id, folder.bloc_id].until,
            comes_first=True,
        )
        for one, folder in pairs
        if one.presented_at
    ]
