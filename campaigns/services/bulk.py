"""The same answer to many units at once: what would happen to each, then each in its own transaction.

Nothing here decides: every row asks the permission and calls the service of the single deed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.enums import ExtensionState, SubmissionKind
from campaigns.models import Campaign, Extension, Submission
from campaigns.queries.addressees import answers_for, office_name
from campaigns.queries.followup import Standing, boards
from campaigns.queries.submissions import submissions_by_pk
from campaigns.services import answers, extensions
from core.authz import Decision, can
from core.exceptions import Refused

MOST = 200  # each is done in a transaction of its own while one waits for the page
ANSWERED = {
    "accepted": "đã duyệt rồi",
    "returned": "đã trả lại, đơn vị chưa nộp lại",
}


@dataclass(frozen=True)
class Pick:
    """One chosen unit at one deadline, whether the deed would be done to it, else why not (``why``).

    ``submission`` is what it is done to, as it was read; None for deeds about the deadline.
    """

    standing: Standing
    submission: Submission | None
    why: str = ""

    @property
    def name(self) -> str:
        """The unit."""
        return self.standing.participation.unit.short_name

    @property
    def key(self) -> str:
        """What the confirmation carries: deadline, unit, and the version that was looked at."""
        return f"{self.standing.key}:{self.submission.version if self.submission else ''}"


@dataclass(frozen=True)
class Outcome:
    """What became of one chosen unit; ``why`` is empty when it was done."""

    name: str
    why: str = ""


def picks(campaign: Campaign, verb: str, keys: Iterable[str], now: datetime, by: Any) -> list[Pick]:
    """What ``verb`` (accept, return, extend, remind) would do to each chosen unit that ``by`` follows, in the order of
    the page. At most fourteen queries, however many units.
    """
    wanted = {key.partition(":")[0] for key in keys}
    chosen = [one for board in boards(campaign, by, now) for one in board.standings if one.key in wanted]
    if verb == "remind":
        return [Pick(one, None, _why_not_reminded(one, now)) for one in chosen]
    if verb == "extend":
        asked = _already_asked(campaign)
        return _limited([Pick(one, None, _why_not_extended(one, asked, by)) for one in chosen])
    return _limited(_answerable(chosen, "campaigns.answer" if verb == "accept" else "campaigns.send_back", by))


def _limited(rows: list[Pick]) -> list[Pick]:
    """No more than MOST at a time; the rest waits for the next."""
    beyond = {id(one) for one in [one for one in rows if not one.why][MOST:]}
    later = f"mỗi lần làm tối đa {MOST} dòng, dòng này để lần sau"
    return [replace(one, why=later) if id(one) in beyond else one for one in rows]


def _answerable(chosen: list[Standing], action: str, by: Any) -> list[Pick]:
    found = {one.pk: one for one in submissions_by_pk({one.submission.pk for one in chosen if one.submission}, by)}
    seen: set[UUID] = set()
    rows = []
    for standing in chosen:
        submission = found.get(standing.submission.pk) if standing.submission else None
        why = _why_not_answered(standing, submission, action, by)
        if submission and not why and submission.pk in seen:
            why = "cùng một hồ sơ với dòng ở trên, trả lời một lần là đủ"
        if submission and not why:
            seen.add(submission.pk)
        rows.append(Pick(standing, submission, why))
    return rows


def _why_not_answered(standing: Standing, submission: Submission | None, action: str, by: Any) -> str:
    if submission is None or standing.state == "missing":
        return f"chưa nộp nên không {'duyệt' if action == 'campaigns.answer' else 'trả lại'} được"
    if submission.kind != SubmissionKind.SELF_SCORE:
        addressee = standing.due.milestone.addressee
        if addressee not in answers_for(by, submission.participation):
            return f"gửi {office_name(addressee, submission.participation.campaign)} nên nơi ấy trả lời"
        if standing.state in ANSWERED:
            return ANSWERED[standing.state]
    return _why(can(by, action, submission))


def _why(decision: Decision) -> str:
    """The sentence of a refusal as it goes on after "Mèo Vạc: "."""
    return decision.reason[:1].lower() + decision.reason[1:].rstrip(".") if not decision else ""


def _why_not_reminded(standing: Standing, now: datetime) -> str:
    if standing.state not in ("missing", "returned"):
        return "đã nộp nên không phải nhắc"
    takes = standing.state == "returned" or standing.due.takes(now)
    return "" if takes else "mốc này chưa đến lúc nhận hoặc đã thôi nhận"


def _already_asked(campaign: Campaign) -> set[tuple[int, int | None]]:
    """(milestone, unit) of the requests that wait. One query."""
    waiting = Extension.objects.filter(milestone__campaign=campaign, state=ExtensionState.REQUESTED)
    return set(waiting.values_list("milestone_id", "unit_id"))


def _why_not_extended(standing: Standing, asked: Collection[tuple[int, int | None]], by: Any) -> str:
    milestone, unit = standing.due.milestone, standing.participation.unit
    if (milestone.pk, unit.pk) in asked:
        return "đang có một đề nghị gia hạn chờ duyệt"
    if standing.received_at and not standing.days_late:
        return "đã nộp đúng hạn nên không cần gia hạn"
    return _why(can(by, "campaigns.request_extension", Extension(milestone=milestone, unit=unit)))


def accept_all(rows: Iterable[Pick], seen: Mapping[str, int], by: Any) -> list[Outcome]:
    """Accept each, in the version that was looked at (``seen``, by key)."""
    return _each(rows, lambda row, pk: answers.accept(submission_id=pk, seen=seen.get(row.standing.key), by=by))


def send_back_all(
    rows: Iterable[Pick], seen: Mapping[str, int], reason: str, remarks: Mapping[str | int, str], by: Any
) -> list[Outcome]:
    """Send each back with the same words, in the version that was looked at."""
    return _each(
        rows,
        lambda row, pk: answers.send_back(
            submission_id=pk, reason=reason, remarks=remarks, seen=seen.get(row.standing.key), by=by
        ),
    )


def ask_longer_for_all(rows: Iterable[Pick], new_due_at: datetime, reason: str, by: Any) -> list[Outcome]:
    """One request for each unit; a second person decides on each."""
    return _each(
        rows,
        lambda row, _: extensions.request_extension(
            milestone=row.standing.due.milestone,
            unit=row.standing.participation.unit,
            new_due_at=new_due_at,
            reason=reason,
            by=by,
        ),
    )


def too_soon(rows: Iterable[Pick], new_due_at: datetime, now: datetime) -> str:
    """The sentence for a new deadline that would be refused for every unit; "" where it helps one of them."""
    refusals = [extensions.not_later(new_due_at, one.standing.due.due_at, now) for one in rows if not one.why]
    return refusals[0] if refusals and all(refusals) else ""


def _each(rows: Iterable[Pick], deed: Callable[[Pick, Any], Any]) -> list[Outcome]:
    """Do it to each that it may be done to; who is refused meanwhile is left out with the sentence."""
    done = []
    for row in rows:
        why = row.why
        if not why:
            try:
                deed(row, row.submission.pk if row.submission else None)
            except Refused as refusal:
                why = _why(Decision(False, refusal.reason))
        done.append(Outcome(row.name, why))
    return done
