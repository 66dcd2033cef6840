"""What a person must look at: contradictions, blanks, days that cannot be meant. Nothing is mended in silence."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from campaigns.directive.head import Head
from campaigns.directive.lines import Item
from campaigns.directive.parts import Directive, ReadIndicator, ReadTarget, ReadWarning
from campaigns.enums import Op
from core.dates import long_date, short_date
from core.numbers import format_decimal

NO_INDICATOR, NO_DEADLINE, OUTSIDE, WEEKEND, REVERSED, SUM = "R01", "R02", "R03", "R04", "R05", "R06"
NUMBER_BLANK, DATE_BLANK, TWICE = "R07", "R08", "R09"
SATURDAY = 5
_PERCENT = ("%", "‰", "điểm")


def read_warnings(directive: Directive, head: Head, items: list[Item]) -> tuple[ReadWarning, ...]:
    """All warnings: what is missing first, then in the order of the text."""
    found = [
        *_missing(directive), *_blanks(head), *_days(directive), *_spans(directive), *_sums(directive),
        *_numbered_twice(items), *_outside_spans(directive),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.source.start if one.source else -1))


def _missing(directive: Directive) -> Iterator[ReadWarning]:
    if not directive.indicators:
        yield ReadWarning(NO_INDICATOR, "Không thấy chỉ tiêu nào trong văn bản. Nếu văn bản có chỉ tiêu, hãy nhập tay.")
    if not directive.deadlines:
        yield ReadWarning(
            NO_DEADLINE, "Không thấy hạn nộp nào có ghi ngày. Nếu có hạn gửi văn bản, báo cáo, hãy nhập tay."
        )


def _blanks(head: Head) -> Iterator[ReadWarning]:
    sentences = {
        "number": (NUMBER_BLANK, "Số của văn bản còn để trống. Hãy bổ sung khi văn bản được ban hành."),
        "date": (DATE_BLANK, "Ngày ban hành còn để trống. Hãy bổ sung khi văn bản được ban hành."),
    }
    for what, place in head.blanks:
        code, sentence = sentences[what]
        yield ReadWarning(code, sentence, place.passage() if place.s else None)


def _limits(directive: Directive) -> tuple[int, int] | None:
    """The first and the last year in which a day of the campaign may fall."""
    if directive.starts_on and directive.ends_on:
        return directive.starts_on.value.year, max(directive.ends_on.value.year, directive.starts_on.value.year)
    if directive.year is None:
        return None
    first = directive.year.value
    school = directive.title is not None and "năm học" in directive.title.value.lower()
    return first, first + school


def _is_outside(day: date, directive: Directive) -> bool:
    """Outside the campaign's year; the January after it still belongs to its final reports."""
    limits = _limits(directive)
    if limits is None:
        return False
    launched_before = (
        directive.issued_on is not None and day.isoformat() >= directive.issued_on.value and day.year == limits[0] - 1
    )
    return (
        not (limits[0] <= day.year <= limits[1])
        and not (day.year == limits[1] + 1 and day.month == 1)
        and not launched_before
    )


def _days(directive: Directive) -> Iterator[ReadWarning]:
    for deadline in directive.deadlines:
        day = deadline.printed_on
        if _is_outside(day, directive):
            yield ReadWarning(
                OUTSIDE,
                f"Hạn “{deadline.what}” in là {short_date(day)}, ngoài năm của phong trào. Đã giữ ngày in; hãy "
                f"kiểm tra lại.",
                deadline.source,
            )
        elif day.weekday() >= SATURDAY:
            yield ReadWarning(
                WEEKEND,
                f"Hạn “{deadline.what}” rơi vào {long_date(day)}, ngày nghỉ cuối tuần. Đã giữ nguyên; hãy xem có "
                f"cần nhắc sớm hơn.",
                deadline.source,
            )


def _spans(directive: Directive) -> Iterator[ReadWarning]:
    named = [(one.what, one) for one in directive.windows] + [(one.name, one) for one in directive.waves]
    for name, span in named:
        if span.ends_on < span.starts_on:
            yield ReadWarning(
                REVERSED,
                f"“{name}” kết thúc {short_date(span.ends_on)}, trước ngày bắt đầu {short_date(span.starts_on)}. "
                f"Đã giữ ngày in; hãy kiểm tra lại.",
                span.source,
            )
    first, last = directive.starts_on, directive.ends_on
    if first and last and last.value < first.value:
        yield ReadWarning(
            REVERSED,
            f"Thời gian thi đua kết thúc {short_date(last.value)}, trước ngày bắt đầu {short_date(first.value)}. "
            f"Hãy kiểm tra lại.",
            last.source,
        )


def _outside_spans(directive: Directive) -> Iterator[ReadWarning]:
    """Windows and waves whose days are not of the campaign's year."""
    named = [(one.what, one) for one in directive.windows] + [(one.name, one) for one in directive.waves]
    for name, span in named:
        days = [day for day in (span.starts_on, span.ends_on) if _is_outside(day, directive)]
        if days and span.ends_on >= span.starts_on:
            yield ReadWarning(
                OUTSIDE,
                f"“{name}” có ngày {short_date(days[0])}, ngoài năm của phong trào. Đã giữ ngày in; hãy kiểm tra lại.",
                span.source,
            )


def _sums(directive: Directive) -> Iterator[ReadWarning]:
    for indicator in directive.indicators:
        total, parts = _whole_and_parts(indicator)
        if total is None or len(parts) < 2:
            continue
        added = sum((part.value for part in parts if part.value is not None), Decimal(0))
        if added != total.value:
            shown = " + ".join(format_decimal(part.value) for part in parts if part.value is not None)
            sentence = (
                f"Các phần của “{indicator.name}” cộng lại là {format_decimal(added)} {total.unit} ({shown}), "
                f"khác tổng số {format_decimal(total.value or 0)} {total.unit}. Hãy kiểm tra lại."
            )
            yield ReadWarning(SUM, sentence, indicator.source)


def _whole_and_parts(indicator: ReadIndicator) -> tuple[ReadTarget | None, list[ReadTarget]]:
    """A total and the parts that ought to add up to it: amounts of one unit, no rates, the first without a label."""
    first, *rest = indicator.targets or (None,)
    if (
        first is None
        or first.label
        or first.op != Op.EQUAL
        or not first.unit
        or first.unit.lower().startswith(_PERCENT)
    ):
        return None, []
    parts = [target for target in rest if target.label and target.op == Op.EQUAL and target.unit == first.unit]
    return first, parts if len(parts) == len(rest) else []


def _numbered_twice(items: list[Item]) -> Iterator[ReadWarning]:
    seen: dict[tuple[int, str, tuple[int, ...]], Item] = {}
    for item in items:
        if not item.marker or not item.marker.number:
            continue
        key = (item.parent.place if item.parent else -1, item.marker.style, item.marker.number)
        before = seen.get(key)
        if before is not None and _neighbours(before, item):
            label = item.whole.s[: item.marker.length].strip(" -+*")
            yield ReadWarning(
                TWICE, f"Số thứ tự “{label}” được đánh hai lần liền nhau. Hãy kiểm tra lại.", item.whole.passage()
            )
        seen[key] = item


def _neighbours(before: Item, item: Item) -> bool:
    """Directly after one another in one list; a list that begins again is another list."""
    siblings = item.parent.children if item.parent else None
    number = item.marker.number if item.marker else ()
    if number and number[-1] == 1:
        return False
    if siblings is None:
        return True
    marked = [one for one in siblings if one.marker and before.marker and one.marker.style == before.marker.style]
    return before in marked and marked.index(item) - marked.index(before) == 1
