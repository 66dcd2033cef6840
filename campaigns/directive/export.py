"""A reading as plain data with the keys of tests/data/truth, for the command line and for comparing."""

from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.directive.parts import (
    Confidence,
    Directive,
    Found,
    Passage,
    Read,
    ReadDeadline,
    ReadIndicator,
    ReadTarget,
    ReadWave,
    ReadWindow,
)

HEAD = ("doc_number", "doc_type", "issuer", "issued_on", "title", "theme", "year", "place", "signer")


def as_data(directive: Directive) -> dict[str, Any]:
    """JSON-ready data: the values as in the truth files, and beside them where each was read and how surely."""
    spans = [_span(wave, "name", wave.name) for wave in directive.waves]
    return {
        **{key: _value(getattr(directive, key)) for key in HEAD},
        "period": [_day(directive.starts_on), _day(directive.ends_on)],
        "indicators": [_indicator(one) for one in directive.indicators],
        "deadlines": [_deadline(one) for one in directive.deadlines],
        "windows": [_span(one, "what", one.what) | {"kind": str(one.kind)} for one in directive.windows],
        "phases": spans,
        "waves": spans,
        "awards": [
            {"scope": one.scope or None, "tier": one.tier, "quantity": one.quantity, "value_vnd": _whole(one.value_vnd)}
            | _whence(one)
            for one in directive.awards
        ],
        "bloc": _bloc(directive),
        "references": [one.value for one in directive.references],
        "recipients": [one.value for one in directive.recipients],
        "contents": [
            {"heading": one.heading, "text": one.text, "source": _place(one.source)} for one in directive.contents
        ],
        "warnings": [
            {"code": one.code, "message": one.sentence, "source": _place(one.source) if one.source else None}
            for one in directive.warnings
        ],
        "sources": {
            key: _whence(found)
            for key in (*HEAD, "starts_on", "ends_on")
            if (found := getattr(directive, key)) is not None
        },
    }


def _value(found: Found[Any] | None) -> Any:
    return found.value if found else None


def _day(found: Found[date] | None) -> str | None:
    return found.value.isoformat() if found else None


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None else None


def _number(value: Decimal | None) -> str | None:
    """The number with a decimal point and the decimals as printed."""
    return f"{value:f}" if value is not None else None


def _place(passage: Passage) -> dict[str, int]:
    return {"start": passage.start, "end": passage.end}


def _whence(found: Read) -> dict[str, Any]:
    data: dict[str, Any] = {"source": _place(found.source), "confidence": str(found.sure)}
    return data if found.sure == Confidence.SURE else data | {"why": found.why}


def _indicator(one: ReadIndicator) -> dict[str, Any]:
    return {"no": one.no or None, "name": one.name, "targets": [_target(target) for target in one.targets]} | _whence(
        one
    )


def _target(one: ReadTarget) -> dict[str, Any]:
    data: dict[str, Any] = {
        "label": one.label or None,
        "op": str(one.op.value),
        "value": _number(one.value),
        "value_max": _number(one.value_max),
        "unit": one.unit or None,
    }
    if one.bound:
        data["bound"] = one.bound
    if one.direction:
        data["direction"] = str(one.direction)
    return data | _whence(one)


def _deadline(one: ReadDeadline) -> dict[str, Any]:
    return {
        "what": one.what,
        "date": one.printed_on.isoformat(),
        "kind": str(one.kind) or None,
        "reading": str(one.reading),
        "addressee": str(one.addressee),
        "hour": one.hour.strftime("%H:%M") if one.hour else None,
    } | _whence(one)


def _span(one: ReadWave | ReadWindow, key: str, name: str) -> dict[str, Any]:
    return {key: name, "from": one.starts_on.isoformat(), "to": one.ends_on.isoformat()} | _whence(one)


def _bloc(directive: Directive) -> dict[str, Any] | None:
    bloc = directive.bloc
    if bloc is None:
        return None
    return {
        "name": bloc.name,
        "head": bloc.head or None,
        "deputy": bloc.deputy or None,
        "members": list(bloc.members),
    } | _whence(bloc)
