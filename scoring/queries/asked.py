"""What scoring asks beside whole sheets: rows sent back, parts to appraise, papers to give crosswise."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from blocs.rules import BLOC_OFFICE_ROLES
from campaigns.models import Campaign, Participation
from core.duties import Duty
from organizations.enums import Role
from scoring.enums import DEPARTMENT_ROLES, Scorer, SheetState, TableState, Tier
from scoring.models import CriterionGroup, CrossSheet, LineReturn, ScoreLine
from scoring.queries.crosswise import SCORER_ROLES, sheets_to_score


def also_concerned(user: Any) -> Q:
    """The folders in which ``user`` may have to act as a department, or as a fellow member that scores crosswise."""
    found = Q()
    if departments := user.unit_ids(*DEPARTMENT_ROLES):
        parts = CriterionGroup.objects.filter(
            table__campaign=OuterRef("campaign"),
            table__bloc=OuterRef("bloc"),
            table__state=TableState.FROZEN,
            appraiser__in=departments,
        )
        found |= Q(Exists(parts))
    if user.unit_ids(*SCORER_ROLES):
        found |= Q(Exists(sheets_to_score(user).filter(participation=OuterRef("pk"))))
    return found


def with_asked(folders: QuerySet[Participation], user: Any) -> QuerySet[Participation]:
    """Each folder told whether a row waits in it for its unit (``row_for_unit``), for its bloc (``row_for_bloc``), for
    this department (``part_waits``), and whether the own paper is not given (``paper_waits``). No query of its own.
    """
    open_rows = LineReturn.objects.filter(line__sheet=OuterRef("score_sheet"), answered_at=None)
    lines = ScoreLine.objects.filter(sheet=OuterRef("score_sheet"), assigned=True)
    part = lines.filter(
        sheet__state=SheetState.BLOC_CONFIRMED,
        criterion__group__appraiser__in=user.unit_ids(*DEPARTMENT_ROLES),
        appraised_points=None,
    )
    blind = lines.filter(criterion__group__scorer=Scorer.BLOC, bloc_points=None).exclude(criterion__rule="exclusion")
    given = CrossSheet.objects.filter(
        sheet=OuterRef("score_sheet"), scorer__in=user.unit_ids(*SCORER_ROLES), given_at__isnull=False
    )
    mine = sheets_to_score(user).filter(participation=OuterRef("pk"))
    return folders.annotate(
        row_for_unit=Exists(open_rows.filter(to=Tier.SELF)),
        row_for_bloc=Exists(open_rows.filter(to=Tier.BLOC)),
        part_waits=Exists(part),
        paper_waits=Exists(mine) & Exists(blind) & ~Exists(given),
    )


def asked_duties(user: Any, folders: Iterable[Any], scorers: Callable[[Any], set[int]]) -> list[Duty]:
    """The lines of the worklist that follow; ``scorers`` names the units that score a folder. No query."""
    known = list(folders)
    return [*_rows(user, known, scorers), *_parts(user, known), *_papers(known)]


def _rows(user: Any, folders: Iterable[Any], scorers: Callable[[Any], set[int]]) -> list[Duty]:
    units, offices = user.unit_ids(Role.OFFICER, Role.HEAD), user.unit_ids(*BLOC_OFFICE_ROLES)
    found = []
    for folder in folders:
        if folder.row_for_unit and folder.unit_id in units:
            found.append(_row_duty(folder, "Xem lại tiêu chí bị trả lại"))
        foreign = folder.unit_id not in user.unit_ids()
        if folder.row_for_bloc and foreign and scorers(folder) & offices:
            found.append(_row_duty(folder, f"Chấm lại tiêu chí của {folder.unit.short_name}"))
    return found


def _row_duty(folder: Any, title: str) -> Duty:
    return Duty(
        title=title,
        detail=f"{folder.unit.short_name} · {folder.bloc}",
        state="Bị trả lại",
        tone="red",
        action="Xem lại",
        url=f"{reverse('scoring:sheet', args=[folder.score_sheet.pk])}?loc=tra",
    )


def _parts(user: Any, folders: Iterable[Any]) -> list[Duty]:
    waiting: Counter[Campaign] = Counter()
    for folder in folders:
        waiting[folder.campaign] += folder.part_waits and folder.unit_id not in user.unit_ids()
    return [
        _duty(f"Thẩm định phần được giao: {count} bảng điểm", campaign.heading, "Thẩm định")
        for campaign, count in waiting.items()
        if count
    ]


def _papers(folders: Iterable[Any]) -> list[Duty]:
    waiting = Counter((folder.campaign, folder.bloc) for folder in folders if folder.paper_waits)
    return [
        _duty(f"Chấm chéo: còn {count} bảng điểm", f"{bloc} · {campaign.heading}", "Chấm chéo")
        for (campaign, bloc), count in waiting.items()
    ]


def _duty(title: str, detail: str, action: str) -> Duty:
    return Duty(title=title, detail=detail, state="Đến lượt", tone="amber", action=action, url=reverse("scoring:list"))
