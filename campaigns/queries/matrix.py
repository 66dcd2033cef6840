"""The follow-up of a campaign as one table: units down, deadlines across."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from blocs.models import Bloc
from campaigns.models import Milestone, Participation
from campaigns.queries.followup import MilestoneBoard, Standing


@dataclass(frozen=True)
class MatrixRow:
    """One unit with its standing at every deadline, in the order of the columns; None where it owes nothing."""

    participation: Participation
    cells: list[Standing | None]


@dataclass(frozen=True)
class Matrix:
    """All units of the boards, grouped by bloc, in alphabetical order."""

    milestones: list[Milestone]
    blocs: list[tuple[Bloc, list[MatrixRow]]]

    @property
    def rows(self) -> list[MatrixRow]:
        """Every unit, the blocs one after the other."""
        return [row for _, rows in self.blocs for row in rows]


def matrix_of(boards: Sequence[MilestoneBoard]) -> Matrix:
    """The boards of a campaign side by side. No query."""
    standings = {(board.milestone.pk, one.participation.pk): one for board in boards for one in board.standings}
    folders = {one.participation.pk: one.participation for board in boards for one in board.standings}
    ordered = sorted(folders.values(), key=lambda one: (one.bloc.name, one.bloc_id, one.unit.sort_key))
    milestones = [board.milestone for board in boards]
    rows = [
        MatrixRow(folder, [standings.get((milestone.pk, folder.pk)) for milestone in milestones]) for folder in ordered
    ]
    return Matrix(
        milestones, [(bloc, list(of_bloc)) for bloc, of_bloc in groupby(rows, key=lambda row: row.participation.bloc)]
    )
