"""What a submission holds, place by place (campaigns/merging.py): written parts and lines of targets."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from campaigns.models import Submission
from campaigns.queries.submissions import TargetRow, WrittenPart, rows_to_register, written_parts

LineValues = dict[str, Any]
TEXT, LINE = "text", "line"


def as_line(value: Decimal | None, last_year: Decimal | None, measures: str) -> LineValues:
    """The values of one registration line."""
    return {"value": value, "last_year": last_year, "measures": measures}


def as_places(texts: Mapping[str, str], lines: Mapping[int, LineValues]) -> dict[str, Any]:
    """Texts by key of the outline and lines by target id, as places."""
    return {f"{TEXT}:{key}": text for key, text in texts.items()} | {f"{LINE}:{pk}": one for pk, one in lines.items()}


def of_kind(kind: str, places: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one kind of place, by what stands behind the colon."""
    return {name.partition(":")[2]: value for name, value in places.items() if name.partition(":")[0] == kind}


def places_in(parts: Iterable[WrittenPart], rows: Iterable[TargetRow]) -> dict[str, Any]:
    """The places of a submission whose parts and rows were read already."""
    lines = {row.target.pk: as_line(row.registered, row.last_year, row.measures) for row in rows}
    return as_places({written.part.key: written.text for written in parts}, lines)


def places_of(submission: Submission) -> dict[str, Any]:
    """Every place with what is stored; what was never written is empty, not missing."""
    return places_in(written_parts(submission), rows_to_register(submission))
