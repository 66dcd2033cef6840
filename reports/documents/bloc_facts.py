"""What the report of a bloc says, as texts: collected by reports/queries/bloc_report.py, printed by bloc.py. Pure."""

from dataclasses import dataclass, field

from reports.enums import DocumentKind as K


@dataclass(frozen=True)
class ResultRow:
    """One unit at one target: plan, result, percent, judgement."""

    unit: str
    registered: str
    actual: str
    percent: str
    judgement: str


@dataclass(frozen=True)
class Whole:
    """The bloc as one: sums of what adds up, else the lowest and the highest; percent only of complete sums."""

    registered: str = "–"
    actual: str = "–"
    percent: str = "–"


@dataclass(frozen=True)
class TargetResult:
    """One target over the bloc: how many units did how well, the bloc as one, and each unit's row."""

    name: str
    unit_of_measure: str
    exceeded: int
    reached: int
    missed: int
    unknown: int
    rows: list[ResultRow]
    whole: Whole = field(default_factory=Whole)


@dataclass(frozen=True)
class UnitText:
    """What one unit wrote for one section, paragraph by paragraph."""

    unit: str
    paragraphs: list[str]


@dataclass(frozen=True)
class FilingRow:
    """One unit's deadlines: how many it met, which it missed by how many days, what is still owed."""

    unit: str
    on_time: int
    late: list[str]
    owed: list[str]


@dataclass(frozen=True)
class ScoreRow:
    """One unit in the bloc's table of points, as texts."""

    unit: str
    self_total: str
    bloc_total: str
    appraised_total: str
    bonus: str
    penalty: str
    total: str
    rank: str


@dataclass(frozen=True)
class AwardRow:
    """One unit at one award."""

    award: str
    unit: str
    rank: str
    total: str
    state: str


@dataclass(frozen=True)
class BlocReport:
    """All that the report says, as texts: ``own`` by the leader's office, ``texts`` by the members, both by section."""

    kind: K
    superior: str
    letterhead: str
    issuer: str
    sign: str
    place: str
    dated: str
    bases: list[str]
    bloc: str
    year: str
    authority: str
    leader: str
    deputies: list[str]
    units: list[str]
    results: list[TargetResult]
    filings: list[FilingRow]
    scores: list[ScoreRow]
    scores_note: str
    awards: list[AwardRow]
    signer: str
    recipients: list[str]
    illustrative: bool
    own: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[UnitText]] = field(default_factory=dict)
