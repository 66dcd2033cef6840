"""The registration: a grid of targets, and the titles that the unit competes for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms

from campaigns.enums import Holder
from campaigns.forms.drafted import Pair
from campaigns.forms.rows import RowForm, Rows, choice
from campaigns.forms.submissions import SubmissionForm
from campaigns.models import RegisteredTitle, Title
from campaigns.places import LINE, TITLES, LineValues, TitleValues, as_line, as_places, of_kind
from campaigns.queries.drafted import title_values
from campaigns.queries.registrations import Result, reason_wanted
from campaigns.queries.submissions import TargetRow
from core.fields import LineField, QuantityField, TextField
from core.forms import say_labels
from core.numbers import ambiguity

ROWS = "danh-hieu"
MOST = 9999
GRID = ("value", "last_year", "measures", "note")


class RegistrationForm(SubmissionForm):
    """Texts, four fields per target (``<value|last_year|measures|note>_<target id>``), rows of titles.

    ``values`` are the lines as they are shown at first (queries/registrations.py: ``shown_lines``), ``results`` the
    figures of last year with their source. ``level`` is that of the campaign.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *args: Any,
        rows: Sequence[TargetRow],
        results: Mapping[int, Result],
        values: Mapping[int, LineValues],
        level: str,
        offered: Sequence[Title],
        titles: Sequence[RegisteredTitle],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, *args, **kwargs)
        self.rows, self.results, self.stored, self.level = list(rows), results, values, level
        for row in self.rows:
            self._add_row(row)
        say_labels(self, tuple(f"{name}_" for name in GRID))
        initial = [{"title": one.title_id, "number": one.number, "names": one.names} for one in titles]
        self.offered, self.registered = offered, titles
        self.titles = Rows(TitleRow, ROWS, data, initial, titles=offered)

    def _add_row(self, row: TargetRow) -> None:
        key, subject = row.target.pk, str(row.target)
        values = self.stored[key]
        if row.target.is_quantitative:
            self.fields[f"last_year_{key}"] = QuantityField(
                label=f"Năm trước: {subject}", initial=values["last_year"], required=False, min_value=None
            )
            self.fields[f"value_{key}"] = QuantityField(
                label=f"Đăng ký: {subject}", initial=values["value"], required=False, min_value=None
            )
        for name, label in (("measures", "Biện pháp"), ("note", "Ghi chú, lý do")):
            self.fields[f"{name}_{key}"] = LineField(
                label=f"{label}: {subject}",
                initial=values[name],
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """Ask about a registered value that can be read in two ways; the rows of titles must be right, too."""
        cleaned = super().clean() or {}
        for row in self.rows:
            name = f"value_{row.target.pk}"
            question = ambiguity(self.data.get(name, ""), cleaned.get(name), row.assigned or row.target.value)
            if question:
                self.add_error(name, question)
        _judge(self.titles)
        if not all(form.is_valid() for _, form in self.titles.filled):
            raise forms.ValidationError("Hãy sửa các dòng danh hiệu có chữ đỏ.", code="titles")
        return cleaned

    def shown(self) -> dict[str, Any]:
        """Texts, lines (with last year's own figures where nothing was saved yet) and titles."""
        return super().shown() | as_places({}, self.stored, title_values(self.registered))

    def lines(self) -> dict[int, LineValues]:
        """The registration lines, by target id; without those of which a field is not valid, and those not sent."""
        return {
            key: self._line(key) for key in (row.target.pk for row in self.rows) if self.was_sent(*self._names(key))
        }

    def _names(self, key: int) -> list[str]:
        return [name for name in (f"{one}_{key}" for one in GRID) if name in self.fields]

    def _line(self, key: int) -> LineValues:
        value, last_year, measures, note = (self.cleaned_data.get(f"{name}_{key}") for name in GRID)
        return as_line(value, last_year, measures or "", note or "")

    def drafted(self) -> dict[str, Any]:
        """Texts, lines and titles; the titles only when all their rows are valid."""
        rows = [form for _, form in self.titles.filled]
        sent = self.titles.count_name in self.data
        titles = [form.values() for form in rows] if sent and all(form.is_valid() for form in rows) else None
        return super().drafted() | {"lines": self.lines(), "titles": titles}

    def values_of(self, places: Mapping[str, Any]) -> dict[str, Any]:
        """Texts, and the four fields of every line; titles are rows, which have no fields of their own."""
        lines = of_kind(LINE, places).items()
        figures = {f"{name}_{key}": value for key, line in lines for name, value in line.items()}
        known = {name: value for name, value in figures.items() if name in self.fields}
        return super().values_of(places) | known

    def label_of(self, place: str) -> str:
        """The heading of a part, the target, or the list of titles."""
        targets = {f"{LINE}:{row.target.pk}": str(row.target) for row in self.rows}
        return (targets | {TITLES: "Danh hiệu, hình thức khen thưởng đăng ký"}).get(place) or super().label_of(place)

    def pairs(self, place: str, stored: Any) -> list[Pair]:
        """Titles as lines of text, everything else field by field."""
        if place != TITLES:
            return super().pairs(place, stored)
        names = {one.pk: one.name for one in self.offered}
        mine = [form.values() for _, form in self.titles.filled]
        typed = {one.title_id: [one.number, one.names] for one in mine}
        return [Pair("", _in_lines(typed, names), _in_lines(stored, names))]

    def add_rows(self) -> None:
        """Some empty rows of titles more; what was typed into the others is not judged yet."""
        self.titles = self.titles.unjudged()

    def table(self) -> list[dict[str, Any]]:
        """One dictionary per target for the grid: the row, its bound fields (a qualitative target has no figures), what
        last year's own figures say, what the addressee asked, and the reason that is wanted.
        """
        return [
            {
                "row": row,
                **{name: self[f"{name}_{row.target.pk}"] for name in GRID if f"{name}_{row.target.pk}" in self.fields},
                "result": self.results.get(row.target.pk),
                "remarks": self.remarks.get(row.target.pk, []),
                "wanted": reason_wanted(row, row.registered, row.note, self.level),
            }
            for row in self.rows
        ]

    @property
    def title_remarks(self) -> list[Any]:
        """What the addressee asked to be mended in the titles as a whole."""
        return self.remarks.get("titles", [])

    def sentences(self) -> dict[str, str]:
        """The errors by field, those of the rows included."""
        rows = {
            form.add_prefix(name): str(errors[0])
            for _, form in self.titles.filled
            for name, errors in form.errors.items()
        }
        own = super().sentences()
        if rows:
            own.pop("__all__", None)
        return own | rows

    def hints(self) -> dict[str, str]:
        """The reasons that are wanted, by the field in which they are to be written."""
        data = self.cleaned_data
        return {
            f"note_{key}": said
            for row in self.rows
            if (key := row.target.pk)
            and (said := reason_wanted(row, data.get(f"value_{key}"), data.get(f"note_{key}") or "", self.level))
        }


class TitleRow(RowForm):
    """One title to compete for; of the unit's own titles there is one each, so no number need be typed."""

    noun = "Danh hiệu"
    typed = ("title", "number", "names")
    columns = (("title",), ("number",), ("names",))
    narrow = ("number",)

    title = choice([], "Danh hiệu, hình thức khen thưởng")
    number = forms.IntegerField(
        label="Số lượng",
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"class": "num", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Ghi số lượng bằng chữ số, ví dụ 15.",
            "min_value": "Số lượng phải từ 1 trở lên; không đăng ký thì xóa cả dòng.",
            "max_value": "Số lượng quá lớn (tối đa 9.999).",
        },
    )
    names = TextField(
        label="Tên tập thể, cá nhân (mỗi tên một dòng)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, titles: Sequence[Title], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered_titles = {str(one.pk): one for one in titles}
        self.fields["title"].choices = [("", "— chọn —"), *_by_holder(titles)]  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        """Without a title the rest of a row has no meaning."""
        if not self.cleaned_data["title"]:
            raise forms.ValidationError("Hãy chọn danh hiệu, hoặc xóa cả dòng.")
        return str(self.cleaned_data["title"])

    def values(self) -> TitleValues:
        """The row as the service takes it."""
        given = self.cleaned_data
        own = self.offered_titles[given["title"]].holder == Holder.UNIT
        return TitleValues(int(given["title"]), given["number"] or (1 if own else None), given["names"])


def _in_lines(titles: Mapping[int, Any], names: Mapping[int, str]) -> str:
    """Titles as a person reads them: "Bằng khen: 2 (Phòng A, Phòng B)", one a line."""
    said = {names[pk]: (number, people) for pk, (number, people) in titles.items()}
    return "\n".join(
        f"{name}: {number or '…'}" + (f" ({', '.join(people.splitlines())})" if people else "")
        for name, (number, people) in said.items()
    )


def _by_holder(titles: Sequence[Title]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices in groups: for the unit itself, its collectives, its people."""
    order, names = list(Holder), Counter(one.name for one in titles)
    ordered = sorted(titles, key=lambda one: order.index(Holder(one.holder)))
    return [
        (f"Cho {Holder(holder).label}", [(str(one.pk), _told_apart(one, names[one.name])) for one in group])
        for holder, group in groupby(ordered, key=lambda one: one.holder)
    ]


def _told_apart(title: Title, times: int) -> str:
    """The name, with whom it is for where others bear the same name: a chosen one stands without its group."""
    return f"{title.name} ({title.get_holder_display()})" if times > 1 else title.name


def _judge(titles: Rows[TitleRow]) -> None:
    """The same title in two rows is one row too many."""
    seen: dict[str, int] = {}
    for number, form in titles.filled:
        title = form.cleaned_data.get("title") if form.is_valid() else None
        if title in seen:
            form.add_error("title", f"Danh hiệu này đã có ở dòng {seen[title]}; hãy gộp vào một dòng.")
        elif title:
            seen[title] = number
