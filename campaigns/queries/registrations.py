"""What stands behind a registration: the own result of last year, and where a value is worse than what is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.enums import CampaignState, Op
from campaigns.models import Participation, ProgressEntry, Submission, Target
from campaigns.places import LineValues, as_line
from campaigns.plausible import doubt_of_pledge
from campaigns.pledges import shortfall
from campaigns.queries.submissions import TargetRow, registration_rows
from core.dates import short_date
from core.numbers import format_decimal
from core.text import clean

CHANGES = (Op.INCREASE, Op.DECREASE)
Likeness = tuple[str, str, str, str]


@dataclass(frozen=True)
class Result:
    """A figure that the unit recorded last year."""

    value: Decimal
    as_of: date
    year: int

    def __str__(self) -> str:
        """For example "theo số liệu năm 2020 của đơn vị (đến 20/11/2020): 38,2"; used inside a sentence."""
        return f"theo số liệu năm {self.year} của đơn vị (đến {short_date(self.as_of)}): {format_decimal(self.value)}"


def last_years_results(participation: Participation, rows: list[TargetRow]) -> dict[int, Result]:
    """The unit's latest figures in last year's campaigns of the same authority, by id of this year's target.

    A target is last year's where the indicator, the part, the unit of measure and the kind of figure (a level, or how
    much it rose or fell) are the same, or where this year's was made from it (``origin``). One query.
    """
    campaign = participation.campaign
    entries = (
        ProgressEntry.objects.filter(
            participation__unit=participation.unit_id,
            participation__campaign__authority=campaign.authority_id,
            participation__campaign__year=campaign.year - 1,
        )
        .exclude(participation__campaign__state=CampaignState.CANCELLED)
        .select_related("target__indicator")
        .order_by("as_of", "pk")
    )
    by_target: dict[int, Result] = {}
    by_likeness: dict[Likeness, Result] = {}
    for entry in entries:
        result = Result(entry.value, entry.as_of, campaign.year - 1)
        by_target[entry.target_id] = by_likeness[_likeness(entry.target)] = result
    found = {
        row.target.pk: by_target.get(row.target.origin_id or 0) or by_likeness.get(_likeness(row.target))
        for row in rows
        if row.target.is_quantitative
    }
    return {pk: result for pk, result in found.items() if result is not None}


def shown_lines(submission: Submission, results: Mapping[int, Result]) -> dict[int, LineValues]:
    """Every line as the page and the workbook show it, by target id: as it is stored; where nothing was saved yet, with
    last year's result as the unit itself recorded it (``last_years_results``). No query beside those of the rows.
    """
    saved = {line.target_id for line in submission.lines.all()}
    own = {pk: result.value for pk, result in results.items() if pk not in saved}
    return {
        (key := row.target.pk): as_line(row.registered, own.get(key, row.last_year), row.measures, row.note)
        for row in registration_rows(submission)
    }


def _likeness(target: Target) -> Likeness:
    kind = target.op if target.op in CHANGES else ""
    words = (target.indicator.name, target.label, target.unit_of_measure)
    name, label, measure = (clean(word).casefold() for word in words)
    return name, label, measure, kind


def lower_pledges(rows: Iterable[TargetRow], level: str) -> dict[int, str]:
    """How each registered value misses what is asked, by id of the target; those that do not are left out."""
    found = {row.target.pk: _missed(row, row.registered, level) for row in rows}
    return {pk: words for pk, words in found.items() if words}


def lower_pledge(row: TargetRow, registered: Decimal | None, level: str) -> str:
    """How ``registered`` misses what is asked of the unit (``pledges``), with the number of the target."""
    words = _missed(row, registered, level)
    return f"Chỉ tiêu {row.no}: {words}" if words else ""


def _missed(row: TargetRow, registered: Decimal | None, level: str) -> str:
    return shortfall(row.target, str(row.target), registered, row.assigned, level)


def reason_wanted(row: TargetRow, registered: Decimal | None, note: str, level: str) -> str:
    """The sentence that asks for a reason where a worse value has none; "" otherwise."""
    said = lower_pledge(row, registered, level)
    return f"{said}; hãy nêu lý do ở cột Ghi chú." if said and not note else ""


def odd_value(row: TargetRow) -> str:
    """The question about a registered value of another size than last year's or the one given; "" otherwise."""
    if row.registered is None or row.aim is None:
        return ""
    odd = doubt_of_pledge(row.aim, row.assigned)
    return f"Chỉ tiêu {row.no}: {row.aim.amount(row.registered)} {odd}; hãy xem lại đơn vị tính." if odd else ""
