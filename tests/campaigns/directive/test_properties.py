"""Whatever the text, the reader answers; how a text is laid out does not change what it sets."""

import re
import textwrap
import time
import unicodedata
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.directive import Passage, read
from tests.support.directives import FOUNDING, TRUTH, expected, found, pairs

DOCUMENTS = {name: (text, truth) for name, text, truth in pairs(FOUNDING, TRUTH)}
WORDS = [
    "1. ", "- ", "(2) ", "a) ", "đ) ", "II. ", "KẾ HOẠCH", "CHỈ TIÊU", "các chỉ tiêu sau:", "đạt ", "5%",
    "2.700 tỷ đồng", ", ", "; ", ". ", "(", ")", "\u201c", "\u201d", "trong đó: ", "giảm ", "từ 4% trở lên",
    "trước ngày 10/01/2021", "từ ngày 1/1/2021 đến ngày 30/6/2021", "Đợt 1: ", "sơ kết ", "01 giải nhất",
    "Bằng khen", "Khối thi đua ", "Trưởng khối: ", "\n", "\n\n", "\t", "|", "\xa0", "*", "**", "ế",
    "Số: /KH-UBND", "ngày tháng 02 năm 2021", "năm 2021", "chủ đề: ", "Nơi nhận:", "\u2003", "\ufeff",
    "31/02/2021",
]  # fmt: skip


def passages(part):
    """Every passage in a reading."""
    if isinstance(part, Passage):
        yield part
    elif is_dataclass(part):
        for one in fields(part):
            yield from passages(getattr(part, one.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from passages(one)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=60).map("".join))
def test_any_text_is_read_and_every_passage_stands_in_it(text):
    directive = read(text)
    assert directive == read(text)
    assert all(0 <= one.start < one.end <= len(text) for one in passages(directive))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["utf-8", "latin-1", "utf-16-le"]))
def test_random_bytes_are_read(data, encoding):
    text = data.decode(encoding, errors="replace")
    assert all(0 <= one.start < one.end <= len(text) for one in passages(read(text)))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 20_000), st.integers(0, 400))
def test_a_document_with_a_hole_is_read(name, start, length):
    text = DOCUMENTS[name][0]
    holed = text[:start] + text[start + length :]
    assert all(holed[one.start : one.end] for one in passages(read(holed)))


def wrapped(text, width):
    """As a PDF gives it: lines cut, a page number between them here and there."""
    lines = [
        piece for line in text.split("\n") for piece in (textwrap.wrap(line, width, break_on_hyphens=False) or [""])
    ]
    pages = [f"\n{place // 40 + 1}\n" if place % 40 == 39 else "" for place in range(len(lines))]
    return "\n".join(line + ("\n" + page if page else "") for line, page in zip(lines, pages, strict=True))


NUMBERED = re.compile(r"(?m)^- \(?(\d+)\) ")
LAYOUTS = {
    "wrapped at 90": lambda text: wrapped(text, 90),
    "wrapped at 70": lambda text: wrapped(text, 70),
    "no blank lines": lambda text: re.sub(r"\n\n+", "\n", text),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "straight quotes": lambda text: text.translate(str.maketrans("“”", '""')),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "BOM": lambda text: "\ufeff" + text,
    "1.": lambda text: NUMBERED.sub(r"\1. ", text),
    "(1)": lambda text: NUMBERED.sub(r"(\1) ", text),
    "1)": lambda text: NUMBERED.sub(r"\1) ", text),
    "dashes": lambda text: NUMBERED.sub("- ", text),
    "plus signs": lambda text: NUMBERED.sub("+ ", text),
    "no marks": lambda text: NUMBERED.sub("", text),
    "escaped": lambda text: text.replace("- (", "\\- \\("),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_layout_does_not_change_the_targets(name, layout):
    text, truth = DOCUMENTS[name]
    assert found(read(LAYOUTS[layout](text))) == expected(truth)


def test_passages_point_into_decomposed_text():
    text = unicodedata.normalize("NFD", DOCUMENTS["ha-giang-2021-chuong-trinh-273"][0])
    first = read(text).indicators[0]
    shown = unicodedata.normalize("NFC", text[first.source.start : first.source.end])
    assert shown == "Tốc độ tăng tổng sản phẩm trên địa bàn tỉnh đạt 7,5%."


PIECES = [
    "1",
    "a) ",
    "1) a; ",
    "5% ",
    "(",
    '" ',
    "x đạt 5%, ",
    "trước ngày 1/1/2021 ",
    "tăng từ 1 đến ",
    "1. a đạt 5%;\n",
    "| ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_stays_in_proportion(piece):
    """Ten times the text takes some ten times as long; a hundred would be ruinous for a long file."""
    head = "II. CHỈ TIÊU\n- "
    text = [head + piece * (size // len(piece)) for size in (6_000, 60_000)]
    spent = []
    for one in text:
        start = time.process_time()
        read(one)
        spent.append(time.process_time() - start)
    assert spent[1] < 30 * max(spent[0], 0.05)
