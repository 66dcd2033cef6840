"""The draft of a submission: a text area per part. More: ``registrations``, ``launch_documents``."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from campaigns.aids import Aid
from campaigns.forms.drafted import DraftForm
from campaigns.models import Remark
from campaigns.queries.remarks import Place

Remarks = Mapping[Place, list[Remark]]


class SubmissionForm(DraftForm):
    """The draft of one submission, with what the addressee asked to be mended in each part."""

    def __init__(self, *args: Any, read_remarks: Callable[[], Remarks] = dict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read_remarks = read_remarks

    @cached_property
    def remarks(self) -> Remarks:
        """What the addressee asked to be mended, by place; read where it is shown."""
        return self._read_remarks()

    def add_rows(self) -> None:
        """Give some empty rows more, where the form has rows."""

    def part_fields(self, aids: Mapping[str, Aid] | None = None) -> list[dict[str, Any]]:
        """The text areas in the order of the outline, each with its part, its remarks, and what helps to write it."""
        return [
            {
                "field": self[f"text_{key}"],
                "part": part,
                "remarks": self.remarks.get(key, []),
                "aid": (aids or {}).get(key),
            }
            for part in (written.part for written in self.parts)
            if (key := part.key)
        ]

    def hints(self) -> dict[str, str]:
        """What is still wanted, by field; it may be saved without."""
        return {}
