"""A campaign over its year, as the timeline component draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from campaigns.drafts import day_of
from campaigns.enums import Reading, SubmissionKind
from campaigns.models import Campaign, Milestone, ReviewWindow
from core.dates import VIETNAM

SOON = timedelta(days=7)
WITH_YEAR, WITHOUT_YEAR = "%d/%m/%Y", "%d/%m"
SHORT = {
    SubmissionKind.REGISTER: "Hạn đăng ký",
    SubmissionKind.LAUNCH_DOCUMENT: "Hạn văn bản phát động",
    SubmissionKind.MIDTERM_REPORT: "Hạn báo cáo sơ kết",
    SubmissionKind.FINAL_REPORT: "Hạn báo cáo tổng kết",
    SubmissionKind.SELF_SCORE: "Hạn tự chấm",
}


@dataclass(frozen=True)
class Mark:
    """A deadline on the line: its label, the last day in time, and how near it is."""

    label: str
    day: date
    tone: str


@dataclass(frozen=True)
class Span:
    """A review window on the line."""

    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Timeline:
    """All that is drawn between the first and the last day; ``today`` None when it lies outside."""

    start: date
    end: date
    today: date | None
    milestones: list[Mark]
    windows: list[Span]

    @property
    def form(self) -> str:
        """How its days are written: with the year where they lie in several years."""
        return WITH_YEAR if self.start.year != self.end.year else WITHOUT_YEAR

    @property
    def start_label(self) -> str:
        """The first day."""
        return f"{self.start:{self.form}}"

    @property
    def end_label(self) -> str:
        """The last day."""
        return f"{self.end:{self.form}}"


def timeline_of(campaign: Campaign, today: date, own: Mapping[int, datetime] | None = None) -> Timeline:
    """The timeline of ``campaign`` as seen on ``today``; reads milestones and windows (prefetch them for lists).

    ``own``: by milestone, until when the reader's own unit has where it was put off for it.
    """
    until = own or {}
    start = campaign.starts_on or date(campaign.year, 1, 1)
    end = campaign.ends_on or date(max(campaign.year, start.year), 12, 31)
    line = Timeline(start, end, today if start <= today <= end else None, [], [])
    return replace(
        line,
        milestones=[_mark(one, today, line.form, until.get(one.pk, one.due_at)) for one in campaign.milestones.all()],
        windows=[_span(window, line.form) for window in campaign.windows.all()],
    )


def _mark(milestone: Milestone, today: date, form: str, due_at: datetime) -> Mark:
    """Under the day that people name, with "trước" where that day is too late; green when it is over, amber in its last
    week.
    """
    day = day_of(milestone, due_at)
    before = milestone.reading == Reading.BEFORE_DAY and due_at.astimezone(VIETNAM).time() == time()
    tone = "green" if day < today else ("amber" if day - today <= SOON else "")
    return Mark(f"{'trước ' if before else ''}{day:{form}} {SHORT[SubmissionKind(milestone.kind)]}", day, tone)


def _span(window: ReviewWindow, form: str) -> Span:
    label = f"{window.starts_on:{form}}–{window.ends_on:{form}} {window.get_kind_display()}"
    return Span(label, window.starts_on, window.ends_on)
