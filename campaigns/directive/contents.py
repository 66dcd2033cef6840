"""What the rest of the document is made of: passages under their heads, documents cited as grounds, recipients."""

import re

from campaigns.directive.head import Head
from campaigns.directive.lines import Item
from campaigns.directive.parts import Found, Passage, ReadContent

_RECIPIENTS = re.compile(r"noi nhan\b")
_CITED = re.compile(
    r"số:? ?(?P<no>\d{1,5}(?:/\d{4})?[-/–][^\s,;()“”\"]{2,40}),? ?(?:ngày (?P<day>\d{1,2} ?/ ?\d{1,2} ?/ ?\d{4}|"
    r"\d{1,2} tháng \d{1,2} năm \d{4}))?"
)
_SIGNED = re.compile(
    r"(?:tm|kt|tl|tuq|t/m|q)\. |chu tich|giam doc|hieu truong|bi thu|truong khoi|chanh van phong|tong giam doc"
)
_LONGEST_RECIPIENT, HEADING = 160, 160


def read_recipients(items: list[Item]) -> list[Found[str]]:
    """The lines under "Nơi nhận"; of two columns the left one."""
    found: list[Found[str]] = []
    start = next((item.place for item in reversed(items) if _RECIPIENTS.match(item.whole.bare)), None)
    if start is None:
        return found
    for item in items[start + 1 :]:
        line = item.cells[0] if item.cells else item.whole
        bulleted = re.match(r"[-–+•*]\s?", line.s)
        if not line.s:
            continue
        if not bulleted and (found or _SIGNED.match(line.bare) or len(line) > _LONGEST_RECIPIENT):
            break
        text = line.cut(bulleted.end() if bulleted else 0)
        value = text.s.rstrip(" ;.,")
        if value:
            found.append(Found(text.passage(), value=value))
    return found


def read_references(head: Head, items: list[Item]) -> list[Found[str]]:
    """The documents cited before the first section, "1297/HD-UBND (02/7/2019)"."""
    found: dict[str, Found[str]] = {}
    for item in items[head.body :]:
        if (item.marker and item.marker.style in {"ROMAN", "A.", "part", "1."}) or item.is_head:
            break
        for cited in _CITED.finditer(item.whole.low):
            number = item.whole.s[cited.start("no") : cited.end("no")].rstrip(".;,")
            day = cited["day"] or ""
            if " tháng " in day:
                day = "/".join(re.findall(r"\d+", day))
            shown = f"{number} ({day.replace(' ', '')})" if day else number
            found.setdefault(shown, Found(item.whole.passage(cited.start(), cited.end()), value=shown))
    return list(found.values())


def read_contents(head: Head, items: list[Item]) -> list[ReadContent]:
    """The passages under the heads of the first level."""
    end = next((item.place for item in reversed(items) if _RECIPIENTS.match(item.whole.bare)), len(items))
    body = [
        item
        for item in items[head.body : end]
        if not (item.is_head and not item.marker and _SIGNED.match(item.whole.bare))
    ]
    tops = [
        item
        for item in body
        if item.parent is None and (item.marker or item.is_head) and not item.cells and item.body.s
    ]
    contents = []
    for number, top in enumerate(tops):
        until = tops[number + 1].place if number + 1 < len(tops) else end
        inside = [item for item in body if top.place < item.place < until]
        heading, rest = _heading(top, alone=not inside)
        lines = [rest, *(" ".join(item.whole.s.split()) for item in inside)]
        last = inside[-1] if inside else top
        source = Passage(top.whole.passage().start, last.whole.passage().end)
        contents.append(ReadContent(heading, "\n".join(lines).strip(), source))
    return contents


def _heading(item: Item, *, alone: bool) -> tuple[str, str]:
    """(head, what stands after it on the same line); a paragraph without a head gives its first words."""
    text = item.whole.s
    if len(text) <= HEADING and not alone:
        return text.strip(" :*"), ""
    cut = re.search(r"(?<=[^\W\d])[:.](?= )", text)
    if cut and cut.start() <= HEADING:
        return text[: cut.start()], text[cut.end() :].strip()
    return (text if len(text) <= HEADING else text[:HEADING].rsplit(" ", 1)[0] + "…"), text
