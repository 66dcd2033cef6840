"""A campaign's year as the timeline component draws it: its two ends, deadlines and review windows. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from campaigns.drafts import day_of
from campaigns.enums import SubmissionKind as K
from campaigns.models import Campaign, Milestone

SOON = timedelta(days=7)
SHORT = {
    K.REGISTER: "Hạn đăng ký",
    K.LAUNCH_DOCUMENT: "Hạn văn bản phát động",
    K.MIDTERM_REPORT: "Hạn báo cáo sơ kết",
    K.FINAL_REPORT: "Hạn báo cáo tổng kết",
    K.SELF_SCORE: "Hạn tự chấm",
}


class Span(Protocol):
    """A named stretch of days, both included."""

    name: str
    starts_on: Any
    ends_on: Any


@dataclass(frozen=True)
class Timeline:
    """What ``<c-timeline />`` takes; days are dates."""

    start: date
    end: date
    today: date
    milestones: list[dict[str, Any]]
    windows: list[dict[str, Any]]
    start_label: str
    end_label: str


def timeline(campaign: Campaign, milestones: Iterable[Milestone], windows: Iterable[Span], now: datetime) -> Timeline:
    """The campaign's period (or its whole year where the document names none) with what falls into it."""
    start = campaign.starts_on or date(campaign.year, 1, 1)
    end = campaign.ends_on or date(campaign.year, 12, 31)
    return Timeline(
        start=start,
        end=end,
        today=now.date(),
        milestones=[_mark(one, now) for one in milestones],
        windows=[_stretch(one) for one in windows],
        start_label=f"{start:%d/%m}",
        end_label=f"{end:%d/%m}",
    )


def _mark(milestone: Milestone, now: datetime) -> dict[str, Any]:
    """A deadline with its day; a tick when it is over, amber in the last week."""
    day, over = day_of(milestone), milestone.due_at <= now
    tone = "amber" if not over and milestone.due_at - now <= SOON else ""
    return {"label": f"{day:%d/%m} {SHORT[K(milestone.kind)]}{' ✓' if over else ''}", "day": day, "tone": tone}


def _stretch(span: Span) -> dict[str, Any]:
    """Both days and the name: "15–30/06 Sơ kết", "15/11–10/12 Tổng kết"."""
    same_month = (span.starts_on.year, span.starts_on.month) == (span.ends_on.year, span.ends_on.month)
    first = f"{span.starts_on:%d}" if same_month else f"{span.starts_on:%d/%m}"
    label = f"{first}–{span.ends_on:%d/%m} {span.name}"
    return {"label": label, "start": span.starts_on, "end": span.ends_on, "tone": ""}
