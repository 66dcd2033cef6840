"""An undefined variable in one of our templates fails the test that rendered it."""

import sys
from pathlib import Path
from typing import Any

OURS = Path(__file__).resolve().parents[2] / "templates"


class UndefinedVariable(Exception):
    """A template of ours names something that its context does not have."""


class Undefined(str):
    """Django's ``string_if_invalid``: refuses in our templates, stays silent in those of libraries.

    Templates of Django's admin and of crispy-forms print undefined names on purpose (an empty string); their origin is
    not below templates/.
    """

    __slots__ = ()

    def __new__(cls) -> "Undefined":
        """A true value, since Django looks at ``string_if_invalid`` only when it is one."""
        return super().__new__(cls, "{{ undefined }}")

    def __contains__(self, part: object) -> bool:
        """Django asks for "%s" to know whether to give us the name."""
        return part == "%s"

    def __mod__(self, variable: Any) -> str:
        """Called from FilterExpression.resolve with the name that was not found."""
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        origin = getattr(template.origin, "name", "")
        if str(origin).startswith(str(OURS)):
            raise UndefinedVariable(f"{variable} is undefined in {Path(origin).relative_to(OURS)}")
        return ""
