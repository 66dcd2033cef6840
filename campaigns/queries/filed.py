"""What was filed last, read from its receipt: what everybody reads but the unit that is at work on it (P3, C5)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.models import LaunchDocument, ProgressEntry, RegisteredTitle, RegistrationLine, Submission, Title
from campaigns.outlines import OUTLINES, Part
from campaigns.queries.submissions import TargetRow, WrittenPart, row_of, targets_of

Frozen = Mapping[str, Any]


def filed_content(submission: Submission) -> dict[str, Any]:
    """Parts, rows, titles and document as the last receipt keeps them; receipts of earlier versions lack some keys.

    At most three queries.
    """
    receipt = submission.receipts.order_by("-pk").first()
    content = json.loads(bytes(receipt.payload))["content"] if receipt else {}
    return {
        "parts": _parts(submission, content.get("parts", [])),
        "rows": _rows(submission, content.get("targets", [])),
        "titles": [_title(one) for one in content.get("titles", [])],
        "document": _document(submission, content.get("launch_document", {})),
    }


def _parts(submission: Submission, frozen: Sequence[Frozen]) -> list[WrittenPart]:
    keys = {part.heading: part.key for part in OUTLINES[submission.kind]}
    return [
        WrittenPart(Part(one.get("key") or keys.get(one["heading"], ""), one["heading"], ""), one["text"])
        for one in frozen
    ]


def _rows(submission: Submission, frozen: Sequence[Frozen]) -> list[TargetRow]:
    """The targets of a launched campaign stay as they are, so the frozen lines stand in their order."""
    if not frozen:
        return []
    participation = submission.participation
    return [
        row_of(target, participation.campaign, _line(one), _figure(one), _decimal(one.get("assigned")))
        for target, one in zip(targets_of(participation), frozen, strict=False)
    ]


def _figure(one: Frozen) -> ProgressEntry | None:
    figure = ProgressEntry()
    figure.value, figure.as_of = _decimal(one.get("actual")), _day(one.get("as_of"))  # type: ignore[assignment]
    return figure if figure.value is not None else None


def _line(one: Frozen) -> RegistrationLine:
    return RegistrationLine(
        value=_decimal(one.get("registered")),
        last_year=_decimal(one.get("last_year")),
        measures=one.get("measures", ""),
        note=one.get("note", ""),
    )


def _title(one: Frozen) -> RegisteredTitle:
    title = Title(name=one["name"], holder=one["holder"], basis=one.get("basis", ""))
    return RegisteredTitle(title=title, number=one["number"], names="\n".join(one["names"]))


def _document(submission: Submission, one: Frozen) -> LaunchDocument:
    scan = one.get("file_sha256")
    return LaunchDocument(
        doc_number=one.get("doc_number", ""),
        issued_on=_day(one.get("issued_on")),
        summary=one.get("summary", ""),
        evidence=submission.participation.evidence.filter(file=scan).first() if scan else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
