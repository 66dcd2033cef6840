"""Canonical bytes: the same content always gives the same bytes and the same hash (integrity C5)."""

import base64
import hashlib
import json
import unicodedata
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

SCHEMA = 1


def canonical_bytes(content: Any) -> bytes:
    """JSON in UTF-8, NFC, sorted keys, no spaces; decimals as plain strings, instants as UTC ISO. TypeError otherwise."""
    return json.dumps(_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(payload: bytes) -> str:
    """The hexadecimal SHA-256 of ``payload``."""
    return hashlib.sha256(payload).hexdigest()


def receipt_code(payload: bytes) -> str:
    """The first 20 base32 characters of the hash in groups of five: short enough to read over the telephone."""
    text = base64.b32encode(hashlib.sha256(payload).digest()).decode()[:20]
    return "-".join(text[at : at + 5] for at in range(0, 20, 5))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | uuid.UUID):
        return str(value)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    return value


def _decimal_text(value: Decimal) -> str:
    """Without exponent and trailing zeros: the database's scale is not part of the content."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
