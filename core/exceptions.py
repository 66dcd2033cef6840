"""The refusals every floor shares: each carries the sentence that a person reads."""


class Refused(Exception):
    """The product says no, for a reason a person can read and act upon; nothing was changed.

    ``reason`` is one Vietnamese sentence. Raised by ``authz.require``, by workflows and by services.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Refused):
    """Somebody else changed the same thing since it was read (integrity C2).

    ``theirs`` is what is stored now, so that the page can show both versions.
    """

    def __init__(self, reason: str, theirs: object = None) -> None:
        super().__init__(reason)
        self.theirs = theirs


class UploadRefused(Exception):
    """A file that is not accepted or cannot be read. `code` (F01…F11) is for the help desk, `sentence` for the user."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
