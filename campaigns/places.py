"""What a unit writes into a submission, place by place (see ``merging``): parts, lines, titles, its document.

A place is called "text:<key of the outline>", "line:<target id>", "titles" or "document". Pure.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

LineValues = dict[str, Any]
TEXT, LINE, TITLES, DOCUMENT = "text", "line", "titles", "document"


@dataclass(frozen=True)
class TitleValues:
    """One title to compete for: how many (None: not said yet), names one per line."""

    title_id: int
    number: int | None
    names: str = ""


@dataclass(frozen=True)
class LaunchValues:
    """The unit's own launching document; ``evidence_id`` is the scan among the unit's evidence."""

    doc_number: str = ""
    issued_on: date | None = None
    summary: str = ""
    evidence_id: uuid.UUID | None = None


def as_line(value: Decimal | None, last_year: Decimal | None, measures: str, note: str = "") -> LineValues:
    """The values of one registration line."""
    return {"value": value, "last_year": last_year, "measures": measures, "note": note}


def as_places(
    texts: Mapping[str, str],
    lines: Mapping[int, LineValues] | None = None,
    titles: Iterable[TitleValues] | None = None,
    document: LaunchValues | None = None,
) -> dict[str, Any]:
    """Texts by key of the outline, lines by target id, all titles, the document; None has no place."""
    places: dict[str, Any] = {f"{TEXT}:{key}": text for key, text in texts.items()}
    places |= {f"{LINE}:{pk}": one for pk, one in (lines or {}).items()}
    if titles is not None:
        places[TITLES] = {one.title_id: [one.number, one.names] for one in titles}
    if document is not None:
        places[DOCUMENT] = asdict(document)
    return places


def of_kind(kind: str, places: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one kind of place, by what stands behind the colon ("" where there is no more than one)."""
    return {name.partition(":")[2]: value for name, value in places.items() if name.partition(":")[0] == kind}
