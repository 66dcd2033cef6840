"""Capitals back to ordinary writing: "ỦY BAN NHÂN DÂN TỈNH HOA SƠN" is "Ủy ban nhân dân tỉnh Hoa Sơn"."""

import re

_PLACES = ("tỉnh", "huyện", "xã", "phường", "quận", "thị trấn", "thị xã", "thành phố", "đặc khu")
# "Bảo hiểm xã hội", "tỉnh đoàn" and "tỉnh ủy" are no places.
_NAMED_AFTER = re.compile(
    rf"\b(?:{'|'.join(_PLACES)})(?! (?:hội|đoàn|ủy)\b)((?: (?!(?:{'|'.join(_PLACES)})\b)[^\W\d_]+){{1,4}})"
)
_SHORT = re.compile(
    r"\b(?:UBND|HĐND|MTTQ|THCS|THPT|THPTDT|PTDTBT|PTDTNT|TH|MN|GD&ĐT|GDĐT|TĐKT|LĐLĐ|CĐCS|BHXH|CTCP|TNHH|TMCP|MTV|BCH|"
    r"QLDA|PCCC|"
    r"OCOP|BTV|TW|XHCN|ĐTXD|CĐ|ĐH|KCN|II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XV|XVI|XVII|XVIII|XIX|XX|XXI|XXII|"
    r"XXIII|XXIV|XXV)\b"
)
_NOUNS = (
    "thi đua - khen thưởng", "Thi đua - Khen thưởng", "liên đoàn lao động", "Liên đoàn Lao động", "giáo dục và đào tạo",
    "Giáo dục và Đào tạo", "liên hiệp phụ nữ", "Liên hiệp Phụ nữ", "sở y tế", "Sở Y tế", "sở nội vụ", "Sở Nội vụ",
    "công an", "Công an", "mặt trận tổ quốc việt nam", "Mặt trận Tổ quốc Việt Nam", "việt nam", "Việt Nam",
    "đoàn tncs hồ chí minh", "Đoàn TNCS Hồ Chí Minh", "hồ chí minh", "Hồ Chí Minh", "đảng ủy", "Đảng ủy",
    "đảng bộ", "Đảng bộ", "nông thôn mới", "nông thôn mới", "hội cựu chiến binh", "Hội Cựu chiến binh",
    "công ty cổ phần", "Công ty Cổ phần", "trường đại học", "Trường Đại học", "trường cao đẳng", "Trường Cao đẳng",
    "chi nhánh", "Chi nhánh", "huyện ủy", "Huyện ủy", "tỉnh ủy", "Tỉnh ủy", "thành ủy", "Thành ủy",
    "ủy ban nhân dân xã", "ủy ban nhân dân xã", "ủy ban nhân dân phường", "ủy ban nhân dân phường",
    "tỉnh đoàn", "Tỉnh đoàn", "hội nông dân", "Hội Nông dân", "quân đội nhân dân", "Quân đội nhân dân",
)  # fmt: skip
# A school bears the name of a person or a place.
_SCHOOL = re.compile(
    rf"\btrường (?:mầm non|mẫu giáo|tiểu học|thcs|thpt|ptdtnt|ptdtbt)((?: (?!(?:và|số|dân|{'|'.join(_PLACES)})\b)"
    r"[^\W\d_]+){1,4})$",
    re.IGNORECASE,
)
# A company bears the name of its trade, then one of its own, mostly of two words.
_COMPANY = re.compile(
    r"\b(?:công ty cổ phần|công ty tnhh(?: mtv| một thành viên)?|tổng công ty|tập đoàn|ngân hàng tmcp) "
    r"(?!cổ phần|tnhh)(?P<trade>[^\W\d_]+(?: [^\W\d_]+){1,6}?)(?P<own>(?: [^\W\d_]+){2})(?=$| -)",
    re.IGNORECASE,
)
LONGEST, BODY = 8, 20_000


def in_capitals(text: str) -> bool:
    """Whether most of the letters are capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) >= 0.85 * len(letters)


def ordinary(text: str, body: str) -> str:
    """``text`` in ordinary writing, names as ``body`` writes them elsewhere; unchanged if it is not in capitals."""
    if not in_capitals(text):
        return text
    written = _SHORT.sub(lambda found: found[0].upper(), text.lower())
    for short in _SHORT.findall(text):
        written = re.sub(rf"\b{re.escape(short.lower())}\b", short, written)
    written = _NAMED_AFTER.sub(lambda found: found[0][: found.start(1) - found.start()] + _title(found[1]), written)
    written = _SCHOOL.sub(lambda found: found[0][: found.start(1) - found.start()] + _title(found[1]), written)
    written = _as_in(written, body[:BODY])
    for low, usual in zip(_NOUNS[::2], _NOUNS[1::2], strict=True):
        written = re.sub(rf"(?i)\b{low}\b", usual, written)
    written = _COMPANY.sub(_company, written)
    written = re.sub(r"([“\"])(\w)", lambda found: found[1] + found[2].upper(), written)
    return written[:1].upper() + written[1:]


def _title(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split(" "))


def _company(found: re.Match[str]) -> str:
    """As in "Công ty Cổ phần Dệt may Hưng Hà", "Tổng công ty Than và Khoáng sản Đông Sơn"."""
    kind = found[0][: found.start("trade") - found.start()]
    trade = re.sub(r"(?:^|(?<= và ))\w", lambda first: first[0].upper(), found["trade"])
    return f"{kind}{trade}{_title(found['own'])}"


def _as_in(text: str, body: str) -> str:
    """Runs of words written as the body writes them in the middle of a sentence, the longest first."""
    words, low = re.split(r"([^\w&-]+)", text), body.lower()
    place = 0
    while len(low) == len(body) and place < len(words):
        for length in range(min(2 * LONGEST - 1, len(words) - place), 2, -2):
            usual = _usual("".join(words[place : place + length]), body, low)
            if usual:
                words[place : place + length] = re.split(r"([^\w&-]+)", usual)
                place += length - 1
                break
        place += 1
    return "".join(words)


def _usual(run: str, body: str, low: str) -> str:
    """How the body mostly writes ``run`` outside capitals, "" if it does not; of equals the plainer."""
    counts: dict[str, int] = {}
    at = low.find(run.lower())
    while at >= 0:
        found = body[at : at + len(run)]
        if not found.isupper() and not _opens_a_sentence(found) and _whole_words(body, at, at + len(run)):
            counts[found] = counts.get(found, 0) + 1
        at = low.find(run.lower(), at + 1)
    return max(counts, key=lambda found: (counts[found], found.swapcase())) if counts else ""


def _opens_a_sentence(found: str) -> bool:
    """Two words of which only the first has a capital: more often the start of a sentence than a name."""
    words = found.split()
    return len(words) == 2 and words[0][:1].isupper() and not words[1][:1].isupper()


def _whole_words(body: str, start: int, end: int) -> bool:
    return not (start and body[start - 1].isalnum()) and not (end < len(body) and body[end].isalnum())
