"""Who issues the document: the heading block, else what the text says of its author."""

import re
from collections import Counter

from campaigns.directive.casing import in_capitals, ordinary
from campaigns.directive.head import Head
from campaigns.directive.lines import Item
from campaigns.directive.parts import Confidence, Found, ReadBloc
from campaigns.directive.strand import Strand, join
from campaigns.directive.words import UPPER

_MOTTO = re.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam|doc lap ?[-–—]? ?tu do ?[-–—]? ?hanh phuc|dang cong san viet nam)"
)
_NOT_AUTHORITY = re.compile(
    r"[\W\d_]*$|du thao|khan|mat\b|hoa toc|ban sao|v/v|ve viec|ctcp$|tnhh|\*|\(|phu luc|so ?:|ngay|mau so|"
    r"kinh gui|lien tich|cuc truong$"
)
_PLACE_LINE = re.compile(r"(?:tinh|huyen|xa|phuong|quan|thi tran|thi xa|thanh pho|tp\.?|dac khu) (?!uy\b|doan\b)")
_OF_PLACE = re.compile(r"(?:sở|phòng|hội đồng|ban|văn phòng|cục|chi cục|thanh tra|cụm thi đua|khối thi đua)\b")
_HAS_PLACE = re.compile(r"\b(?:tinh|huyen|xa|phuong|quan|thanh pho) (?!hoi\b)")
_GOES_ON = re.compile(r"\b(?:cong ty(?: co phan| tnhh)?|va|cac|cac to chuc|khoi|hop tac xa)$")
_LOWER_COMMITTEE = re.compile(r"(?:uy ban nhan dan|ubnd) (?:xa|phuong|thi tran|dac khu|huyen) ")
_HIGHER_PLACE = re.compile(r"(?:tinh|huyen|thanh pho|quan|thi xa) (?!uy\b|doan\b)")
_ORGAN = re.compile(r"(?:ban thuong vu|ban chap hanh)$")  # of the authority above it
_BARE_LEVEL = re.compile(r" (?:tỉnh|huyện|quận|thành phố|thị xã)$")
_PLACE_IN = re.compile(rf"\b([Tt]ỉnh|[Hh]uyện|[Qq]uận|[Tt]hành phố|[Tt]hị xã) ([{UPPER}]\w*(?: [{UPPER}]\w*){{0,3}})")
_BRANCH = re.compile(r"(?i)(?:bch|ban chấp hành) ((?:tỉnh|huyện|xã|phường|thành phố|quận|thị xã|thị trấn) .+)")
_BLOC_LEADER = re.compile(r"(?:don vi )?(?:truong khoi|cum truong|truong cum|khoi truong)\b")
_COMMITTEE = re.compile(
    r"(?:chủ tịch )?(?:ủy ban nhân dân|ubnd) (tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\b"
)
_SPEAKS = re.compile(r"ban hành|phát động|yêu cầu|xây dựng|tổ chức|triển khai")
_LEADS = re.compile(r"(?P<bloc>(?:trưởng khối|cụm trưởng|trưởng cụm)[^,.;:]{3,80}?) (?:ban hành|xây dựng|triển khai)")


def read_issuer(head: Head, items: list[Item], page: Strand, bloc: ReadBloc | None) -> Found[str] | None:
    """The issuer as it is named in full."""
    lines = [line for line in map(_left, head.above) if line.s and not _is_noise(line)]
    lines = [line for line in lines if in_capitals(line.s)]
    if lines:
        return _from_block(lines, page)
    return _bloc_leader(head, items, bloc) or _from_text(head, items, page)


def _left(line: Strand) -> Strand:
    """The line without the national name beside it."""
    motto = _MOTTO.search(line.bare)
    return line.cut(0, motto.start()) if motto else line


def _is_noise(line: Strand) -> bool:
    return bool(_NOT_AUTHORITY.match(line.bare))


def _from_block(lines: list[Strand], page: Strand) -> Found[str]:
    """The last authority of the block; the ones above it are its superiors."""
    groups: list[list[Strand]] = []
    for line in lines:
        if groups and _is_rest(groups[-1][-1], line):
            groups[-1].append(line)
        elif not (groups and _is_place_above(groups[-1][-1], line)):
            groups.append([line])
    if len(groups) > 1 and _ORGAN.match(groups[-1][0].bare):
        groups.pop()
    names = [_in_full(ordinary(" ".join(piece.s for piece in group), page.s)) for group in groups]
    if len(names) > 1 and (branch := _BRANCH.match(names[-1])):
        names[-1] = f"{names[-2].removesuffix(' Việt Nam')} {branch[1]}"
    source = join(groups[-1]).passage()
    if len(names) > 1 and _BLOC_LEADER.match(groups[-1][0].bare):
        source = join([*groups[-2], *groups[-1]]).passage()
        return Found(source, value=f"{names[-2]} ({names[-1]})")
    if len(names) > 1 and (whole := _with_place(names[-1], names[-2], page)):
        return Found(source, Confidence.LIKELY, "Ghép tên địa phương từ cơ quan cấp trên", value=whole)
    return Found(source, value=names[-1])


def _with_place(name: str, superior: str, page: Strand) -> str:
    """The name of an office with the place of its superior, as the document joins them; "" where it needs none."""
    of_place = _OF_PLACE.match(name.lower()) or _BARE_LEVEL.search(name)
    above = _PLACE_IN.search(superior)
    if not of_place or _PLACE_IN.search(name) or not above:
        return ""
    joined = _BARE_LEVEL.sub("", name)
    short = f"{joined} {above[2]}"
    return short if short in page.s else f"{joined} {above[1].lower()} {above[2]}"


def _is_rest(before: Strand, line: Strand) -> bool:
    """Whether a line goes on with the name that the one before it began."""
    place_follows = _PLACE_LINE.match(line.bare) and not _HAS_PLACE.search(before.bare)
    return bool(place_follows or _GOES_ON.search(before.bare))


def _is_place_above(before: Strand, line: Strand) -> bool:
    """As the second line of "UBND XÃ PHÚ SƠN", "TỈNH THANH HÓA": only where the committee is."""
    return bool(_LOWER_COMMITTEE.match(before.bare) and _HIGHER_PLACE.match(line.bare))


def _in_full(name: str) -> str:
    return re.sub(r"^(?:UBND|Uỷ ban nhân dân)\b", "Ủy ban nhân dân", name)


def _bloc_leader(head: Head, items: list[Item], bloc: ReadBloc | None) -> Found[str] | None:
    """The leader of the bloc whose plan this is."""
    if bloc is None or not bloc.head:
        return None
    for item in items[head.body : head.body + 8]:
        found = _LEADS.search(item.whole.low)
        if found:
            office = item.whole.s[found.start("bloc") : found.end("bloc")]
            place = head.place.value if head.place else ""
            name = f"{bloc.head} {place}" if bloc.head.endswith(("tỉnh", "huyện", "thành phố")) and place else bloc.head
            source = item.whole.passage(found.start("bloc"), found.end("bloc"))
            return Found(
                source,
                Confidence.LIKELY,
                "Không có phần đầu văn bản; lấy theo đơn vị Trưởng khối",
                value=f"{name} ({office})",
            )
    return None


def _from_text(head: Head, items: list[Item], page: Strand) -> Found[str] | None:
    """As in "Chủ tịch UBND tỉnh ban hành …" with the place of the date line, or the place the text names most often."""
    for item in items[head.body : head.body + 40]:
        for found in _COMMITTEE.finditer(item.whole.low):
            if not _SPEAKS.search(item.whole.low, found.end(), found.end() + 60):
                continue
            level = found[1]
            name = head.place.value if head.place else _named_most(page, level)
            source = item.whole.passage(found.start(), found.end())
            value = f"Ủy ban nhân dân {level} {name}".strip()
            return Found(source, Confidence.LIKELY, "Không có phần đầu văn bản; lấy theo nội dung", value=value)
    return None


def _named_most(page: Strand, level: str) -> str:
    names = Counter(found[2] for found in _PLACE_IN.finditer(page.s) if found[1] == level)
    return names.most_common(1)[0][0] if names else ""
