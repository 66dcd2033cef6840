"""Dated duties: what is due, to whom, by when, and how the day is meant."""

import re
from collections.abc import Iterator
from datetime import date

from campaigns.directive.dates import Day, days_of, hour_of
from campaigns.directive.lines import Item
from campaigns.directive.parts import Confidence, Passage, ReadDeadline
from campaigns.directive.spans import Span, context_of
from campaigns.directive.strand import Strand
from campaigns.enums import Addressee, Reading, SubmissionKind

_HOUR = r"(?:\d{1,2} ?(?:giờ|h|g|:) ?(?:\d{2})?(?: ?phút)?,? ?)?"
_BEFORE = re.compile(rf"trước(?: thời điểm| thời hạn| hạn)?(?: lúc)? ?{_HOUR}(?:(?:của )?ngày )?(?:là )?$")
_BY_THEN = re.compile(
    rf"(?:(?:chậm|muộn) nhất|hạn (?:cuối cùng|cuối|chót|nộp|gửi)(?: (?:nộp|gửi)?[^.;:]{{0,60}}(?=:))?|"
    rf"thời (?:hạn|gian) (?:gửi|nộp|hoàn thành|"
    rf"báo cáo)[^.;:]{{0,40}}|đến hết|không (?:muộn|chậm|quá|trễ)(?: hơn)?|"
    rf"hạn|hạn định|xong|hoàn thành|muộn|hết hạn|kết thúc)[\s:]*(?:là|vào|đến|trong|lúc|hết|"
    rf"xong)*[\s:]*{_HOUR}(?:hết )?(?:(?:vào )?ngày ?)?$"
)
_DUTY = re.compile(
    r"gửi|nộp|báo cáo|đăng ký|hoàn thành|ban hành|xây dựng|phát động|trình|ký|tham mưu|tổng hợp|hồ sơ|xong|"
    r"triển khai|lập|"
    r"chuyển|thông báo|tổ chức|bản đăng|văn bản|sơ kết|tổng kết|chấm điểm|bình xét|tự chấm|kế hoạch|thẩm định|cung cấp"
)
_NO_DUTY = re.compile(
    r"(?:có hiệu lực|thành lập|sinh|nghỉ hưu|tuyển dụng|khởi công|tính|kể|"
    r"ban hành kèm theo)(?: \w+){0,3} ?(?:trước|từ|đến hết|hết)?[^.;,]{0,20}$"
)
# The last of these before the day tells the kind.
_KINDS = (
    (SubmissionKind.SELF_SCORE, re.compile(r"tự chấm|bảng (?:chấm )?điểm|tự đánh giá|chấm điểm(?= gửi|,|$)")),
    (SubmissionKind.REGISTER, re.compile(r"đăng ký|giao ước")),
    (SubmissionKind.MIDTERM_REPORT, re.compile(r"sơ kết|6 tháng|sáu tháng|giữa kỳ|giữa năm|học kỳ i\b|học kỳ 1|"
        r"giai đoạn 1|đợt 1|quý ii\b")),
    (SubmissionKind.FINAL_REPORT, re.compile(r"tổng kết|báo cáo năm|kết quả năm|cuối năm|cả năm|"
        r"hồ sơ (?:đề nghị )?(?:khen thưởng|xét|thi đua)|kết thúc")),
    (SubmissionKind.LAUNCH_DOCUMENT, re.compile(r"phát động|hưởng ứng|kế hoạch(?! phát triển)|văn bản triển khai|"
        r"triển khai")),
)  # fmt: skip
_STRONG = {
    SubmissionKind.REGISTER,
    SubmissionKind.MIDTERM_REPORT,
    SubmissionKind.FINAL_REPORT,
    SubmissionKind.SELF_SCORE,
}
_LEADER = re.compile(
    r"(?:gửi|nộp|báo cáo|cho|về|tới|đến|trình|qua)[^.;]{0,90}?(?:trưởng khối|cụm trưởng|trưởng cụm|khối trưởng)"
)
_CLAUSE_ENDS = re.compile(r";|\)(?: và|,)(?= |$)|\. |\((?=[^()]*$)|[”\"] ")
_DOCUMENT_FIRST = re.compile(
    r"(?P<what>(?:báo cáo|văn bản|hồ sơ|kế hoạch|bản đăng ký|đăng ký|bảng|kết quả|bản)\b.*?),? (?P<verb>gửi|"
    r"nộp)\b ?(?P<to>.*)$"
)
_VERB = re.compile(r"\b(?:gửi|nộp|báo cáo|đăng ký|hoàn thành|ban hành|xây dựng|phát động|tham mưu|tổng hợp|trình|ký)\b")
_TRAIL = re.compile(r"[\s,:;(\-–]+(?:vào|là|thời gian|xong)?[\s,:;(]*$")
_HANDS_IN = re.compile(r"gửi|nộp|đăng ký|báo cáo|hoàn thành|ban hành|trình|ký")
_NUMBERED = re.compile(r"^(?:\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+|[\W_]+)?(?:và |đồng thời |sau đó )?")
_PAPER = re.compile(r"báo cáo(?: kết quả| tổng kết| sơ kết)?|văn bản|hồ sơ|kế hoạch|bản đăng ký|đăng ký|bảng|bản")
_DOCUMENTS: dict[str, str] = {
    SubmissionKind.REGISTER: "bản đăng ký thi đua",
    SubmissionKind.LAUNCH_DOCUMENT: "văn bản phát động",
    SubmissionKind.MIDTERM_REPORT: "báo cáo sơ kết",
    SubmissionKind.FINAL_REPORT: "báo cáo tổng kết",
    SubmissionKind.SELF_SCORE: "bảng tự chấm điểm",
}
LONGEST, NEAR, FAR = 180, 400, 1_200


def read_deadlines(
    items: list[Item], spans: list[Span], *, year: int, after: date | None, period: tuple[Passage, ...]
) -> list[ReadDeadline]:
    """All dated duties in reading order; the days of spans (waves, reviews) and of the ``period`` are none."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        taken.setdefault(span.item.place, []).append((span.start, span.end))
    found: list[ReadDeadline] = []
    for item in items:
        if item.cells and not re.search(r"trước|chậm nhất|hạn", item.whole.low):
            continue
        days = days_of(item.whole.low, year=year, after=after)
        busy = taken.get(item.place, [])
        free = [day for day in days if not any(a <= day.start < b for a, b in busy)]
        found += _of_item(item, [day for day in free if item.whole.passage(day.start, day.end) not in period])
    return found


def _of_item(item: Item, days: list[Day]) -> Iterator[ReadDeadline]:
    """The duties of an item; a day without words of its own takes those of the day before it."""
    text = item.whole
    floor = 0
    inherited = ""
    for day in days:
        reading = _reading(text, day, floor)
        if reading is None:
            continue
        cue, how = reading
        start = _clause_start(text.low, max(floor, cue - FAR), cue)
        clause = text.cut(start, cue)
        said = clause.low
        end = _after(text.low, day.end)
        tail = text.low[day.end : end]
        near = text.low[max(0, cue - NEAR) : day.start]
        if _NO_DUTY.search(said) or not (_DUTY.search(said) or _DUTY.search(tail) or _DUTY.search(near)):
            continue
        alone = _DUTY.search(said) or not tail.strip(" ,.") or (inherited and not said)
        whole = clause if alone and said else text.cut(start, day.start if alone else end)
        telling = (_said_after(text.low, day.end), said, tail, inherited.replace("lần lượt", ""), near)
        kind = next(filter(None, map(_kind, (*telling, context_of(item, 1)))), "")
        what = _what(whole.s, kind, inherited)
        floor, inherited = day.end, said if _PAPER.search(said) else inherited
        yield ReadDeadline(
            text.passage(start, day.end),
            *_confidence(day, kind),
            what=what, kind=kind, printed_on=day.day, reading=how,
            addressee=Addressee.BLOC_LEADER if _LEADER.search(text.low[start:end]) else Addressee.STANDING_BODY,
            hour=hour_of(text.low[cue : day.start]),
        )  # fmt: skip


def _reading(text: Strand, day: Day, floor: int) -> tuple[int, Reading] | None:
    """(where the words of the day begin, how it is meant), None if it is no deadline."""
    lead = text.low[floor : day.start]
    if day.whole and text.low.startswith(("trong", "hết", "đến hết", "cuối"), day.start):
        earlier = _BEFORE.search(lead) or _BY_THEN.search(lead)
        if not earlier and not _HANDS_IN.search(lead[-NEAR:]):
            return None
        return floor + (earlier.start() if earlier else len(lead)), Reading.END_OF_DAY
    if found := _BEFORE.search(lead):
        return floor + found.start(), Reading.BEFORE_DAY
    if found := _BY_THEN.search(lead):
        return floor + found.start(), Reading.END_OF_DAY
    return None


def _clause_start(low: str, floor: int, cue: int) -> int:
    """Where the clause that ends at ``cue`` begins."""
    ends = [found.end() for found in _CLAUSE_ENDS.finditer(low, floor, cue)]
    return ends[-1] if ends else floor


def _after(low: str, place: int) -> int:
    found = re.compile(r"[;).]").search(low, place, place + NEAR)
    return found.start() if found else min(len(low), place + NEAR)


def _said_after(low: str, place: int) -> str:
    """As in "(tổng kết)" directly after the day."""
    found = re.compile(r"\s?\(([^()]{3,60})\)").match(low, place)
    return found[1] if found else ""


def _kind(low: str) -> str:
    """The kind that the nearest telling words name, "" if none does; a report is more telling than a plan."""
    places = {kind: [one.start() for one in pattern.finditer(low)] for kind, pattern in _KINDS}
    told = {kind: found[-1] for kind, found in places.items() if found}
    strong = {kind: place for kind, place in told.items() if kind in _STRONG}
    if SubmissionKind.SELF_SCORE in strong and len(strong) > 1:
        del strong[SubmissionKind.SELF_SCORE]
    best = strong or told
    in_turn = (
        min if "lần lượt" in low else max
    )  # "báo cáo 6 tháng, cả năm lần lượt trước ngày …": the first comes first
    return in_turn(best, key=lambda kind: best[kind]) if best else ""


def _confidence(day: Day, kind: str) -> tuple[Confidence, str]:
    if day.guessed:
        return Confidence.LIKELY, "Văn bản không ghi năm; lấy năm của phong trào"
    if not kind:
        return Confidence.LIKELY, "Chưa rõ phải nộp loại văn bản nào"
    return Confidence.SURE, ""


def _what(clause: str, kind: str, inherited: str) -> str:
    """The duty in a few words that begin with what is to be done."""
    said = _NUMBERED.sub("", _TRAIL.sub("", clause)).strip(" ,:;.")
    if said.count("(") > said.count(")"):
        said += ")"
    paper = _PAPER.search(inherited)
    if paper and not _PAPER.search(said.lower()):
        said = f"{paper[0]} {said}"
    if document := _DOCUMENT_FIRST.search(said.lower()):
        what, to = said[document.start("what") : document.end("what")], said[document.start("to") :].strip()
        to = f"về {to}" if to[:1].isupper() else to
        said = f"{document['verb'].capitalize()} {what[:1].lower()}{what[1:]} {to}".strip()
    elif verb := _VERB.search(said.lower()):
        said = said[verb.start() :]
    if kind in _DOCUMENTS and _kind(said.lower()) != kind:
        said = f"{said} ({_DOCUMENTS[kind]})".strip()
    if len(said) > LONGEST:
        said = said[:LONGEST].rsplit(" ", 1)[0] + "…"
    return said[:1].upper() + said[1:]
