"""What was ticked on the follow-up, and what is to be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass

VERBS = {"accept": "Duyệt", "return": "Trả lại", "extend": "Gia hạn", "remind": "Nhắc"}


@dataclass(frozen=True)
class Selection:
    """The deed and the ticked boxes; each box is "deadline-unit", once looked at with ":version" after it."""

    verb: str
    keys: list[str]
    came_from: str = ""

    @classmethod
    def of(cls, verb: str, keys: Iterable[str], came_from: str) -> "Selection":
        """What was posted; an unknown deed is none. ``came_from`` is "bang" for the matrix."""
        return cls(verb if verb in VERBS else "", list(dict.fromkeys(keys)), "bang" if came_from == "bang" else "")

    @property
    def seen(self) -> dict[str, int]:
        """The version that was looked at, by box."""
        parts = (key.partition(":") for key in self.keys)
        return {box: int(version) for box, _, version in parts if version.isdecimal()}

    @property
    def milestone(self) -> str:
        """The deadline of the first box, for the way back."""
        return next((key.partition("-")[0] for key in self.keys if key.partition("-")[0].isdecimal()), "")


def listing(names: Iterable[str], limit: int = 12) -> str:
    """Names in a sentence, the first ``limit`` of them."""
    every = list(names)
    more = f" và {len(every) - limit} đơn vị khác" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more
