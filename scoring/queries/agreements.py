"""Reading what the members of a bloc say of a proposed table."""

from dataclasses import dataclass
from typing import Any

from blocs.queries import members
from campaigns.enums import CampaignState
from organizations.enums import Role
from organizations.models import Unit
from scoring.enums import TableState
from scoring.models import Agreement, ScoringTable


@dataclass(frozen=True)
class Opinion:
    """One member and its answer; None: it has not answered."""

    unit: Unit
    answer: Agreement | None

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        if self.answer is None:
            return "grey"
        return "green" if self.answer.agrees else "red"

    @property
    def note(self) -> str:
        """What it wrote."""
        return self.answer.note if self.answer else ""

    @property
    def words(self) -> str:
        """The answer in words."""
        if self.answer is None:
            return "Chưa trả lời"
        return "Đồng ý" if self.answer.agrees else "Chưa đồng ý"


def opinions(table: ScoringTable) -> list[Opinion]:
    """Every member of the bloc in the campaign's year, in alphabetical order. Two queries."""
    answers = {one.unit_id: one for one in table.agreements.select_related("by", "unit")}
    return [Opinion(seat.unit, answers.get(seat.unit_id)) for seat in members(table.bloc, table.campaign.year)]


def member_ids(table: ScoringTable) -> list[int]:
    """The units that are asked."""
    return [seat.unit_id for seat in members(table.bloc, table.campaign.year)]


def all_agree(table: ScoringTable) -> bool:
    """Whether every member has agreed; a bloc without members agrees on nothing."""
    found = opinions(table)
    return bool(found) and all(one.answer is not None and one.answer.agrees for one in found)


def to_answer(user: Any) -> list[tuple[ScoringTable, Unit]]:
    """The proposed tables of running campaigns on which a unit that ``user`` heads has not answered. Two queries."""
    heads = user.unit_ids(Role.HEAD)
    if not heads:
        return []
    proposed = (
        ScoringTable.objects.filter(state=TableState.PROPOSED, bloc__memberships__unit__in=heads)
        .exclude(campaign__state=CampaignState.CLOSED)
        .select_related("campaign", "bloc")
        .prefetch_related("agreements", "bloc__memberships__unit")
        .distinct()
    )
    return [
        (table, seat.unit)
        for table in proposed
        for seat in table.bloc.memberships.all()
        if seat.unit_id in heads
        and seat.year == table.campaign.year
        and seat.unit_id not in {one.unit_id for one in table.agreements.all()}
    ]
