"""From clauses to targets: their labels, and the name of the line they stand in."""

import re
from dataclasses import dataclass, replace

from campaigns.directive import words
from campaigns.directive.clauses import Clause, clauses_of, is_opening
from campaigns.directive.labels import LEAD, capital, clean, common
from campaigns.directive.numbers import Value, judged, mask
from campaigns.directive.parts import Confidence, ReadIndicator, ReadTarget
from campaigns.directive.strand import Strand
from campaigns.directive.turns import Turn, turns_of
from campaigns.enums import Direction, Op

_CAME_FROM = re.compile(
    r"(?i)(?:(?P<verb>^(?:kéo )?(?:giảm|tăng|nâng|hạ) .+?)|,? (?:kéo )?(?:giảm|tăng|nâng|hạ)) từ \d.*$"
)
_STATED = re.compile(r"\b(?:đạt|là|bằng|còn|duy trì|mức|tăng|giảm|thêm|lên|xuống)\b|[:=]")
_DOES = re.compile(
    r"(?:kết nạp|thành lập|giải quyết|tạo|phát triển|xây|giới thiệu|tuyên truyền|giúp|tặng|xóa|hỗ trợ|trồng|"
    r"đào tạo|bồi dưỡng|tổ chức|"
    r"thu hút|cấp(?! (?:xã|huyện|tỉnh|quốc|trường|trung|cơ))|mở|khởi công|"
    r"sửa|làm|vận động|hiến|đón|phấn đấu|nhân rộng|thực hiện|hoàn thành|mỗi|huấn luyện|"
    r"cung ứng|có|công nhận|"
    r"khám|phục hồi|cải tạo|đưa|chuyển|đầu tư|trao|huy động|thăm|tiếp nhận|viết|đăng|biểu dương|phát hiện|đỡ đầu|"
    r"nhận|ký|tư vấn)"
)
_AFTER_STOP = re.compile(
    r"[,;:(\[]|\.(?: |$)|\b(?:so với|theo|trong năm|trong đó|vào|vượt|bằng|tương đương|năm (?=\d)|trở lên|"
    r"nhằm|để|góp phần|do |bình quân|/năm|mỗi năm|trên tổng|cao hơn|thấp hơn|tăng|giảm)\b|/"
)
_REFERENCE = re.compile(
    r",? theo (?:đúng )?(?:nghị quyết|quyết định|chỉ thị|kế hoạch|kết luận|chương trình|đề án|công văn|hướng dẫn)\b.*$"
)
_NOUN_LEAD = re.compile(
    r"(?:số|tỷ lệ|tổng|diện tích|sản lượng|giá trị|thu(?! hút| gom| nhận| hồi)|doanh thu|"
    r"tốc độ|mức|chỉ số|chỉ tiêu|kim ngạch|năng suất|"
    r"quy mô|lượng|khách|vốn|độ|tỷ trọng|bình quân|thu nhập|lợi nhuận|kết quả)\b"
)
_SEPARATOR = re.compile(r"[\s,;:.)]*(?=.)")
GRADE = 24  # as long as "Hoàn thành tốt nhiệm vụ": what divides the thing that the prefix names
LARGEST_CHANGE = 50  # per cent
_SHARE_OF = re.compile(r"\d[\d.,]* ?% (?!trở |so |kế hoạch|dự toán)[^,;.(:\d]{10,}")
_PREFIX = re.compile(r"([^:;()]{3,90}): +(?=\S)")


@dataclass(frozen=True)
class _Part:
    """A clause understood: its label, the tail that follows the value, the judged value."""

    clause: Clause
    label: str
    tail: str
    value: Value | None
    number_first: bool = False


def read_item(
    item: Strand, *, no: str, year: int, qualitative: bool, sure: Confidence, why: str
) -> ReadIndicator | None:
    """The indicator that an item states; None if it sets no value and words alone do not count (``qualitative``)."""
    prefix, offset = _prefix(item, year)
    body = item.cut(offset) if offset else item
    clauses = clauses_of(body, year=year)
    if turns := turns_of(body, year=year):
        return _in_turn(item, body, prefix, turns, no=no, sure=sure, why=why)
    if not any(clause.value for clause in clauses):
        return _in_words(item, no=no, sure=sure, why=why) if qualitative and clauses else None
    said = [clause for clause in clauses if clause.value or _worth_saying(body, clause, clauses)]
    parts = _with_shared_words([_understood(body, clause) for clause in said])
    targets = [_target(body, part, sure, why) for part in parts]
    name, targets = _named(prefix, parts, targets)
    name = name or _all_before(body, clauses)
    return ReadIndicator(item.passage(), sure, why, name=capital(name), targets=tuple(targets), no=no)


def _all_before(body: Strand, clauses: list[Clause]) -> str:
    """The words before the first number, where they are all there is to name the line: "Đạt: 1%", "Tăng 5%"."""
    first = next((clause.value.first for clause in clauses if clause.value), 0)
    return body.s[:first].strip(" :,;.-")


def _in_turn(
    item: Strand, body: Strand, prefix: str, turns: list[Turn], *, no: str, sure: Confidence, why: str
) -> ReadIndicator:
    """An indicator whose names stand before its values."""
    parts = [_Part(Clause(one.start, one.end, one.value), clean(one.name), "", one.value) for one in turns]
    targets = tuple(_target(body, part, sure, why) for part in parts)
    name = prefix or "; ".join(part.label for part in parts)
    return ReadIndicator(item.passage(), sure, why, name=capital(name), targets=targets, no=no)


def _prefix(item: Strand, year: int) -> tuple[str, int]:
    """("Kết quả học tập", where the rest begins) of "Kết quả học tập: mức Tốt 22%; …"; ("", 0) without one."""
    found = _PREFIX.match(item.s)
    if not found:
        return "", 0
    masked = mask(item.low, year=year)
    rest = masked[found.end() :]
    if re.search(r"\d", masked[: found.end()]) or not re.search(r"\d", rest):
        return "", 0
    first = re.search(r"\d", rest)
    assert first is not None  # noqa: S101 (just searched)
    before = rest[: first.start()]
    leads = is_opening(before) or words.OPERATORS_BEFORE.fullmatch(before)
    if leads and not _SHARE_OF.match(item.low[found.end() :][first.start() :]):
        return "", 0
    return found[1].strip(), found.end()


def _in_words(item: Strand, *, no: str, sure: Confidence, why: str) -> ReadIndicator:
    """An indicator without a number."""
    found = _REFERENCE.search(item.low)
    end = found.start() if found and found.start() > 12 else len(item)
    name = clean(item.s[:end])
    low = name.lower()
    direction = Direction.LOWER if re.search(r"\bgiảm\b", low) else ""
    target = ReadTarget(item.passage(), sure, why, op=Op.QUALITATIVE, direction=direction)
    return ReadIndicator(item.passage(), sure, why, name=capital(name), targets=(target,), no=no)


def _worth_saying(item: Strand, clause: Clause, clauses: list[Clause]) -> bool:
    """Words between values that are a goal of their own: the first, or one between semicolons in the same sentence."""
    low = LEAD.sub("", item.low[clause.start : clause.end], count=1)
    if clause.part or len(low) < 12:
        return False
    first_sentence = clause.sentence == clauses[0].sentence
    return first_sentence and not re.match(r"(?:trong đó|gồm|bao gồm|cụ thể|nhất là|đồng thời)\b", low)


def _understood(item: Strand, clause: Clause) -> _Part:
    value = clause.value
    if value is None:
        return _Part(clause, clean(item.s[clause.start : clause.end]), "", None)
    before = item.s[clause.start : value.start]
    low = item.low[clause.start : value.start]
    lead = words.CHANGE_VERB.match(LEAD.sub("", low, count=1))
    if lead and not re.search(r"\bđạt\b", item.low[value.start : value.first]):
        value = judged(value, lead="-" if lead[1] != "tăng" else "+")
    after = item.s[value.end : clause.end]
    stop = _AFTER_STOP.search(item.low[value.end : clause.end])
    after = after[: stop.start()] if stop else after
    opening = is_opening(mask(low, year=0))
    if opening:
        full = item.s[value.end : clause.end]
        ends = re.search(r"[;(\[]|\.(?: |$)|[)\]]", full)
        return _number_first(
            clause, replace(value, unit=_unit(item, value)), clean(full[: ends.start()] if ends else full)
        )
    said = item.low[value.start : value.first]
    return _name_first(clause, replace(value, unit=_unit(item, value)), _name(before, said), said, clean(after))


def _with_shared_words(parts: list[_Part]) -> list[_Part]:
    """As in "thêm 12 xã …, 05 xã …", "ít nhất 4 cuộc …, 2 cuộc …": what is said once holds for what follows it."""
    shared: list[_Part] = []
    for part in parts:
        before = shared[-1].value if shared and not part.clause.first else None
        if before and part.value and _goes_on_changing(before, part.value, part):
            part = replace(part, value=judged(part.value, lead="+" if before.op == Op.INCREASE else "-"))  # noqa: PLW2901
        elif before and part.value and _keeps_the_bound(before, part.value, part):
            part = replace(part, value=replace(part.value, op=before.op, effects=before.effects))  # noqa: PLW2901
        shared.append(part)
    return shared


def _goes_on_changing(before: Value, value: Value, part: _Part) -> bool:
    """Whether a bare value after a change is one more of its kind; a level such as 98% is no change."""
    if before.op not in {Op.INCREASE, Op.DECREASE} or value.effects or part.clause.part or not part.label:
        return False
    if part.number_first and all(words.COUNTED.fullmatch(one.unit.lower()) for one in (before, value)):
        return True
    return before.unit == value.unit == "%" and value.value <= LARGEST_CHANGE


def _keeps_the_bound(before: Value, value: Value, part: _Part) -> bool:
    """Whether a bare count goes on a row of counts that began with a bound."""
    if before.op not in words.COMBINED.values() or value.op != Op.EQUAL or value.effects or part.clause.part:
        return False
    alike = before.unit == value.unit != "" and not value.unit.startswith("%")
    counted = all(words.COUNTED.fullmatch(one.unit.lower()) for one in (before, value))
    return part.number_first and (alike or counted)


def _name(before: str, operators: str) -> str:
    """The label before a value; "còn" stays with the name it belongs to."""
    label = clean(before)
    label = _CAME_FROM.sub(lambda found: found["verb"] or "", label)
    stays = re.match(r"(?:giảm )?(?:xuống )?còn\b", operators)
    return f"{label} {stays[0]}" if stays and label else label


def _number_first(clause: Clause, value: Value, after: str) -> _Part:
    """As in "96% dân cư được dùng nước sạch", "08 xã đạt chuẩn"; "tăng 12% so với năm 2020" names nothing."""
    if after.lower().startswith(("so với", "so cùng kỳ", "kế hoạch", "dự toán")):
        after = ""
    whole = bool(words.COUNTED.fullmatch(value.unit.lower()))  # "đ/c" is no rate
    noun = (value.unit if whole else value.unit.split("/")[0].strip()) if _counts_things(value.unit) else ""
    if noun.startswith("%") or (clause.part and not after and "/" not in value.unit):
        noun = ""
    label = f"{noun} {after}".strip() if noun else after
    return _Part(clause, label, "", value, number_first=True)


def _name_first(clause: Clause, value: Value, label: str, said: str, after: str) -> _Part:
    """As in "Thu ngân sách đạt 2.700 tỷ đồng", "xây dựng trường … thêm 6 trường mầm non", "kết nạp 120 đảng viên"."""
    stated = bool(_STATED.search(said))
    if _NOUN_LEAD.match(label.lower()) or (stated and not after):
        return _Part(clause, label, "", value)
    counted = _counts_things(value.unit)
    if stated and counted and after:
        return _Part(clause, label, f"({after})", value)
    if stated:
        return _Part(clause, label, "", value)
    noun = (
        value.unit
        if counted and (after or _DOES.match(label.lower())) and not label.lower().endswith(value.unit.lower())
        else ""
    )
    owns = "có" if "có" in said.split() else ""
    return _Part(clause, " ".join(word for word in (label, owns, noun, after) if word), "", value)


def _counts_things(unit: str) -> bool:
    """Whether a unit is a noun that belongs to the name too: "120 nghệ nhân được tôn vinh", not "12 ha", "5%"."""
    low = unit.lower()
    return bool(words.COUNTED.match(low)) or (bool(low) and not words.UNIT.fullmatch(" " + low))


def _target(item: Strand, part: _Part, sure: Confidence, why: str) -> ReadTarget:
    piece = item.cut(part.clause.start, part.clause.end)
    source = piece.cut(_SEPARATOR.match(piece.s).end()).passage() if piece.s else item.passage()  # type: ignore[union-attr]
    label = f"{part.label} {part.tail}".strip()
    if part.value is None:
        return ReadTarget(source, sure, why, op=Op.QUALITATIVE, label=label)
    value = part.value
    return ReadTarget(
        source, sure, why, op=value.op, value=value.value, value_max=value.value_max,
        unit=_unit(item, value), label=label, bound=value.bound, direction=direction_of(label, value.op),
    )  # fmt: skip


def _unit(item: Strand, value: Value) -> str:
    """The unit as it is printed."""
    if not value.unit:
        return ""
    place = item.low.rfind(value.unit.lower(), value.first, value.last)
    return " ".join(item.s[place : place + len(value.unit)].split()) if place >= 0 else value.unit


def direction_of(label: str, op: Op) -> Direction | str:
    """Which way is better, where the operator or the name says so."""
    if op in {Op.DECREASE, Op.AT_MOST, Op.BELOW}:
        return Direction.LOWER
    if op in {Op.INCREASE, Op.AT_LEAST, Op.ABOVE}:
        return Direction.HIGHER
    return Direction.LOWER if words.LOWER_IS_BETTER.search(label.lower()) else ""


def _named(prefix: str, parts: list[_Part], targets: list[ReadTarget]) -> tuple[str, list[ReadTarget]]:
    """The name of the line, and the targets with the labels that remain."""
    first = parts[0].label
    others = [part for part in parts[1:] if part.label and not part.clause.part]
    if len(parts) == 1:
        name = (
            f"{prefix}: {first}" if prefix and not prefix.lower().startswith("về ") and first[:1].islower() else first
        )
        return name or prefix, [replace(targets[0], label=parts[0].tail.strip("()"))] if not prefix else [
            replace(targets[0], label="")
        ]
    if not others and first:
        name = f"{prefix}: {first}" if prefix else first
        return name, [replace(targets[0], label=""), *targets[1:]]
    if prefix and (first[:1].islower() or all(len(part.label) <= GRADE for part in parts if part.value)):
        return prefix, targets
    shared, labels = common([part.label for part in parts])
    if shared:
        return shared, [replace(target, label=label) for target, label in zip(targets, labels, strict=True)]
    return "; ".join(part.label for part in parts if part.label and not part.clause.part), targets
