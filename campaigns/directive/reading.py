"""The order in which a document is read: its head first, then its lists in the light of its year."""

from campaigns.directive.indicators import read_indicators
from campaigns.directive.lines import items_of
from campaigns.directive.parts import Directive
from campaigns.directive.strand import strand_of


def read(text: str) -> Directive:
    """Everything the launching document sets. Any text is read without an exception; what is not there is None or ()."""
    page = strand_of(text)
    items = items_of(page)
    return Directive(indicators=tuple(read_indicators(items, year=2021)))
