"""The order in which a document is read: its head first, then its lists in the light of its year."""

from dataclasses import replace
from itertools import chain

from campaigns.directive.awards import read_awards
from campaigns.directive.bloc import read_bloc
from campaigns.directive.contents import read_contents, read_recipients, read_references
from campaigns.directive.deadlines import read_deadlines
from campaigns.directive.head import read_head, read_signer, read_theme, read_year
from campaigns.directive.indicators import read_indicators
from campaigns.directive.issuer import read_issuer
from campaigns.directive.lines import items_of
from campaigns.directive.outline import link
from campaigns.directive.parts import Directive
from campaigns.directive.spans import read_period, read_waves, read_windows, spans_of
from campaigns.directive.strand import strand_of
from campaigns.directive.warnings import read_warnings


def read(text: str) -> Directive:
    """Everything the launching document sets. Any text is read without an exception; what is missing is None or ()."""
    page = strand_of(text)
    items = items_of(page)
    head = read_head(items, page.s)
    link(items[head.body :])
    year = read_year(head, page)
    campaign = year.value if year else 0
    # Only a school year runs into the next: a day without a year then lies after the launch.
    after = head.issued if head.title and "năm học" in head.title.value.lower() else None
    spans = list(chain.from_iterable(spans_of(item, year=campaign, after=after) for item in items[head.body :]))
    windows = read_windows(spans)
    starts_on, ends_on = read_period(head, spans, items, windows, year=campaign)
    period = tuple(found.source for found in (starts_on, ends_on) if found)
    bloc = read_bloc(head, items)
    directive = Directive(
        doc_type=head.doc_type,
        doc_number=head.doc_number,
        issuer=read_issuer(head, items, page, bloc),
        place=head.place,
        issued_on=head.issued_on,
        signer=read_signer(items),
        title=head.title,
        theme=read_theme(items),
        year=year,
        starts_on=starts_on,
        ends_on=ends_on,
        indicators=tuple(read_indicators(items, body=head.body, year=campaign)),
        deadlines=tuple(read_deadlines(items[head.body :], spans, year=campaign, after=after, period=period)),
        windows=tuple(windows),
        waves=tuple(read_waves(spans)),
        awards=tuple(read_awards(items)),
        contents=tuple(read_contents(head, items)),
        bloc=bloc,
        recipients=tuple(read_recipients(items)),
        references=tuple(read_references(head, items)),
    )
    return replace(directive, warnings=read_warnings(directive, head, items))
