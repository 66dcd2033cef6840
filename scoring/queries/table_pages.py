"""What the pages of scoring tables show: the list of a campaign, one table with its opinions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from blocs.rules import office_seats
from campaigns.enums import CampaignState
from campaigns.models import Campaign
from core.authz import YES, Decision, can
from organizations.enums import Role
from organizations.models import Unit
from scoring.calculation.classes import bands_of
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.ranking import tie_note
from scoring.calculation.rules import RULES
from scoring.enums import GroupKind, TableState
from scoring.models import Agreement, Criterion, CriterionGroup, ScoringTable
from scoring.queries.agreements import Opinion, opinions
from scoring.queries.soundness import TABLE, Flaw, by_place, flaws_of, parts_of
from scoring.queries.tables import is_ranked_for_good, open_change, tables
from scoring.rule_words import written

TONES = {
    TableState.DRAFT: "grey",
    TableState.PROPOSED: "amber",
    TableState.FROZEN: "green",
    TableState.SUPERSEDED: "grey",
}
OF_THE_PARENT = "Kế hoạch của khối không có bảng tiêu chí riêng; khối soạn và chấm theo bảng tiêu chí ở phong trào."
NO_BLOCS = "Phong trào không gọi khối nào tham gia nên không có bảng tiêu chí của khối."
VERBS = ("draft", "propose", "withdraw", "freeze", "change")


@dataclass(frozen=True)
class Listed:
    """One table in the list of a campaign."""

    table: ScoringTable
    tone: str


@dataclass(frozen=True)
class CriterionRow:
    """One criterion with its rule in words; ``params`` are the words for its parameters."""

    criterion: Criterion
    rule: str
    params: str = ""


@dataclass(frozen=True)
class GroupPart:
    """One group with its criteria in words, and what is wrong with it."""

    group: CriterionGroup
    rows: tuple[tuple[CriterionRow, tuple[Flaw, ...]], ...]
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True)
class TablePage:
    """All that the page of one table shows. ``decisions`` by verb, None where it is not this person's matter.

    ``unit_to_answer`` is the unit for which the person answers; ``asked`` is set for a member's other people, who read
    why they cannot. ``flaws`` are for those who may write it; ``opinions`` are empty for whom they do not concern.
    """

    parts: tuple[GroupPart, ...]
    flaws: tuple[Flaw, ...]
    errors: int
    opinions: tuple[Opinion, ...]
    decisions: Mapping[str, Decision | None]
    unit_to_answer: Unit | None
    answer: Decision | None
    ties: str
    classes: tuple[str, ...]
    total: Any
    tone: str
    newer: ScoringTable | None

    def answer_of(self, unit: Unit) -> Agreement | None:
        """What a unit answered."""
        return next((one.answer for one in self.opinions if one.unit.pk == unit.pk), None)

    @property
    def agreed(self) -> int:
        """How many members agree."""
        return sum(one.answer is not None and one.answer.agrees for one in self.opinions)

    @property
    def not_agreed(self) -> list[str]:
        """Who has not agreed, for whoever freezes the table all the same: "Chưa đồng ý: …", "Chưa trả lời: …"."""
        found: dict[str, list[str]] = {}
        for one in self.opinions:
            if one.answer is None or not one.answer.agrees:
                found.setdefault(one.words, []).append(one.unit.short_name)
        return [f"{words}: {', '.join(names)}." for words, names in sorted(found.items())]

    @property
    def asks(self) -> list[str]:
        """What proposing does, for the confirmation."""
        return [f"{len(self.opinions)} đơn vị thành viên nhận thư và việc cần làm ngay."]

    @property
    def drops(self) -> list[str]:
        """What withdrawing does, for the confirmation."""
        given = sum(one.answer is not None for one in self.opinions)
        return [f"{given} ý kiến đã gửi sẽ không còn tính; các đơn vị được hỏi lại khi bạn lấy ý kiến lần sau."]


def listed(campaign: Campaign, user: Any) -> list[Listed]:
    """The tables of one campaign that ``user`` may look at, by bloc, newest version first. One query."""
    found = tables(user).filter(campaign=campaign).order_by("bloc__name", "-version")
    return [Listed(one, TONES[TableState(one.state)]) for one in found]


def led_by(user: Any, campaign: Campaign) -> QuerySet[Membership]:
    """The seats of leaders in the year of the campaign for whose office ``user`` works, to be asked per bloc."""
    return office_seats(user, BlocRole.LEADER).filter(bloc=OuterRef("pk"), year=campaign.year)


def blocs_to_write(campaign: Campaign, user: Any) -> list[Bloc]:
    """The blocs of the campaign for which ``user`` may make a table now. At most one query."""
    if campaign.state not in (CampaignState.DRAFT, CampaignState.LAUNCHED):
        return []
    found = campaign.blocs.order_by("name")
    if not campaign.offices & user.unit_ids(Role.STAFF):
        found = found.filter(Exists(led_by(user, campaign)))
    return list(found)


def starting(campaign: Campaign, user: Any) -> Decision:
    """Whether ``user`` may begin a table in the campaign now, and the sentence where not. At most three queries."""
    if blocs_to_write(campaign, user):
        return YES
    if bloc := campaign.blocs.order_by("name").first():
        return can(user, "scoring.create_table", ScoringTable(campaign=campaign, bloc=bloc))
    return Decision(False, OF_THE_PARENT if campaign.bloc_id else NO_BLOCS)


def page(table: ScoringTable, user: Any) -> TablePage:
    """The page of a table that was read with its groups and criteria (``queries.tables.table``)."""
    decisions = {verb: can(user, f"scoring.{verb}_table", table) for verb in VERBS}
    writes = bool(can(user, "scoring.preview_table", table))
    parts = parts_of(table)
    flaws = flaws_of(table, parts) if writes and table.state == TableState.DRAFT else []
    said = opinions(table)
    shown = said if _reads_opinions(table, user, said) else []
    unit, answer = _to_answer(table, user, said)
    return TablePage(
        parts=group_parts(parts, flaws),
        flaws=tuple(by_place(flaws).get(TABLE, ())),
        errors=sum(not flaw.hint for flaw in flaws),
        opinions=tuple(shown),
        decisions=_shown(table, decisions, writes, errors=any(not flaw.hint for flaw in flaws)),
        unit_to_answer=unit,
        answer=answer,
        ties=tie_words(table),
        classes=class_words(table),
        total=sum(group.max_points for group, _ in parts if group.kind == GroupKind.POINTS),
        tone=TONES[TableState(table.state)],
        newer=open_change(table) if writes and table.state == TableState.FROZEN else None,
    )


def group_parts(
    parts: Sequence[tuple[CriterionGroup, Sequence[Criterion]]], flaws: Sequence[Flaw]
) -> tuple[GroupPart, ...]:
    """The groups with their criteria in words and the flaws beside what they concern."""
    places = by_place(flaws)
    return tuple(
        GroupPart(
            group,
            tuple((_row(one), tuple(places.get(f"criterion:{one.no}", ()))) for one in criteria),
            tuple(places.get(f"group:{group.no}", ())),
        )
        for group, criteria in parts
    )


def tie_words(table: ScoringTable) -> str:
    """The chain of ties in a sentence; "" where it names what nobody knows."""
    try:
        return tie_note(table.tie_breaks)
    except KeyError:
        return ""


def class_words(table: ScoringTable) -> tuple[str, ...]:
    """The bands in words."""
    try:
        return tuple(band.words for band in bands_of(table.classes))
    except ParamsRefused:
        return ()


def _row(one: Criterion) -> CriterionRow:
    label = RULES[one.rule].label if one.rule in RULES else one.rule
    return CriterionRow(one, label, written(one.rule, one.params))


def _reads_opinions(table: ScoringTable, user: Any, said: Sequence[Opinion]) -> bool:
    """What members say of a table is for the bloc and those who run the campaign, also once everybody may read it."""
    runs = table.campaign.offices & user.unit_ids(Role.STAFF, Role.LEADER)
    return user.is_superuser or bool(runs) or any(one.unit.pk in user.unit_ids() for one in said)


def _to_answer(table: ScoringTable, user: Any, said: Sequence[Opinion]) -> tuple[Unit | None, Decision | None]:
    """The unit for which ``user`` answers, and whether that can be done now; nothing for those who are not asked."""
    own = [one.unit for one in said if one.unit.pk in user.unit_ids()]
    if table.state != TableState.PROPOSED or not own:
        return None, None
    headed = [unit for unit in own if unit.pk in user.unit_ids(Role.HEAD)]
    return (headed[0] if headed else None), can(user, "scoring.answer_table", table)


def _shown(
    table: ScoringTable, decisions: Mapping[str, Decision], writes: bool, *, errors: bool
) -> dict[str, Decision | None]:
    """Which buttons the page shows to this person: those of the state the table is in."""
    state = table.state
    wanted = {
        "draft": state == TableState.DRAFT,
        "propose": state == TableState.DRAFT,
        "withdraw": state == TableState.PROPOSED,
        "freeze": state in (TableState.DRAFT, TableState.PROPOSED),
        "change": state == TableState.FROZEN,
    }
    found = {verb: decision if writes and wanted[verb] else None for verb, decision in decisions.items()}
    if errors:
        wrong = Decision(False, "Bảng còn lỗi; hãy sửa các chỗ ghi bên dưới trước.")
        found |= {verb: wrong for verb in ("propose", "freeze") if found[verb]}
    if found["change"] and is_ranked_for_good(table):
        found["change"] = Decision(False, "Xếp hạng của khối đã công bố chính thức nên không thay đổi được nữa.")
    return found
