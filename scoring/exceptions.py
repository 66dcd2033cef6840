"""The refusals of scoring."""

from core.exceptions import Refused


class LineRefused(Refused):
    """The values typed into one row cannot be kept; ``code`` is stable for the help desk (integrity 5: N04 … V02)."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
