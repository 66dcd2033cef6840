"""What was filed last, read from its receipt: for readers while the unit is at work on it again (integrity P3)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.enums import SubmissionKind
from campaigns.models import LaunchDocument, RegisteredTitle, RegistrationLine, Submission, Title
from campaigns.outlines import OUTLINES, Part
from campaigns.queries.submissions import TargetRow, WrittenPart, row_of, rows_for, targets_of

Frozen = Mapping[str, Any]


def filed_content(submission: Submission) -> dict[str, Any]:
    """Parts, rows, titles and document as the last receipt keeps them; receipts of earlier versions lack some keys.

    The figures of a report are those of the folder, which readers see anyway. Two queries.
    """
    receipt = submission.receipts.order_by("-pk").first()
    content = json.loads(bytes(receipt.payload))["content"] if receipt else {}
    return {
        "parts": _parts(submission, content.get("parts", [])),
        "rows": _rows(submission, content.get("targets", [])),
        "titles": [_title(one) for one in content.get("titles", [])],
        "document": _document(content.get("launch_document", {})),
    }


def _parts(submission: Submission, frozen: Sequence[Frozen]) -> list[WrittenPart]:
    keys = {part.heading: part.key for part in OUTLINES[submission.kind]}
    return [
        WrittenPart(Part(one.get("key") or keys.get(one["heading"], ""), one["heading"], ""), one["text"])
        for one in frozen
    ]


def _rows(submission: Submission, frozen: Sequence[Frozen]) -> list[TargetRow]:
    """The targets of a launched campaign stay as they are, so the frozen lines stand in their order."""
    if submission.kind != SubmissionKind.REGISTER:
        return rows_for(submission)
    participation = submission.participation
    return [
        row_of(target, participation.campaign, _line(one), None, _decimal(one.get("assigned")))
        for target, one in zip(targets_of(participation), frozen, strict=False)
    ]


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


def _document(one: Frozen) -> LaunchDocument:
    day = one.get("issued_on")
    return LaunchDocument(
        doc_number=one.get("doc_number", ""),
        issued_on=date.fromisoformat(day) if day else None,
        summary=one.get("summary", ""),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
