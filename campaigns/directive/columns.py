"""What the head of a column says that the column holds."""

import re

# What a head of a column says, on text without accents; the first that matches counts.
_HEADS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("no", r"(?:tt|stt|so tt|so thu tu|muc)$"),
        ("note", r"ghi chu|co quan|don vi (?:thuc hien|chu tri|theo doi|phu trach)|chu tri|thoi (?:gian|han)|"
            r"diem|so sanh|%? ?so voi|bien phap|phu trach|tang, ?giam|can cu"),
        ("unit", r"don vi(?: tinh)?$|dvt|d\.v\.t|dv tinh|don vi do"),
        ("past", r"(?:uoc |ket qua )?(?:thuc hien|th|dat)\b|\buoc\b|ket qua|nam truoc|hien trang|(?:so lieu|nam) goc"),
        ("plan", r"ke hoach|muc tieu|\bkh\b|phan dau|chi tieu (?:giao|nam|dang ky|phan dau)|giao|dang ky|"
            r"muc (?:dat|chi tieu|phan dau|giao)|nam \d{4}|gia tri|so luong|chi so|muc$"),
        ("name", r"chi tieu|noi dung|tieu chi|ten|danh muc|nhiem vu"),
    )
)  # fmt: skip


def kind_of(head: str) -> str:
    """What a column holds by its head, "" if that cannot be told; ``head`` has no accents."""
    return next((kind for kind, pattern in _HEADS if pattern.search(head.strip())), "")
