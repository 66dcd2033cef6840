"""Form fields for what Vietnamese officials type: points, figures, money, dates, lines and plain text.

Each shows its value in Vietnamese writing and gives back exactly what was typed when the form is shown again;
the sentences carry the stable codes of the bad-input table (design "integrity", 5) as their error code.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from core import dates, numbers
from core.text import clean, clean_text

Value = TypeVar("Value", Decimal, date)


class _TypedField(forms.Field, Generic[Value]):
    """A text input whose text is read by a strict parser and whose value is written in Vietnamese.

    Empty text is None, which is not the same as zero.
    """

    widget = forms.TextInput
    input_attrs: ClassVar[dict[str, str]] = {}

    def read(self, text: str) -> Value:
        """The value of `text`; raises NumberRefused or DateRefused."""
        raise NotImplementedError

    def write(self, value: Value) -> str:
        """`value` as a person would type it."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Value | None:
        """The value of what was typed, None if it is blank; ValidationError with the sentence and its code."""
        text = clean(str(value)) if value is not None else ""
        if not text:
            return None
        try:
            return self.read(text)
        except (numbers.NumberRefused, dates.DateRefused) as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        """An initial value in Vietnamese writing; what was typed stays as it was typed."""
        return value if value is None or isinstance(value, str) else self.write(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The attributes of this kind of input; classes of the form's own widget are kept."""
        attrs: dict[str, Any] = {**super().widget_attrs(widget), **self.input_attrs, "autocomplete": "off"}
        classes = f"{widget.attrs.get('class', '')} {attrs.pop('class', '')}".split()
        return {**attrs, "class": " ".join(classes)} if classes else attrs


class _NumberField(_TypedField[Decimal]):
    """A number between two limits; `None` means no limit, a `min_value` of None or below 0 allows a minus."""

    noun = "Số"
    input_attrs: ClassVar[dict[str, str]] = {"class": "num", "inputmode": "decimal"}
    show: Callable[[Decimal], str] = staticmethod(numbers.format_decimal)

    def __init__(
        self, *, max_value: Decimal | int | None = None, min_value: Decimal | int | None = 0, **kwargs: Any
    ) -> None:
        self.max_value = None if max_value is None else Decimal(max_value)
        self.min_value = None if min_value is None else Decimal(min_value)
        super().__init__(**kwargs)

    @property
    def allows_negative(self) -> bool:
        """Whether any number below zero is within the limits."""
        return self.min_value is None or self.min_value < 0

    def write(self, value: Decimal) -> str:
        """The number without unit, as it can be typed back."""
        return type(self).show(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """As the parent's; the number keyboard of some phones has no minus, so negatives get the full one."""
        attrs = super().widget_attrs(widget)
        return {**attrs, "inputmode": "text"} if self.allows_negative else attrs

    def validate(self, value: Decimal | None) -> None:
        """Refuse an empty compulsory field and a number outside the limits (N04 below, N05 above)."""
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(self.too_small(), code="N04")
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(self.too_large(), code="N05")

    def too_small(self) -> str:
        """The sentence for a number under the minimum."""
        if self.min_value == 0:
            return f"{self.noun} không được âm"
        return f"{self.noun} không được nhỏ hơn {self.write(self.min_value or Decimal(0))}"

    def too_large(self) -> str:
        """The sentence for a number over the maximum."""
        return f"{self.noun} không được lớn hơn {self.write(self.max_value or Decimal(0))}"


class PointsField(_NumberField):
    """Points with at most two decimals, by default from 0 to `max_value`.

    `subject` names what is scored, e.g. "tiêu chí 2.3", in the sentences N04, N05 and N08.
    """

    noun = "Điểm"
    show = staticmethod(numbers.format_points)

    def __init__(self, *, subject: str = "", **kwargs: Any) -> None:
        self.subject = subject
        super().__init__(**kwargs)
        about = f" {subject}" if subject else ""
        required = kwargs.get("error_messages", {}).get("required", f"Chưa chấm{about} (khác với 0 điểm)")
        self.error_messages["required"] = required

    def read(self, text: str) -> Decimal:
        """As `numbers.parse_points`; the sign is judged with the limits."""
        return numbers.parse_points(text, allow_negative=True)

    def too_small(self) -> str:
        """The sentence: "Điểm không được âm (tiêu chí 2.3, từ 0 đến 10)"."""
        limits = [self.subject] if self.subject else []
        if self.max_value is not None:
            limits.append(f"từ {self.write(self.min_value or Decimal(0))} đến {self.write(self.max_value)}")
        return super().too_small() + (f" ({', '.join(limits)})" if limits else "")

    def too_large(self) -> str:
        """The sentence: "Vượt điểm tối đa 10 của tiêu chí 2.3"."""
        about = f" của {self.subject}" if self.subject else ""
        return f"Vượt điểm tối đa {self.write(self.max_value or Decimal(0))}{about}"


class QuantityField(_NumberField):
    """A figure or target with at most four decimals; not negative unless `min_value` says so."""

    def read(self, text: str) -> Decimal:
        """As `numbers.parse_quantity`; the sign is judged with the limits."""
        return numbers.parse_quantity(text)


class MoneyField(_NumberField):
    """An amount of whole đồng, never negative."""

    noun = "Số tiền"

    def read(self, text: str) -> Decimal:
        """As `numbers.parse_money`."""
        return numbers.parse_money(text)


class DateField(_TypedField[date]):
    """A day, typed as dd/mm/yyyy; the native date input would show the browser's language.

    The keyboard stays the full one: the number keyboard of some phones has no slash.
    """

    input_attrs: ClassVar[dict[str, str]] = {"inputmode": "text", "placeholder": "ngày/tháng/năm"}

    def read(self, text: str) -> date:
        """As `dates.parse_date`."""
        return dates.parse_date(text)

    def write(self, value: date) -> str:
        """The day in figures: "08/01/2021"."""
        return dates.short_date(value)


class _CleanedField(forms.CharField):
    """Text that is cleaned before it is measured.

    `max_length` is not given to the browser, which would cut a pasted text without a word; T01 says what is too much.
    """

    clean_with: Callable[[str], str] = staticmethod(clean)

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def to_python(self, value: Any) -> str | None:
        """The cleaned text; `empty_value` if nothing is left of it."""
        text = super().to_python(value)
        cleaned = type(self).clean_with(text) if text else ""
        return cleaned or self.empty_value

    def validate(self, value: Any) -> None:
        """Refuse an empty compulsory field and a text that is too long, with the number of characters too many."""
        super().validate(value)
        excess = len(value or "") - self.max_length if self.max_length is not None else 0
        if excess > 0:
            limit = numbers.format_decimal(self.max_length or 0)
            sentence = f"Quá {limit} ký tự: còn {numbers.format_decimal(excess)} ký tự thừa"
            raise ValidationError(sentence, code="T01")


class LineField(_CleanedField):
    """One line of text, such as a name: composed (NFC), without invisible characters or double spaces."""


class TextField(_CleanedField):
    """Plain text of several lines, cleaned line by line."""

    widget = forms.Textarea
    clean_with = staticmethod(clean_text)
