"""Canonical bytes: the same content always gives the same bytes and the same hash (integrity C5)."""

import base64
import hashlib
import json
import re
import unicodedata
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

SCHEMA = 1
LOOKALIKES = str.maketrans("018", "OIB")


def canonical_bytes(content: Any) -> bytes:
    """JSON in UTF-8, NFC, sorted keys, no spaces; decimals as plain strings, instants as UTC ISO.

    TypeError for what JSON cannot say.
    """
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(payload: bytes) -> str:
    """The hexadecimal SHA-256 of ``payload``."""
    return hashlib.sha256(payload).hexdigest()


def receipt_code(payload: bytes) -> str:
    """The first 20 base32 characters of the hash in groups of five: short enough to read over the telephone."""
    text = base64.b32encode(hashlib.sha256(payload).digest()).decode()[:20]
    return _grouped(text)


def read_code(typed: str) -> str:
    """A receipt code as a person typed or dictated it, in the form in which it is kept; "" for what is none.

    Spaces, dashes and case do not matter; 0, 1 and 8, which base32 does not know, are the letters they look like.
    """
    text = re.sub(r"[\s\-–—.]", "", typed).upper().translate(LOOKALIKES)
    return _grouped(text) if re.fullmatch(r"[A-Z2-7]{20}", text) else ""


def _grouped(text: str) -> str:
    return "-".join(text[at : at + 5] for at in range(0, len(text), 5))


def _plain(value: Any) -> Any:
    """``value`` in the types of JSON; the first row of the table that fits decides."""
    return next((write(value) for types, write in PLAIN if isinstance(value, types)), value)


def _decimal_text(value: Decimal) -> str:
    """Without exponent and trailing zeros: the database's scale is not part of the content."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


PLAIN: list[tuple[Any, Callable[[Any], Any]]] = [
    (dict, lambda value: {str(key): _plain(one) for key, one in value.items()}),
    ((list, tuple), lambda value: [_plain(one) for one in value]),
    (Decimal, _decimal_text),
    (datetime, lambda value: value.astimezone(UTC).isoformat()),
    ((date, uuid.UUID), str),
    (str, lambda value: unicodedata.normalize("NFC", str(value))),
]
