"""What was ticked on the follow-up, and what is to be done with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

VERBS = {"accept": "Duyệt", "return": "Trả lại", "extend": "Đề nghị gia hạn", "remind": "Nhắc"}


@dataclass(frozen=True)
class Selection:
    """The deed and the ticked boxes; each box is "deadline-unit", once looked at with ":version" after it.

    ``came_from`` is "bang" for the matrix; else the list of one deadline (``board``) and filter that was open.
    """

    verb: str
    keys: list[str]
    came_from: str = ""
    board: str = ""
    filter: str = ""

    @classmethod
    def of(cls, posted: Mapping[str, str], keys: Iterable[str]) -> "Selection":
        """What was posted; an unknown deed is none."""
        verb, came_from, board = (posted.get(name, "") for name in ("lam", "tu", "moc"))
        return cls(
            verb if verb in VERBS else "",
            list(dict.fromkeys(keys)),
            "bang" if came_from == "bang" else "",
            board if board.isdecimal() else "",
            posted.get("loc", ""),
        )

    @property
    def seen(self) -> dict[str, int]:
        """The version that was looked at, by box."""
        parts = (key.partition(":") for key in self.keys)
        return {box: int(version) for box, _, version in parts if version.isdecimal()}

    @property
    def milestone(self) -> str:
        """The deadline whose list was open, else that of the first box, for the way back."""
        return self.board or next((key.partition("-")[0] for key in self.keys if key.partition("-")[0].isdecimal()), "")


def listing(names: Iterable[str], limit: int = 12) -> str:
    """Names in a sentence, the first ``limit`` of them."""
    every = list(names)
    more = f" và {len(every) - limit} đơn vị khác" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more
