"""Canonical bytes: the same content, the same bytes, the same hash (integrity C5)."""

import hashlib
import json
import unicodedata
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.snapshots import canonical_bytes, read_code, receipt_code, sha256
from tests.support.dates import on

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_keys_are_sorted_and_nothing_is_padded():
    assert canonical_bytes({"b": 1, "a": [True, None]}) == b'{"a":[true,null],"b":1}'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("38.5000"), '"38.5"'),
        (Decimal("4.0"), '"4"'),
        (Decimal("100"), '"100"'),
        (Decimal("1E+3"), '"1000"'),
        (Decimal("0.0000"), '"0"'),
        (date(2021, 1, 8), '"2021-01-08"'),
        (on("2021-01-08 09:00"), '"2021-01-08T02:00:00+00:00"'),
        (datetime(2021, 1, 8, 2, tzinfo=UTC), '"2021-01-08T02:00:00+00:00"'),
        (uuid.UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
        ("Đồng Văn", '"Đồng Văn"'),
        ((1, 2), "[1,2]"),
    ],
)
def test_each_kind_of_value_has_one_writing(value, text):
    assert canonical_bytes(value).decode() == text


def test_the_scale_of_the_database_is_no_part_of_the_content():
    assert canonical_bytes({"v": Decimal("4.0")}) == canonical_bytes({"v": Decimal("4.0000")})


def test_composed_and_decomposed_letters_are_the_same_content():
    name = "Sở Nội vụ tỉnh Hà Giang"
    assert canonical_bytes(unicodedata.normalize("NFD", name)) == canonical_bytes(name)


def test_anything_else_is_a_programming_error():
    with pytest.raises(TypeError):
        canonical_bytes({"user": object()})


@given(PLAIN)
def test_reading_and_writing_again_gives_the_same_bytes(content):
    once = canonical_bytes(content)
    assert canonical_bytes(json.loads(once)) == once


def test_sha256_is_the_plain_hash_of_the_bytes():
    assert sha256(b"abc") == hashlib.sha256(b"abc").hexdigest()


def test_receipt_code_can_be_read_over_the_telephone():
    assert receipt_code(b"abc") == "XJ4BN-P4PAH-H6UQK-BIDPF"


@given(st.binary(max_size=20))
def test_a_code_is_read_as_it_was_written(payload):
    code = receipt_code(payload)
    assert read_code(code) == read_code(code.lower().replace("-", " ")) == code


@pytest.mark.parametrize(
    "typed", ["", "ABCDE", "ABCDE-ABCDE-ABCDE-ABCD9", "ABCDE-ABCDE-ABCDE-ABCDE-ABCDE", "ĐBCDE" * 4]
)
def test_what_is_no_code_is_nothing(typed):
    assert read_code(typed) == ""
