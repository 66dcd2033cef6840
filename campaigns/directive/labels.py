"""What a target or a line is called: labels without the words that lead to them, and what several have in common."""

import re
import unicodedata

from campaigns.directive import words

LEAD = re.compile(
    r"(?:[\s,;:.\-–+*•]|(?:phấn đấu|phần đầu|trong đó|đồng thời|cùng với đó|ngoài ra|và|riêng|cụ thể|"
    r"quyết tâm)(?: đến(?: cuối| hết)? năm \d{4}| trong năm(?: \d{4})?| năm \d{4})?(?=[\s,:])"
    r"|(?:đến|trong|hết|cuối|đến cuối|đến hết) năm \d{4}(?=[\s,:])|năm \d{4}(?=[ ,:]+(?!so |là )[^\W\d]))*"
)
_TAIL = re.compile(
    r"(?:[\s,;:.\-–/*]|\b(?:(?!^)(?<!chưa )(?<!không )đạt|lần lượt|tương ứng|là|ở mức|ước|khoảng|từ|được|và|mức)$)+$",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[^\W\d_]+")
_SYMBOLS = frozenset({"Mbps", "Gbps", "Hz", "Pa", "Wh"})


def common(labels: list[str]) -> tuple[str, list[str]]:
    """("Tỷ lệ trường chuẩn", ["mức độ 1", "mức độ 2"]) of ["Tỷ lệ trường chuẩn mức độ 1", "mức độ 2"]."""
    heads = [label.split() for label in labels]
    if any(not head for head in heads) or len({head[0] for head in heads[1:]}) != 1:
        return "", labels
    if heads[0][0].lower() == "không":
        return "", labels
    first, lengths = heads[0], {len(head) for head in heads[1:]}
    if heads[1][0] not in first[1:]:
        return "", labels
    place = first.index(heads[1][0], 1)
    if place < 2 or len(lengths) != 1 or len(first) - place not in lengths:
        return "", labels
    return " ".join(first[:place]), [" ".join(first[place:]), *labels[1:]]


def clean(text: str) -> str:
    """A label without what leads to it and what trails it."""
    text = " ".join(text.split())
    for _ in range(2):
        lead = LEAD.match(text.lower())
        text = text[lead.end() :] if lead else text
        if text.count("(") > text.count(")"):
            text = text.rstrip(" ,;.:") + ")" if "(" in text[-60:] and not text.endswith("(") else text.rstrip("( ")
        while text.count(")") > text.count("("):
            text = text[::-1].replace(")", "", 1)[::-1]
        text = _TAIL.sub("", text) if not text.lower().endswith("được và") else text
    return " ".join(text.split())


def unit_as_in_a_sentence(unit: str) -> str:
    """A unit out of a column of its own, "Tỷ đồng" or "NGƯỜI", as running text writes it; GRDP, USD and kWh stay."""
    return _CAPITALISED.sub(lambda word: word[0].lower() if _is_a_word(word) else word[0], unit)


def _is_a_word(found: re.Match[str]) -> bool:
    """Whether capitals are only those of a cell: accents make a word of "NGƯỜI", "ĐVT" has none; "hộ Khmer" stays."""
    letters = found[0]
    if letters in _SYMBOLS or len(letters) == 1:
        return False
    if letters.istitle():
        return not found.start() or bool(words.UNIT.fullmatch(f" {letters.lower()}"))
    return any(unicodedata.decomposition(char) for char in letters)


def capital(name: str) -> str:
    """A name with a capital at its beginning."""
    return name[:1].upper() + name[1:]
