"""A launching document as it was understood: the draft it would become, and beside every part its passage.

Nothing is written here. The reading is deterministic, so the page that corrects it reads the same text again whenever
it is sent and finds the same passages under the same numbers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from blocs.models import Bloc
from campaigns import directive as reader
from campaigns.directive import Confidence, Directive, Passage
from campaigns.drafts import (
    CampaignDraft,
    ContentLine,
    IndicatorLine,
    MilestoneLine,
    PrizeLine,
    TargetLine,
    WaveLine,
    WindowLine,
)
from campaigns.enums import Level, MovementKind, Reading, Scope
from campaigns.models import Campaign
from campaigns.queries.campaigns import blocs_for, possible_parents
from core.dates import whole_years
from core.text import fold
from organizations.enums import Role
from organizations.models import Unit

HEAD = (
    "doc_type", "doc_number", "issued_on", "issuer", "place", "signer", "title", "theme", "year",
    "starts_on", "ends_on",
)  # fmt: skip
SURENESS = {
    Confidence.SURE: ("green", "Chắc chắn"),
    Confidence.LIKELY: ("amber", "Nên xem lại"),
    Confidence.UNSURE: ("red", "Phỏng đoán"),
}
# The first words that fit the issuer decide who launches, for the statistics.
LEVELS = {
    Level.PROVINCE: (
        *("uy ban nhan dan tinh", "uy ban nhan dan thanh pho", "ubnd tinh", "ubnd thanh pho"),
        "hoi dong thi dua - khen thuong tinh",
    ),
    Level.DISTRICT: ("uy ban nhan dan huyen", "uy ban nhan dan thi xa", "ubnd huyen", "ubnd thi xa"),
    Level.COMMUNE: (
        *("uy ban nhan dan xa", "uy ban nhan dan phuong", "uy ban nhan dan thi tran"),
        *("ubnd xa", "ubnd phuong"),
    ),
    Level.CENTRAL: ("thu tuong", "chinh phu", "trung uong"),
}
# Forms of awards by their first words; everything else is a prize.
AWARD_FORMS = (("flag", ("co thi dua", "co ")), ("certificate", ("bang khen", "giay khen")))
# Words that every bloc and every scope share and that therefore tell nothing.
COMMON = set(fold("Khối cụm giao ước thi đua các số của thuộc tỉnh thành phố và 01 02 03 1 2 3 4 5").split())
# A name and the letters by which everybody calls it.
COMMITTEE = ("uy ban nhan dan", "ubnd")
LONGEST_QUOTE = 600


@dataclass(frozen=True)
class Quote:
    """One passage beside what was understood: its number on the page, its words, how sure the reader is and why."""

    number: int
    text: str
    tone: str
    label: str
    why: str
    source: Passage


@dataclass(frozen=True)
class Piece:
    """A stretch of the whole text; ``opens`` are the quotes that begin here, ``is_read`` whether it is in any."""

    text: str
    opens: tuple[int, ...]
    is_read: bool


@dataclass(frozen=True)
class Remark:
    """A warning of the reader, and the anchor on the page at which its passage stands ("" for what is missing)."""

    sentence: str
    anchor: str


@dataclass(frozen=True)
class Understood:
    """A reading of ``text``, with every finding that is shown beside its passage, in a fixed order."""

    text: str
    directive: Directive

    @cached_property
    def _found(self) -> dict[str, list[Any]]:
        """All findings by where the page shows them: a field of the head, or the rows of a list in their order."""
        one = self.directive
        head = {name: [found] for name in HEAD if (found := getattr(one, name)) is not None}
        return head | {
            "targets": [target for indicator in one.indicators for target in indicator.targets],
            "milestones": list(one.deadlines),
            "periods": [*one.waves, *one.windows],
            "contents": list(one.contents),
            "prizes": list(one.awards),
            "bloc": [one.bloc] if one.bloc else [],
            "recipients": list(one.recipients),
            "references": list(one.references),
        }

    @cached_property
    def quotes(self) -> list[Quote]:
        """Every passage, numbered from 0."""
        found = [finding for findings in self._found.values() for finding in findings]
        return [self._quote(number, finding) for number, finding in enumerate(found)]

    def _quote(self, number: int, finding: Any) -> Quote:
        tone, label = SURENESS[getattr(finding, "sure", Confidence.SURE)]
        source = finding.source
        words = " ".join(self.text[source.start : source.end].split())
        if len(words) > LONGEST_QUOTE:
            words = f"{words[:LONGEST_QUOTE]}…"
        return Quote(number, words, tone, label, getattr(finding, "why", ""), source)

    def numbers_of(self, part: str) -> list[int]:
        """The numbers of the quotes of one part, in the order of its rows."""
        start = 0
        for name, findings in self._found.items():
            if name == part:
                return list(range(start, start + len(findings)))
            start += len(findings)
        return []

    def quote_of(self, field: str) -> Quote | None:
        """The passage of one field of the head."""
        return next((self.quotes[number] for number in self.numbers_of(field)), None)

    @property
    def pieces(self) -> Iterator[Piece]:
        """The whole text cut where passages begin and end, so that what was read can be marked in it."""
        opens, closes = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
        for quote in self.quotes:
            opens[quote.source.start].append(quote.number)
            closes[quote.source.end].append(quote.number)
        inside: set[int] = set()
        for start, end in pairwise(sorted({0, len(self.text), *opens, *closes})):
            inside = (inside - set(closes[start])) | set(opens[start])
            yield Piece(self.text[start:end], tuple(opens[start]), bool(inside))

    @property
    def warnings(self) -> list[Remark]:
        """What the reader points out, each with the place in the text where it stands."""
        return [Remark(one.sentence, self._anchor(one.source)) for one in self.directive.warnings]

    def issued_elsewhere(self, authority: Unit | None, parent: Campaign | None) -> list[Remark]:
        """A hint where the document is neither of ``authority``, for which it will be recorded, nor of who issued
        ``parent``; a bloc's plan is issued by its leader.
        """
        issuer = self.directive.issuer
        if issuer is None or authority is None or self.directive.bloc:
            return []
        known = [authority.name, *([parent.issuer] if parent else [])]
        if any(_is_same_office(issuer.value, name) for name in known):
            return []
        sentence = f"Văn bản do {issuer.value} ban hành, phong trào sẽ ghi cho {authority.name}; hãy kiểm tra."
        return [Remark(sentence, self._anchor(issuer.source))]

    def _anchor(self, source: Passage | None) -> str:
        """The anchor of the passage around ``source``; of the whole text where nothing else was read there."""
        if source is None:
            return ""
        around = [one for one in self.quotes if one.source.start <= source.start and source.end <= one.source.end]
        return f"doan-{around[-1].number}" if around else "toan-van"

    @property
    def targets(self) -> int:
        """How many targets were found."""
        return len(self._found["targets"])

    @property
    def doubts(self) -> int:
        """How many findings a person should look at."""
        return sum(quote.tone != "green" for quote in self.quotes)


def _is_same_office(one: str, other: str) -> bool:
    """Whether two names may mean one office: as one of them stands in the other, however it is written."""
    shorter, longer = sorted((fold(name).replace(*COMMITTEE) for name in (one, other)), key=len)
    return shorter in longer


def understand(text: str) -> Understood:
    """Read ``text``; always gives a result, of an empty text an empty one."""
    return Understood(text, reader.read(text))


def draft_from(understood: Understood, *, user: Any, year: int) -> CampaignDraft:
    """The draft that the document would become for ``user``; ``year`` where the document names none.

    Blocs, the parent of a bloc's plan and the blocs of each prize are proposed from the names in the text.
    """
    directive = understood.directive
    head: dict[str, Any] = {name: found.value for name in HEAD if (found := getattr(directive, name)) is not None}
    head.setdefault("year", year)
    blocs = list(blocs_for(user.unit_ids(Role.STAFF)).filter(memberships__year=head["year"]).distinct())
    bloc = _bloc_called(directive.bloc.name, blocs) if directive.bloc else None
    parent = _parent_of(directive, user) if directive.bloc else None
    invited = () if directive.bloc else tuple(blocs)
    return CampaignDraft(
        **{"title": "", "issuer": ""} | head,
        recipients=_lines(directive.recipients),
        references=_lines(directive.references),
        bloc_members="\n".join(directive.bloc.members) if directive.bloc else "",
        bloc=bloc,
        parent=parent,
        blocs=invited,
        kind=_kind(directive),
        level=_level(head.get("issuer", "")),
        scope=Scope.BLOC if directive.bloc else Scope.LOCALITY,
        indicators=tuple(_indicator(line) for line in directive.indicators),
        milestones=tuple(_milestone(line) for line in directive.deadlines),
        waves=tuple(WaveLine(one.name, one.starts_on, one.ends_on) for one in directive.waves),
        windows=tuple(WindowLine(one.kind, one.what, one.starts_on, one.ends_on) for one in directive.windows),
        contents=tuple(ContentLine(one.heading[:250], one.text) for one in directive.contents),
        prizes=tuple(_prizes(directive, invited)),
    )


def _lines(found: Iterable[Any]) -> str:
    """One value a line."""
    return "\n".join(one.value for one in found)


def _indicator(line: Any) -> IndicatorLine:
    return IndicatorLine(
        line.name,
        tuple(
            TargetLine(
                op=one.op,
                value=one.value,
                value_max=one.value_max,
                unit_of_measure=one.unit,
                label=one.label,
                bound=one.bound,
                direction=one.direction,
            )
            for one in line.targets
        ),
        line.no,
    )


def _milestone(line: Any) -> MilestoneLine:
    return MilestoneLine(
        kind=line.kind,
        name=line.what,
        day=line.printed_on,
        reading=Reading.BY_HOUR if line.hour else line.reading,
        hour=line.hour,
        addressee=line.addressee,
        printed_on=line.printed_on,
    )


def _prizes(directive: Directive, blocs: Sequence[Bloc]) -> Iterator[PrizeLine]:
    for one in directive.awards:
        yield PrizeLine(
            form=_form_of(one.tier),
            name=one.tier,
            scope=one.scope,
            bloc_codes=tuple(sorted(bloc.code for bloc in _blocs_meant(one.scope, blocs))),
            quantity=one.quantity,
            value_vnd=None if one.value_vnd is None else int(one.value_vnd),
        )


def _form_of(tier: str) -> str:
    words = fold(tier)
    return next((form for form, beginnings in AWARD_FORMS if words.startswith(beginnings)), "prize")


def _blocs_meant(scope: str, blocs: Sequence[Bloc]) -> list[Bloc]:
    """The blocs whose names share a telling word with ``scope``; all of them when none does."""
    telling = _telling(scope)
    return [bloc for bloc in blocs if telling & _telling(bloc.name)] or list(blocs)


def _bloc_called(name: str, blocs: Iterable[Bloc]) -> Bloc | None:
    """The bloc with most of the telling words of ``name``, if there is one."""
    wanted = _telling(name)
    best = max(blocs, key=lambda bloc: len(wanted & _telling(bloc.name)), default=None)
    return best if best and wanted & _telling(best.name) else None


def _telling(name: str) -> set[str]:
    return set(re.findall(r"\w+", fold(name))) - COMMON


def _parent_of(directive: Directive, user: Any) -> Campaign | None:
    """The campaign whose number the plan cites."""
    cited = " ".join(found.value for found in directive.references)
    for campaign in possible_parents(user):
        number = (campaign.doc_number or campaign.known_as).split(" ")[0]
        if number and number in cited:
            return campaign
    return None


def _kind(directive: Directive) -> MovementKind:
    """A movement of more than a year is one of those "theo chuyên đề"."""
    start, end = _day(directive.starts_on), _day(directive.ends_on)
    longer = start is not None and end is not None and end > start and whole_years(start, end) >= 2
    return MovementKind.THEMATIC if longer else MovementKind.REGULAR


def _day(found: Any) -> date | None:
    return found.value if found else None


def _level(issuer: str) -> Level:
    words = fold(issuer)
    return next((level for level, names in LEVELS.items() if any(name in words for name in names)), Level.AGENCY)
