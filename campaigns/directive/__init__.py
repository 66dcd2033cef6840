"""The reader of launching documents: ``read(text)`` gives what the document sets, with the passage of every finding."""

from campaigns.directive.parts import (
    Confidence,
    Directive,
    Found,
    Passage,
    ReadAward,
    ReadBloc,
    ReadContent,
    ReadDeadline,
    ReadIndicator,
    ReadTarget,
    ReadWarning,
    ReadWave,
    ReadWindow,
)
from campaigns.directive.reading import read

__all__ = [
    "Confidence",
    "Directive",
    "Found",
    "Passage",
    "ReadAward",
    "ReadBloc",
    "ReadContent",
    "ReadDeadline",
    "ReadIndicator",
    "ReadTarget",
    "ReadWarning",
    "ReadWave",
    "ReadWindow",
    "read",
]
