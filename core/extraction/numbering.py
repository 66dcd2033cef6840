"""Automatic numbering of Word written out: numbering.xml, and counters that run as Word's do.

All lists (w:num) of one definition (w:abstractNum) share its counters; a start of its own (w:startOverride) counts when
the list is first used. A level begins anew after one above it, unless w:lvlRestart says otherwise.
"""

import re
from collections.abc import Callable

from core import legacy
from core.extraction.parts import Element, W, is_on, number, value
from core.extraction.styles import Styles

LEVELS = 9
_BULLETS = "-–—+*•"
_HIGHEST = 100_000
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else {one.get(W + "numId", ""): one for one in root.findall(W + "num")}
        self._definitions = (
            {} if root is None else {one.get(W + "abstractNumId", ""): one for one in root.findall(W + "abstractNum")}
        )
        self._counters: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """What Word writes before the paragraph with this w:pPr, with the space after it: "1. ", "a) ", "- ", or ""."""
        style = self._styles.style_of(properties)
        own = None if properties is None else properties.find(W + "numPr")
        style_list, style_level = self._styles.list_of(style)
        own_list = number(own, "numId")
        identity = str(style_list if own_list is None else own_list)
        definition = self._definition(identity)
        if definition is None:
            return ""
        level = number(own, "ilvl")
        if level is None:
            level = style_level if own_list is None else 0
        if level is None:
            level = self._level_of_style(definition, style)
        return self._written(identity, definition, level) if 0 <= level < LEVELS else ""

    def _definition(self, identity: str) -> Element | None:
        """The w:abstractNum behind a list, also by way of a list style."""
        for _ in range(LEVELS):
            definition = self._definitions.get(value(self._lists.get(identity), "abstractNumId") or "")
            link = value(definition, "numStyleLink")
            if not link:
                return definition
            identity = str(self._styles.list_of(link)[0])
        return None

    def _level_of_style(self, definition: Element, style: str) -> int:
        """The level that is tied to a paragraph style, or the first."""
        chain = self._styles.chain(style)
        tied = (lvl for lvl in definition.findall(W + "lvl") if value(lvl, "pStyle") in chain)
        return next((_ilvl(lvl) for lvl in tied), 0)

    def _written(self, identity: str, definition: Element, level: int) -> str:
        """Count, and write the label of the level."""
        counters = self._counters.setdefault(definition.get(W + "abstractNumId", ""), {})
        self._count(identity, definition, counters, level)
        form = self._level(identity, definition, level)
        kind = value(form, "numFmt") or "decimal"
        if form is None or kind == "none":
            return ""
        text = _text(form)
        if kind == "bullet":
            return f"{text if text and text in _BULLETS else '-'} "

        def place(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            shown = self._level(identity, definition, other)
            count = counters.get(other, self._start(identity, definition, other))
            return _figure(count, "decimal" if is_on(form, "isLgl") else value(shown, "numFmt") or "decimal")

        label = re.sub(r"%([1-9])", place, text)
        return label if not label or value(form, "suff") == "nothing" else f"{label} "

    def _count(self, identity: str, definition: Element, counters: dict[int, int], level: int) -> None:
        """Move the counter of `level` on, and those below it back."""
        override = number(self._override(identity, level), "startOverride")
        if override is not None and (identity, level) not in self._used:
            counters[level] = override
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = self._start(identity, definition, level)
        self._used.add((identity, level))
        for lower in range(level + 1, LEVELS):
            restart = number(self._level(identity, definition, lower), "lvlRestart")
            if restart is None or level < restart:
                counters.pop(lower, None)

    def _start(self, identity: str, definition: Element, level: int) -> int:
        """The first number of a level."""
        start = number(self._level(identity, definition, level), "start")
        return 1 if start is None else start

    def _level(self, identity: str, definition: Element, level: int) -> Element | None:
        """The w:lvl that holds for a list: its own or its definition's."""
        override = self._override(identity, level)
        own = None if override is None else override.find(W + "lvl")
        if own is not None:
            return own
        return next((lvl for lvl in definition.findall(W + "lvl") if _ilvl(lvl) == level), None)

    def _override(self, identity: str, level: int) -> Element | None:
        """The w:lvlOverride of a list for a level."""
        found = self._lists.get(identity)
        overrides = [] if found is None else found.findall(W + "lvlOverride")
        return next((one for one in overrides if _ilvl(one) == level), None)


def _ilvl(element: Element) -> int:
    """The level an element speaks of; -1 if it does not say."""
    text = element.get(W + "ilvl", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else -1


def _text(level: Element) -> str:
    """The label's pattern, "%1.%2)", converted if the label has an old font ("§iÒu %1.")."""
    text = (value(level, "lvlText") or "").replace("\u00a0", " ").strip()
    fonts = level.find(f"{W}rPr/{W}rFonts")
    encoding, _ = legacy.font_encoding("" if fonts is None else fonts.get(W + "hAnsi", ""))
    encoding = encoding or legacy.suspect(text)
    return legacy.convert(text, encoding) if encoding else text


def _figure(count: int, kind: str) -> str:
    """A number as the list writes it; what no Vietnamese document uses is written in plain figures."""
    if not 0 < count < _HIGHEST:
        return str(count)
    return _FIGURES.get(kind, str)(count)


def _roman(count: int) -> str:
    """4 as "IV"."""
    written = ""
    for worth, sign in _ROMAN:
        times, count = divmod(count, worth)
        written += sign * times
    return written


def _letter(count: int) -> str:
    """1 as "a", 26 as "z", 27 as "aa", 28 as "bb"."""
    times, place = divmod(count - 1, 26)
    return chr(ord("a") + place) * min(times + 1, 10)


_FIGURES: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
}
