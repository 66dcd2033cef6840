"""Automatic numbering of Word, written out as Word shows it."""

import pytest

from core import extraction
from tests.support.documents import paragraph, word


def lines(body, **parts):
    return extraction.text_of(word(body, **parts), kind="docx").text.split("\n")


def level(number, fmt, pattern, extra=""):
    form = f'<w:numFmt w:val="{fmt}"/>{extra}<w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{form}</w:lvl>'


def definition(identity, *levels):
    return f'<w:abstractNum w:abstractNumId="{identity}">{"".join(levels)}</w:abstractNum>'


def list_of(identity, of, extra=""):
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{extra}</w:num>'


def numbered(numbering, *items, styles=""):
    body = "".join(paragraph("x", number=number, level=depth) for number, depth in items)
    return [line.removesuffix("x") for line in lines(body, numbering=numbering, styles=styles)]


OUTLINE = definition(
    7,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "lowerLetter", "%3)"),
    level(3, "bullet", "\uf0b7"),
    level(4, "decimal", "%1.%2.%5", "<w:isLgl/>"),
)


def test_an_outline_counts_and_begins_anew_below_each_heading():
    items = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1), (1, 4)]
    expected = ["I. ", "1. ", "a) ", "b) ", "- ", "2. ", "a) ", "II. ", "1. ", "2.1.1 "]
    assert numbered(OUTLINE + list_of(1, 7), *items) == expected


def test_lists_of_one_definition_count_on_unless_they_start_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = definition(1, level(0, "decimal", "(%1)")) + list_of(1, 1) + list_of(2, 1) + list_of(3, 1, anew)
    assert numbered(numbering, (1, 0), (2, 0), (3, 0), (3, 0), (1, 0)) == ["(1) ", "(2) ", "(1) ", "(2) ", "(3) "]


def test_a_level_that_does_not_begin_anew():
    numbering = definition(
        1, level(0, "upperLetter", "%1."), level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
    ) + list_of(1, 1)
    items = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)]
    assert numbered(numbering, *items) == ["A. ", "Điều 1. ", "Điều 2. ", "B. ", "Điều 3. "]


@pytest.mark.parametrize(
    ("fmt", "start", "label"),
    [
        ("decimalZero", 7, "07. "),
        ("lowerRoman", 49, "xlix. "),
        ("lowerLetter", 28, "bb. "),
        ("none", 1, ""),
        ("cardinalText", 12, "12. "),
    ],
)
def test_figures(fmt, start, label):
    one = level(0, fmt, "%1.").replace('<w:start w:val="1"/>', f'<w:start w:val="{start}"/>')
    assert numbered(definition(1, one) + list_of(1, 1), (1, 0)) == [label]


@pytest.mark.parametrize(("sign", "label"), [("-", "- "), ("+", "+ "), ("–", "– "), ("\uf0a7", "- "), ("o", "- ")])
def test_bullets(sign, label):
    assert numbered(definition(1, level(0, "bullet", sign)) + list_of(1, 1), (1, 0)) == [label]


def test_a_suffix_of_nothing_and_an_old_font_in_the_label():
    odd = level(0, "decimal", "§iÒu %1.", '<w:suff w:val="nothing"/>')
    assert numbered(definition(1, odd) + list_of(1, 1), (1, 0)) == ["Điều 1."]


def test_lists_by_style_and_by_list_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>'
        '<w:style w:type="numbering" w:styleId="Kieu"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        definition(1, '<w:numStyleLink w:val="Kieu"/>')
        + definition(2, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", '<w:pStyle w:val="MucCon"/>'))
        + list_of(1, 1)
        + list_of(2, 2)
    )
    body = paragraph("một", style="Muc") + paragraph("con", style="MucCon") + paragraph("thôi", style="Muc", number=0)
    assert lines(body, numbering=numbering, styles=styles) == ["1. một", "a) con", "thôi"]


def test_an_empty_paragraph_of_a_list_counts():
    numbering = definition(1, level(0, "decimal", "%1.")) + list_of(1, 1)
    body = paragraph("a", number=1) + paragraph(" ", number=1) + paragraph("b", number=1)
    assert lines(body, numbering=numbering) == ["1. a", "", "3. b"]


def test_a_circle_of_styles_and_a_broken_list_do_no_harm():
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style>'
    assert lines(paragraph("x", style="A", number=99, level=12), styles=styles, numbering=list_of(1, 5)) == ["x"]
