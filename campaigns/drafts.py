"""What a campaign consists of before it is written down: the same lines for the form, the JSON loader and the demo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import combinations

from blocs.models import Bloc
from campaigns.enums import Addressee, Audience, Level, MovementKind, Op, Reading, Scope, SubmissionKind
from campaigns.models import Campaign, Milestone
from campaigns.models.campaigns import DEFAULT_REMINDER_OFFSETS
from campaigns.wording import shortest
from core.clock import VIETNAM
from organizations.models import Unit

DAY = timedelta(days=1)

# The columns of a campaign that its launching document fills, lines apart.
DOCUMENT_FIELDS = (
    "title", "year", "kind", "level", "scope", "standing_body",
    "issuer", "doc_type", "doc_number", "issued_on", "known_as", "place", "signer", "theme",
    "starts_on", "ends_on", "recipients", "references", "bloc_members", "notes", "illustrative", "parent", "bloc",
)  # fmt: skip


@dataclass(frozen=True)
class TargetLine:
    """The value an indicator sets; ``id`` is the row it changes, None for a new one.

    ``value`` and ``value_max`` carry the decimals as printed (Decimal("4.0") is not Decimal("4")). ``origin`` is the id
    of the parent campaign's target that this one passes on, None where there is none.
    """

    op: str = Op.EQUAL
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit_of_measure: str = ""
    label: str = ""
    bound: str = ""
    direction: str = ""
    id: int | None = None
    origin: int | None = None

    @property
    def decimals(self) -> int:
        """The decimals to keep, see ``wording.shortest``."""
        return shortest(self.value, self.value_max)


@dataclass(frozen=True)
class IndicatorLine:
    """One line of the list of indicators with its targets, at least one."""

    name: str
    targets: tuple[TargetLine, ...]
    no: str = ""


@dataclass(frozen=True)
class MilestoneLine:
    """A dated duty. ``day`` is the day as it is understood, ``printed_on`` as it is printed (None: staff added it).

    ``hour`` belongs to the reading BY_HOUR, ``blocs`` to the audience BLOCS; ``brackets`` are (from day, points).
    """

    kind: str
    name: str
    day: date
    reading: str = Reading.BEFORE_DAY
    addressee: str = Addressee.STANDING_BODY
    printed_on: date | None = None
    quote: str = ""
    remark: str = ""
    hour: time | None = None
    opens_on: date | None = None
    audience: str = Audience.ALL
    blocs: tuple[Bloc, ...] = ()
    accepts_late: bool = True
    brackets: tuple[tuple[int, Decimal], ...] = ()
    reminder_offsets: tuple[int, ...] = tuple(DEFAULT_REMINDER_OFFSETS)
    id: int | None = None

    def asks_again(self, other: "MilestoneLine") -> bool:
        """Whether some unit would owe the same addressee the same kind of submission twice."""
        if (self.kind, self.addressee) != (other.kind, other.addressee):
            return False
        narrow = self.audience == other.audience == Audience.BLOCS
        return not narrow or bool(set(self.blocs) & set(other.blocs))

    @property
    def due_at(self) -> datetime:
        """The first instant that is too late (half-open, product.md "Deadlines")."""
        hour = self.hour if self.reading == Reading.BY_HOUR and self.hour else time()
        return datetime.combine(self.day + DAY * (self.reading == Reading.END_OF_DAY), hour, tzinfo=VIETNAM)

    @property
    def opens_at(self) -> datetime | None:
        """The first instant at which it is received; None: from the launch on."""
        return None if self.opens_on is None else datetime.combine(self.opens_on, time(), tzinfo=VIETNAM)


@dataclass(frozen=True)
class WaveLine:
    """A wave (đợt thi đua), both days included."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class WindowLine:
    """The days of a mid-term or final review, both included."""

    kind: str
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class ContentLine:
    """A passage of the launching document under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class PrizeLine:
    """A line of the prize structure, which the floor of awards keeps (``campaigns.creation``).

    ``form`` and ``counting`` are its words; ``counting`` "" leaves its default. Without ``bloc_codes`` all called blocs
    compete. ``value_vnd`` is the prize of each unit in đồng.
    """

    form: str
    name: str
    scope: str = ""
    bloc_codes: tuple[str, ...] = ()
    quantity: int | None = None
    value_vnd: int | None = None
    counting: str = ""


@dataclass(frozen=True)
class CampaignDraft:
    """Everything a launching document sets; its prizes are only written with a new campaign, later by the awards floor.

    Texts that list things (``recipients``, ``references``, ``notes``, ``bloc_members``) have one per line.
    ``bloc`` (with ``parent``) makes it the plan of that bloc; otherwise ``blocs`` are those that are called.
    """

    title: str
    year: int
    issuer: str
    kind: str = MovementKind.REGULAR
    level: str = Level.PROVINCE
    scope: str = Scope.LOCALITY
    standing_body: Unit | None = None
    doc_type: str = "Kế hoạch"
    doc_number: str = ""
    issued_on: str = ""
    known_as: str = ""
    place: str = ""
    signer: str = ""
    theme: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    recipients: str = ""
    references: str = ""
    bloc_members: str = ""
    notes: str = ""
    illustrative: bool = False
    parent: Campaign | None = None
    bloc: Bloc | None = None
    blocs: tuple[Bloc, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    milestones: tuple[MilestoneLine, ...] = ()
    waves: tuple[WaveLine, ...] = ()
    windows: tuple[WindowLine, ...] = ()
    contents: tuple[ContentLine, ...] = ()
    prizes: tuple[PrizeLine, ...] = ()


def asked_twice(lines: Iterable[MilestoneLine]) -> list[str]:
    """A sentence per pair of deadlines by which a unit would owe the same submission to the same addressee twice.

    A unit has one submission of each kind in a campaign.
    """
    return [
        f"Mốc “{first.name}” và mốc “{second.name}” cùng yêu cầu nộp {SubmissionKind(first.kind).label} gửi "
        f"{Addressee(first.addressee).label}; một loại hồ sơ nộp một lần cho một nơi nhận trong một phong trào. Hãy bỏ "
        "bớt một mốc, chọn các khối không trùng nhau, hoặc lập phong trào riêng cho từng năm."
        for first, second in combinations(lines, 2)
        if first.asks_again(second)
    ]


def day_of(milestone: Milestone, due_at: datetime | None = None) -> date:
    """The day that people name for a stored deadline (or for ``due_at``, a unit's own), by its reading."""
    due = (due_at or milestone.due_at).astimezone(VIETNAM)
    return due.date() - DAY if milestone.reading == Reading.END_OF_DAY and due.time() == time() else due.date()
