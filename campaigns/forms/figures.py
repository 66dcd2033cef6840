"""The figures of a unit through the year: those of one day, those of the quarters, one that is corrected."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django import forms

from campaigns.figure_workbook import SOURCE, Change
from campaigns.forms.workbooks import CommitForm, confirmation, packed, rows_of, unpacked
from campaigns.models import ProgressEntry
from campaigns.plausible import doubt_of_change
from campaigns.queries.progress import Key, Values, fingerprint, values_of
from campaigns.queries.submissions import TargetRow
from campaigns.services.progress import Recorded, as_kept
from core.dates import short_date
from core.fields import DateField, LineField, QuantityField
from core.forms import PlainForm, say_labels
from core.numbers import ambiguity
from core.text import clean

Entries = Mapping[Key, ProgressEntry]
SOURCE_HELP = "Ví dụ: Báo cáo số 12/BC-CTK ngày 25/6/2021."
NOTHING = "Chưa có số liệu nào được nhập."
OTHER_DAY = (
    "Trang đang mở số liệu ngày {0} và còn ô giữ số của ngày đó. "
    "Muốn ghi cho ngày {1}, hãy mở ngày ấy ở dòng “Mở nhanh” hoặc xóa các ô giữ số cũ."
)
CONFIRM = "nếu đúng, hãy đánh dấu vào ô xác nhận ở đầu trang."
UNREAD = "Trang đã mở quá lâu hoặc bị cắt; hãy tải lại trang rồi nhập lại."


def as_read(values: Values) -> str:
    """Figures by target and day as a hidden field brings them back."""
    return json.dumps([[target, day.isoformat(), packed(value)] for (target, day), value in values.items()])


def read_of(text: str) -> Values:
    """The figures of ``as_read``; ValidationError where it was cut."""
    return dict(rows_of(text, _figure, UNREAD))


def _figure(target: int, day: str, text: str) -> tuple[Key, Decimal]:
    value = unpacked(text)
    if value is None:
        raise ValueError(text)
    return (int(target), date.fromisoformat(day)), value


class _GridForm(PlainForm):
    """What both grids share: ``read`` are the figures that stood there when the page was opened, ``overwrite`` (a
    button) those that shall be overwritten knowingly, ``confirm`` the tick beside what was asked about (``doubted``):
    figures that were wiped out, sums that became smaller, figures of another size than what is known.
    """

    read = forms.CharField(required=False, widget=forms.HiddenInput)
    confirm = confirmation()
    source = LineField(label="Nguồn số liệu", required=False, max_length=SOURCE, help_text=SOURCE_HELP)

    def __init__(self, *args: Any, rows: Iterable[TargetRow], entries: Entries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.target.is_quantitative]
        self.entries = entries
        self.fields["read"].initial = as_read(values_of(entries))
        self.doubted: list[str] = []

    def cells(self) -> dict[str, tuple[TargetRow, date]]:
        """The inputs by name: whose figure at which day each takes."""
        raise NotImplementedError

    def source_of(self, _row: TargetRow) -> str:
        """Where a new figure of ``row`` comes from."""
        return str(self.cleaned_data.get("source", ""))

    def clean(self) -> dict[str, Any]:
        """Something new, nothing that can be read in two ways, nothing doubtful without a tick."""
        cleaned = super().clean() or {}
        self.seen_values = read_of(cleaned.get("read", ""))
        self.overwritten = read_of(self.data.get("overwrite", "")) or self.seen_values
        self.changes = self._changes() if not self.errors else {}
        for name, (row, _) in self.cells().items():
            question = ambiguity(self.data.get(name, ""), cleaned.get(name), row.plan)
            if question:
                self.add_error(name, question)
        if not self.errors and not self.changes:
            raise forms.ValidationError(NOTHING)
        self._ask()
        return cleaned

    def _changes(self) -> dict[Key, Recorded | None]:
        """What was typed otherwise than it was read; None where a figure was wiped out."""
        found: dict[Key, Recorded | None] = {}
        for name, (row, day) in self.cells().items():
            key, value = (row.target.pk, day), self.cleaned_data.get(name)
            if value != self.seen_values.get(key):
                found[key] = None if value is None else Recorded(value, self.source_of(row))
        return found

    def _ask(self) -> None:
        """Say at the input what is doubtful; a tick lets it pass."""
        for name, (row, day) in self.cells().items():
            if (row.target.pk, day) in self.changes and (fact := self._doubt(row, day)):
                self.doubted.append(f"{row.target}: {fact}.")
                if not self.cleaned_data.get("confirm"):
                    self.add_error(name, f"{fact}; {CONFIRM}")

    def _doubt(self, row: TargetRow, day: date) -> str:
        """What is doubtful in the change of ``row`` at ``day``; "" where nothing is."""
        key = (row.target.pk, day)
        new = self.changes[key]
        figures = as_kept(self.entries, self.changes, row.target.pk)
        return doubt_of_change(row.aim, day, self.seen_values.get(key), new and new.value, figures)

    @property
    def seen(self) -> str:
        """The fingerprint of what was read (or is to be overwritten) where something changed."""
        return fingerprint(self.overwritten, self.changes)

    def theirs(self, name: str, conflict: Entries | None) -> ProgressEntry | None:
        """What stands at an input now, where somebody else changed it since the page was opened."""
        row, day = self.cells()[name]
        key = (row.target.pk, day)
        found = conflict.get(key) if conflict else None
        return found if found and found.value != self.seen_values.get(key) else None


class FiguresForm(_GridForm):
    """The figures of all quantitative targets at one day (``figure_<target id>``, ``source_<target id>``).

    ``day`` is the day the page was opened for; what stands there is filled in. Another day may be typed: then only
    what was typed anew is taken, for that day.
    """

    as_of = DateField(label="Số liệu đến ngày")
    field_order = ("as_of", "source", "confirm", "read")

    def __init__(self, *args: Any, rows: Iterable[TargetRow], entries: Entries, day: date, **kwargs: Any) -> None:
        super().__init__(*args, rows=rows, entries=entries, **kwargs)
        self.day = day
        self.fields["as_of"].initial = day
        for row in self.rows:
            key, subject = row.target.pk, str(row.target)
            stored = entries.get((key, day))
            self.fields[f"figure_{key}"] = QuantityField(
                label=subject, required=False, min_value=None, initial=stored and stored.value
            )
            self.fields[f"source_{key}"] = LineField(
                label=f"Nguồn: {subject}", required=False, max_length=SOURCE, initial=stored.source if stored else ""
            )
        say_labels(self, ("figure_", "source_"))

    def cells(self) -> dict[str, tuple[TargetRow, date]]:
        """One input per target, all at the day that was typed."""
        day = getattr(self, "cleaned_data", {}).get("as_of") or self.day
        return {f"figure_{row.target.pk}": (row, day) for row in self.rows}

    def source_of(self, row: TargetRow) -> str:
        """The source typed beside the figure, else the one for all."""
        return str(self.cleaned_data.get(f"source_{row.target.pk}") or super().source_of(row))

    def clean(self) -> dict[str, Any]:
        """As for every grid; the figures of the day of the page are not taken for another day unasked."""
        cleaned = super().clean()
        day, shown = cleaned.get("as_of") or self.day, getattr(self, "seen_values", {})
        left = [name for name, (row, _) in self.cells().items() if cleaned.get(name) is not None
                and cleaned[name] == shown.get((row.target.pk, self.day))]  # fmt: skip
        if day != self.day and left:
            self.add_error("as_of", OTHER_DAY.format(short_date(self.day), short_date(day)))
        return cleaned

    def _changes(self) -> dict[Key, Recorded | None]:
        """As for every grid, and figures of which only the source was typed anew; another day wipes nothing out."""
        found = super()._changes()
        if self.cleaned_data.get("as_of") != self.day:
            return {key: new for key, new in found.items() if new}
        for name, (row, day) in self.cells().items():
            value = self.cleaned_data.get(name)
            if value is not None and f"source_{row.target.pk}" in self.changed_data:
                found[row.target.pk, day] = Recorded(value, self.source_of(row))
        return found


class QuartersForm(_GridForm):
    """The figures at the ends of quarters (``figure_<target id>_<day>``), those that stand there filled in.

    The days to come have no input; the quarter that is running takes the figure of ``today``, the day on which the page
    was opened.
    """

    today = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, rows: Iterable[TargetRow], entries: Entries, days: Sequence[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, rows=rows, entries=entries, **kwargs)
        self.days = days
        self.fields["today"].initial = days[-1].isoformat() if days else ""
        for name, (row, day) in self.cells().items():
            stored = entries.get((row.target.pk, day))
            self.fields[name] = QuantityField(
                label=f"{row.target}: {short_date(day)}",
                required=False,
                min_value=None,
                initial=stored and stored.value,
            )
        say_labels(self, ("figure_",))

    def cells(self) -> dict[str, tuple[TargetRow, date]]:
        """One input per target and quarter."""
        return {name_of(row, day): (row, day) for row in self.rows for day in self.days}


class FigureForm(PlainForm):
    """One figure that is corrected."""

    value = QuantityField(label="Số liệu đúng", min_value=None)
    source = LineField(label="Nguồn số liệu", required=False, max_length=SOURCE, help_text=SOURCE_HELP)
    read = forms.CharField(widget=forms.HiddenInput)

    def clean_read(self) -> Values:
        """What stood there when the page was opened."""
        return read_of(self.cleaned_data["read"])


class FiguresCommitForm(CommitForm):
    """Each change as [target id, day, figure, source]; ``confirm`` is the tick beside what is asked about."""

    confirm = confirmation()

    @classmethod
    def of_changes(cls, changes: Iterable[Change], seen: str, file_sha256: str) -> Self:
        """The form that brings ``changes`` back."""
        rows = ([one.target.pk, one.day.isoformat(), *_in_row(one.new)] for one in changes)
        return cls.of(rows, seen, file_sha256)

    def change(self, *values: Any) -> tuple[Key, Recorded | None]:
        """The figure by target and day."""
        target, day, text, source = values
        value = unpacked(text)
        new = None if value is None else Recorded(value, clean(str(source))[:SOURCE])
        return (int(target), date.fromisoformat(day)), new

    def values(self) -> dict[Key, Recorded | None]:
        """The changes as the service takes them."""
        return dict(self.cleaned_data["changes"])


def _in_row(new: Recorded | None) -> tuple[str | None, str]:
    return (packed(new.value), new.source) if new else (None, "")


def name_of(row: TargetRow, day: date) -> str:
    """The name of an input of the quarters."""
    return f"figure_{row.target.pk}_{day:%Y%m%d}"
