"""What the reader hands over: values with the passage each was taken from and how sure the reader is."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from campaigns.enums import Addressee, Direction, Op, Reading, WindowKind

T = TypeVar("T")


class Confidence(StrEnum):
    """How far a finding may be trusted without a look at the passage."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Passage:
    """Character offsets into the text that was given: ``text[start:end]``, never empty."""

    start: int
    end: int


@dataclass(frozen=True)
class Read:
    """Where a finding comes from. ``why`` says in Vietnamese what makes it less than sure; "" when it is sure."""

    source: Passage
    sure: Confidence = Confidence.SURE
    why: str = ""


@dataclass(frozen=True)
class Found(Read, Generic[T]):
    """One value."""

    value: T = None  # type: ignore[assignment]


@dataclass(frozen=True)
class ReadTarget(Read):
    """A value to reach, with the decimals as printed ("4,0" is Decimal("4.0")).

    ``bound`` (">=" or ">") goes with a change: "tăng từ 11% trở lên" is INCREASE, 11, ">=".
    """

    op: Op = Op.EQUAL
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str = ""
    label: str = ""
    bound: str = ""
    direction: Direction | str = ""


@dataclass(frozen=True)
class ReadIndicator(Read):
    """One line of the list of indicators; ``no`` as printed, "" where the list carries no numbers."""

    name: str = ""
    targets: tuple[ReadTarget, ...] = ()
    no: str = ""
    group: str = ""


@dataclass(frozen=True)
class ReadDeadline(Read):
    """A dated duty. ``kind`` is a SubmissionKind, or "" if the words do not tell; ``hour`` where one is printed."""

    what: str = ""
    kind: str = ""
    printed_on: date = date.min
    reading: Reading = Reading.BEFORE_DAY
    addressee: Addressee = Addressee.STANDING_BODY
    hour: time | None = None


@dataclass(frozen=True)
class ReadWindow(Read):
    """The days of a mid-term or final review, both included."""

    kind: WindowKind = WindowKind.MIDTERM
    what: str = ""
    starts_on: date = date.min
    ends_on: date = date.min


@dataclass(frozen=True)
class ReadWave(Read):
    """A wave (đợt thi đua), both days included."""

    name: str = ""
    starts_on: date = date.min
    ends_on: date = date.min


@dataclass(frozen=True)
class ReadAward(Read):
    """One tier of the prizes of a scope; ``value_vnd`` in whole đồng for each winner."""

    scope: str = ""
    tier: str = ""
    quantity: int | None = None
    value_vnd: Decimal | None = None


@dataclass(frozen=True)
class ReadBloc(Read):
    """The bloc whose plan this is."""

    name: str = ""
    head: str = ""
    deputy: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadContent:
    """A passage under its heading."""

    heading: str
    text: str
    source: Passage


@dataclass(frozen=True)
class ReadWarning:
    """Something a person must look at; nothing is mended in silence. ``source`` is None for what is missing."""

    code: str
    sentence: str
    source: Passage | None = None


@dataclass(frozen=True)
class Directive:
    """Everything read from one launching document; what is not in the text is None or empty."""

    doc_type: Found[str] | None = None
    doc_number: Found[str] | None = None
    issuer: Found[str] | None = None
    place: Found[str] | None = None
    issued_on: Found[str] | None = None
    signer: Found[str] | None = None
    title: Found[str] | None = None
    theme: Found[str] | None = None
    year: Found[int] | None = None
    starts_on: Found[date] | None = None
    ends_on: Found[date] | None = None
    indicators: tuple[ReadIndicator, ...] = ()
    deadlines: tuple[ReadDeadline, ...] = ()
    windows: tuple[ReadWindow, ...] = ()
    waves: tuple[ReadWave, ...] = ()
    awards: tuple[ReadAward, ...] = ()
    contents: tuple[ReadContent, ...] = ()
    bloc: ReadBloc | None = None
    recipients: tuple[Found[str], ...] = ()
    references: tuple[Found[str], ...] = ()
    warnings: tuple[ReadWarning, ...] = ()
