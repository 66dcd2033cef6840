"""Form fields: what is read, what is said, and that nothing typed is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.fields import DateField, LineField, MoneyField, PointsField, QuantityField, TextField


class SampleForm(forms.Form):
    points = PointsField(max_value=10, subject="tiêu chí 2.3", required=False)
    target = QuantityField(required=False)
    prize = MoneyField(required=False)
    day = DateField(required=False)
    name = LineField(required=False)
    note = TextField(required=False)


def refusal(field, text):
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return [(error.code, error.message) for error in caught.value.error_list]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (PointsField(max_value=10), "9,5", Decimal("9.5")),
        (PointsField(max_value=10), "10", Decimal(10)),
        (PointsField(max_value=10), "0", Decimal(0)),
        (PointsField(max_value=0, min_value=-5), "-2,5", Decimal("-2.5")),
        (PointsField(max_value=10, required=False), " ", None),
        (PointsField(max_value=10, required=False), None, None),
        (PointsField(), "9999", Decimal(9999)),
        (QuantityField(), "2.700", Decimal(2700)),
        (QuantityField(min_value=None), "-3,2", Decimal("-3.2")),
        (MoneyField(), "500.000.000", Decimal(500_000_000)),
        (DateField(), "1/2/2026", date(2026, 2, 1)),
        (DateField(required=False), "", None),
        (LineField(), "  Sở\u200b  Nội vụ ", "Sở Nội vụ"),
        (LineField(required=False), "\u200b", ""),
        (LineField(required=False, empty_value=None), "\u200b", None),
        (LineField(), "a\x00b", "ab"),
        (TextField(), "Một \r\nhai", "Một\nhai"),
        (TextField(max_length=5), "12345  ", "12345"),
    ],
)
def test_fields_read_what_officials_type(field, text, value):
    assert field.clean(text) == value


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (PointsField(max_value=10, subject="tiêu chí 2.3"), "10,01", ("N05", "Vượt điểm tối đa 10 của tiêu chí 2.3")),
        (PointsField(max_value=Decimal("7.50")), "8", ("N05", "Vượt điểm tối đa 7,5")),
        (
            PointsField(max_value=10, subject="tiêu chí 2.3"),
            "-1",
            ("N04", "Điểm không được âm (tiêu chí 2.3, từ 0 đến 10)"),
        ),
        (PointsField(), "-1", ("N04", "Điểm không được âm")),
        (
            PointsField(max_value=0, min_value=-5),
            "-6",
            ("N04", "Điểm không được nhỏ hơn -5 (từ -5 đến 0)"),
        ),
        (PointsField(max_value=10), "0.125", ("N02", "Điểm chỉ có tối đa 2 chữ số thập phân: 0.125")),
        (PointsField(max_value=10), "", ("required", "Chưa chấm (khác với 0 điểm)")),
        (PointsField(subject="tiêu chí 2.3"), "", ("required", "Chưa chấm tiêu chí 2.3 (khác với 0 điểm)")),
        (PointsField(error_messages={"required": "Hãy chấm"}), "", ("required", "Hãy chấm")),
        (QuantityField(), "-1", ("N04", "Số không được âm")),
        (QuantityField(max_value=100), "101", ("N05", "Số không được lớn hơn 100")),
        (QuantityField(min_value=1), "0,5", ("N04", "Số không được nhỏ hơn 1")),
        (MoneyField(max_value=10**9), "2.000.000.000", ("N05", "Số tiền không được lớn hơn 1.000.000.000")),
        (MoneyField(), "500 triệu", ("N10", "Hãy nhập số tiền bằng chữ số: 500.000.000")),
        (DateField(), "12/31/2026", ("D01", "Không có tháng 31. Nhập ngày/tháng/năm")),
        (TextField(max_length=5000), "a" * 6240, ("T01", "Quá 5.000 ký tự: còn 1.240 ký tự thừa")),
        (LineField(max_length=3), "abcd", ("T01", "Quá 3 ký tự: còn 1 ký tự thừa")),
    ],
)
def test_fields_refuse_with_one_sentence(field, text, expected):
    assert refusal(field, text) == [expected]


@pytest.mark.parametrize("field", [DateField(), LineField(), TextField(), QuantityField(), MoneyField()])
def test_a_compulsory_field_refuses_blanks(field):
    assert [code for code, _ in refusal(field, " \u200b")] == ["required"]


def test_initial_values_are_shown_in_vietnamese():
    form = SampleForm(
        initial={
            "points": Decimal("9.50"),
            "target": Decimal("2700.5000"),
            "prize": Decimal(500_000_000),
            "day": date(2021, 1, 8),
            "name": "Sở Nội vụ",
        }
    )
    assert {name: form[name].value() for name in form.fields} == {
        "points": "9,5",
        "target": "2.700,5",
        "prize": "500.000.000",
        "day": "08/01/2021",
        "name": "Sở Nội vụ",
        "note": None,
    }


def test_what_was_typed_is_shown_again_as_it_was_typed():
    typed = {"points": "9.500", "target": "1 500", "prize": "500 triệu", "day": "31/4/26", "name": " a", "note": "b "}
    form = SampleForm(typed)
    assert set(form.errors) == {"points", "target", "prize", "day"}
    assert {name: form[name].value() for name in form.fields} == typed


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        ({"points": Decimal("9.50")}, {"points": "9,5"}, []),
        ({"points": Decimal("9.50")}, {"points": "9,6"}, ["points"]),
        ({"points": None}, {"points": ""}, []),
        ({"points": None}, {"points": "0"}, ["points"]),
        ({"points": Decimal(0)}, {"points": ""}, ["points"]),
        ({"points": Decimal(9)}, {"points": "chín"}, ["points"]),
        ({"target": Decimal("2700.0000")}, {"target": "2.700"}, []),
        ({"day": date(2026, 2, 1)}, {"day": "1/2/2026"}, []),
        ({"day": date(2026, 2, 1)}, {"day": "2/2/2026"}, ["day"]),
        ({"name": "Sở Nội vụ"}, {"name": "Sở  Nội vụ "}, []),
        ({"note": "a\nb"}, {"note": "a\r\nb"}, []),
    ],
)
def test_only_a_real_difference_counts_as_changed(initial, data, changed):
    assert SampleForm(data, initial=initial).changed_data == changed


@pytest.mark.parametrize(
    ("field", "attrs"),
    [
        (PointsField(max_value=10), {"class": "num", "inputmode": "decimal", "autocomplete": "off"}),
        (MoneyField(), {"class": "num", "inputmode": "decimal", "autocomplete": "off"}),
        (QuantityField(min_value=None), {"class": "num", "inputmode": "text", "autocomplete": "off"}),
        (DateField(), {"inputmode": "text", "placeholder": "ngày/tháng/năm", "autocomplete": "off"}),
        (TextField(max_length=10), {"cols": "40", "rows": "10"}),
        (
            PointsField(widget=forms.TextInput(attrs={"class": "wide", "data-row": "1"})),
            {"class": "wide num", "data-row": "1", "inputmode": "decimal", "autocomplete": "off"},
        ),
    ],
)
def test_inputs_carry_the_attributes_of_their_kind(field, attrs):
    assert field.widget.attrs == attrs
