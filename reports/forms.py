"""What the leader's office types in the report of its bloc."""

from collections.abc import Mapping
from typing import Any

from campaigns.forms.drafted import DraftForm
from reports.documents.bloc_facts import UnitText
from reports.models import BlocText
from reports.queries.bloc_texts import parts_of


class BlocTextForm(DraftForm):
    """The bloc's own part of a report."""

    def __init__(self, *args: Any, row: BlocText, **kwargs: Any) -> None:
        super().__init__(*args, parts=parts_of(row), initial={"version": row.version}, **kwargs)
        self.row = row

    def rows(self, members: Mapping[str, list[UnitText]]) -> list[dict[str, Any]]:
        """Each part with its text area, what is stored, and what the members wrote in theirs."""
        return [
            {
                "part": one.part,
                "field": self[f"text_{one.part.key}"],
                "stored": one.text,
                "members": members.get(one.part.key, []),
            }
            for one in self.parts
        ]
