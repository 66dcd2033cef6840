"""How the pages of a cited document are written: "3", "3–5", "3, 7–9". Pure."""

import re

MOST = 30  # characters
WANTED = f"Hãy ghi số trang như “3”, “3–5” hoặc “3, 7–9” (không quá {MOST} ký tự)."
# "trang 3", as people write it: the word stands before the page wherever it is shown.
_WORD = re.compile(r"^(trang\b|tr\.|tr(?=\s*\d))\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;]|\bvà\b")
_PART = re.compile(r"(\d{1,4})(?:\s*[-–—]\s*(\d{1,4}))?")


def written(typed: str) -> str | None:
    """``typed`` as it is kept; "" for the whole document, None where it does not name pages."""
    pages = _WORD.sub("", typed.strip())
    if not pages:
        return ""
    parts = [_part(one.strip()) for one in _BETWEEN.split(pages)]
    kept = ", ".join(parts)
    return kept if all(parts) and len(kept) <= MOST else None


def _part(text: str) -> str:
    """One page, or from one to another; "" for anything else."""
    found = _PART.fullmatch(text)
    if found is None:
        return ""
    first, last = int(found[1]), int(found[2] or found[1])
    if not 0 < first <= last:
        return ""
    return str(first) if first == last else f"{first}–{last}"
