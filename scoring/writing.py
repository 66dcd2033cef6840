"""How people write what a row asks for beside figures: ranks, grades, answers."""

import re

from core.text import clean

MOST_RANKS = 20
YES, NO = "Y", "N"
ANSWER_WORDS = {YES: "Có", NO: "Không"}
SAID = {"có": YES, "y": YES, "đạt": YES, "không": NO, "n": NO, "không đạt": NO}
RANKS_REFUSED = "Thứ hạng là số nguyên từ 1; nhiều nơi xếp hạng thì cách nhau bằng dấu chấm phẩy, ví dụ 1; 2; 2."


def ranks_of(text: str) -> list[int]:
    """The ranks in "1; 2; 2", none in ""; ValueError with the sentence (N01)."""
    parts = [part for part in re.split(r"[;,\s]+", clean(text)) if part]
    if not all(re.fullmatch(r"[1-9][0-9]{0,3}", part) for part in parts) or len(parts) > MOST_RANKS:
        raise ValueError(RANKS_REFUSED)
    return [int(part) for part in parts]


def grade_of(text: str) -> str:
    """A, B, C or D, "" for nothing; ValueError with the sentence."""
    grade = clean(text).upper()[:1] if clean(text) else ""
    if grade not in ("", "A", "B", "C", "D"):
        raise ValueError("Ghi một mức A, B, C hoặc D.")
    return grade


def answer_of(text: str) -> str:
    """Y or N for "Có", "Không", "Đạt", "Không đạt"; "" for nothing; ValueError with the sentence."""
    said = clean(text).lower()
    if said and said not in SAID:
        raise ValueError("Ghi Có hoặc Không.")
    return SAID.get(said, "")


def ranks_in_words(ranks: list[int]) -> str:
    """As ``ranks_of`` reads them."""
    return "; ".join(map(str, ranks))
