"""The outline of a document: each item hangs under the one it belongs to, whatever the numbering."""

import re
from itertools import takewhile

from campaigns.directive.lines import Item
from campaigns.directive.markers import Marker
from campaigns.directive.sections import NAMED, opens_a_list

_NAMED = re.compile(
    r"(?:cac |mot so |ve |nhung )?(?:muc dich|yeu cau|muc tieu|chi tieu|noi dung|thoi gian|khen thuong|phan dau|"
    r"(?:ket qua|chi so|muc) (?:can dat|phan dau)|giai thuong|co cau giai|hinh thuc khen|"
    r"to chuc thuc hien|giai phap|nhiem vu|chu de|doi tuong|phong trao|phan cong|kinh phi|tien do|dac diem|"
    r"dot thi dua|bien phap|phuong huong)\b"
)
_CHAPTERS = frozenset({"part", "ROMAN"})
NAME_LENGTH, DEEPEST = 80, 8


def link(items: list[Item]) -> None:
    """Hang each item under the one it belongs to; unmarked paragraphs hang where the last marked item does."""
    has_chapters = any(item.marker and item.marker.style in {"ROMAN", "A.", "part"} for item in items)
    stack: list[Item] = []
    before: Item | None = None
    for place, item in enumerate(items):
        item.is_named_head = not has_chapters and _is_named_head(item)
        if item.is_head and not item.marker:
            stack.clear()
        elif before and item.marker and _holds_groups(before, item.marker, items[place:]):
            _make_head(before, stack)
        elif item.marker and not item.cells:
            keep = len(stack) if _runs_on(stack, item.marker) else _begins_anew(stack, before, item.marker)
            del stack[_level(stack, item) if keep is None else keep :]
        item.parent = stack[-1] if stack else None
        if item.parent:
            item.parent.children.append(item)
        if (item.marker or item.is_head) and not item.cells:
            stack.append(item)
        before = item


def _is_named_head(item: Item) -> bool:
    """A short line with one of the usual names of sections, in a document that does not number its sections."""
    text = item.body
    return (
        not item.marker
        and not item.cells
        and len(text) < NAME_LENGTH
        and text.s[-1] not in ".;,"
        and bool(_NAMED.match(text.bare))
    )


def _holds_groups(before: Item, marker: Marker, following: list[Item]) -> bool:
    """Whether numerals are the groups of a list ("2. Chỉ tiêu", "… các chỉ tiêu sau:"), none of them a chapter."""
    if not (marker.style == "ROMAN" and marker.begins) or before.cells or not _heads_a_list(before):
        return False
    below = takewhile(lambda one: one.marker or not one.is_tall, following)
    return not any(one.marker and one.marker.style == "ROMAN" and _NAMED.match(one.body.bare) for one in below)


def _make_head(item: Item, stack: list[Item]) -> None:
    """An unmarked line becomes the head of the groups below it; a marked one is on the stack already."""
    if item.marker:
        return
    if item.parent:
        item.parent.children.pop()  # it was the last one hung there
    item.is_named_head, item.parent = True, None
    stack[:] = [item]


def _heads_a_list(item: Item) -> bool:
    """A line that speaks of indicators, no chapter itself."""
    if item.marker and item.marker.style in {*_CHAPTERS, "A."}:
        return False
    bare = item.body.bare
    return opens_a_list(bare) or (len(bare) < NAME_LENGTH and bare[-1] not in ".;," and bool(NAMED.search(bare)))


def _begins_anew(stack: list[Item], before: Item | None, marker: Marker) -> int | None:
    """The level at which a list begins again below an unmarked sub-head ("Về xã hội"), which then hangs there too."""
    if before is None or before.marker or before.cells or not marker.begins or len(before.body) > NAME_LENGTH:
        return None
    for place in range(len(stack) - 1, -1, -1):
        above = stack[place].marker
        if above and above.style == marker.style and above.number[-1:] > (1,) and stack[place].body.s[-1] in ".;":
            break
    else:
        return None
    if before.parent:
        before.parent.children.remove(before)
    before.parent = stack[place].parent
    if before.parent:
        before.parent.children.append(before)
    return place


def _runs_on(stack: list[Item], marker: Marker) -> bool:
    """Whether an item counts on below a new sub-head: "9." directly under "1.2. …" after "8." under "1.1. …"."""
    above = stack[-1] if stack else None
    if above is None or above.parent is None or above.children or above.body.s[-1] in ".;":
        return False
    before = above.parent.children[-2:-1]
    last = next((child.marker for one in before for child in reversed(one.children) if child.marker), None)
    return bool(last and last.number and marker.follows(last))


def _chapter_level(stack: list[Item], marker: Marker) -> int:
    """Parts hold chapters, and so do capital letters where the numerals begin anew below them."""
    styles = [above.marker.style if above.marker else "" for above in stack]
    if marker.style in styles:
        return styles.index(marker.style)
    holding = {"", *_CHAPTERS, "A."} if marker.begins else {"", *_CHAPTERS}
    above = list(takewhile(holding.__contains__, styles))
    return max((place for place, style in enumerate(above, start=1) if style), default=0)


def _level(stack: list[Item], item: Item) -> int:
    """How much of the stack stays above ``item``."""
    marker = item.marker
    assert marker is not None  # noqa: S101 (the caller looks)
    if marker.style in _CHAPTERS:
        return _chapter_level(stack, marker)
    for place in range(len(stack) - 1, -1, -1):
        above = stack[place].marker
        if above and marker.follows(above):
            return place
    if marker.begins and len(stack) < DEEPEST:
        return len(stack)
    same_style = [p for p, above in enumerate(stack) if above.marker and above.marker.style == marker.style]
    return same_style[-1] if same_style else len(stack)
