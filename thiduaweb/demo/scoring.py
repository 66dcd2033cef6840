"""Scoring in the year of the demonstration: tables are agreed, units score themselves, blocs score, staff appraise."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from blocs.enums import BlocRole
from blocs.models import Bloc, Membership
from campaigns.models import Campaign
from campaigns.queries.evidence import living_evidence
from core.dates import VIETNAM
from core.numbers import round_half_up
from organizations.enums import Role
from organizations.models import User
from organizations.queries import people_at
from scoring.enums import Tier
from scoring.models import ScoreLine, ScoreSheet
from scoring.services.citations import cite
from scoring.services.lines import LineValues, save_line, take_over
from scoring.services.rankings import publish_bloc
from scoring.services.sheets import appraise, confirm_bloc, open_sheet, submit_self_score
from scoring.services.tables import create_table_from_template, freeze_table
from thiduaweb.demo import fixtures
from thiduaweb.demo.units import PROGRAMME, Member

TimedAct = tuple[datetime, Callable[[], Any]]
# Criteria for which the units cite the document they attached, and at which page.
PROVED = {"1.1": "1", "1.2": "1", "1.3": "2", "2.1": "2–3"}
NO_REASON = "Theo kết quả thống nhất tại cuộc họp khối (dữ liệu minh họa)."


def day(number: int, month: int = 12, hour: int = 9) -> datetime:
    """A moment of 2021 in Vietnam."""
    return datetime(2021, month, number, hour, tzinfo=VIETNAM)


# When a bloc's office begins to score; the members named after it are scored on that day, the others two days later.
BLOC_DAYS = {
    "tong-hop": (day(6), None),
    "so-ban-nganh-1": (day(6, hour=14), None),
    "huyen-1": (day(7), {"hg-bac-quang", "hg-thanh-pho"}),
    "huyen-2": (day(10), None),
}
EARLY_APPRAISED = {"hg-so-noi-vu", "hg-ban-dan-toc"}
TABLES_MADE, TABLES_FROZEN, APPRAISING, PUBLISHING = day(15, 2), day(1, 3), day(15), day(22)


def scoring_deeds(members: list[Member]) -> Iterator[TimedAct]:
    """All deeds of scoring."""
    tables = fixtures.read("illustrative/ha-giang-2021")["tables"]
    for at, (bloc, template) in enumerate(tables.items()):
        yield TABLES_MADE + timedelta(minutes=at), lambda bloc=bloc, template=template: _make_table(bloc, template)  # type: ignore[misc]
        yield TABLES_FROZEN + timedelta(minutes=at), lambda bloc=bloc: _freeze_table(bloc)  # type: ignore[misc]
        yield PUBLISHING + timedelta(minutes=at), lambda bloc=bloc: _publish(bloc)  # type: ignore[misc]
    for member in members:
        yield from _sheet_deeds(member)


def _sheet_deeds(member: Member) -> Iterator[TimedAct]:
    filed = member.files_at["self_score"]
    begin, early = BLOC_DAYS[member.bloc]
    if early is not None and member.data["unit"] not in early:
        begin += timedelta(days=2)
    confirmed = max(filed + timedelta(hours=20), begin) + timedelta(minutes=10 * member.index)
    appraised = confirmed + timedelta(hours=6)
    if member.data["unit"] not in EARLY_APPRAISED:
        appraised = max(appraised, APPRAISING + timedelta(minutes=10 * member.index))
    yield filed - timedelta(hours=5), lambda: _score_self(member)
    yield filed, lambda: _submit(member)
    yield confirmed, lambda: _score_as_bloc(member)
    yield appraised, lambda: _appraise(member)


def _make_table(bloc: str, template: str) -> None:
    create_table_from_template(
        campaign=_campaign(),
        bloc=Bloc.objects.get(code=bloc),
        template=fixtures.read(f"scoring/{template}"),
        by=_staff(),
    )


def _freeze_table(bloc: str) -> None:
    table = _campaign().scoring_tables.get(bloc__code=bloc)
    freeze_table(table_id=table.pk, by=_staff())


def _publish(bloc: str) -> None:
    publish_bloc(campaign=_campaign(), bloc=Bloc.objects.get(code=bloc), by=_staff())


def _score_self(member: Member) -> None:
    """The officer types what the figures do not say already."""
    officer = member.person(Role.OFFICER)
    sheet = open_sheet(participation=member.participation, by=officer)
    typed: dict[str, LineValues] = {}
    for no, grades in member.data["grades"].items():
        typed[no] = {"grade": grades["self"]}
    for no, points in member.data["points"].items():
        typed[no] = {"points": Decimal(points["self"])}
    for no, result in member.data.get("results", {}).items():
        typed[no] = {"actual": Decimal(result)}
    for line in _lines(sheet):
        if line.criterion.rule == "per_case":
            typed[line.criterion.no] = {"actual": Decimal(member.data["cases"].get(line.criterion.no, 0))}
        values = typed.get(line.criterion.no)
        if values:
            save_line(line_id=line.pk, tier=Tier.SELF, values=values, version=line.version, by=officer)
    proofs = list(living_evidence(sheet.participation))
    for line in sheet.lines.filter(criterion__no__in=PROVED).select_related("criterion"):
        pages = {one.pk: PROVED[line.criterion.no] for one in proofs}
        cite(line_id=line.pk, pages=pages, version=line.version, by=officer)


def _submit(member: Member) -> None:
    submit_self_score(sheet_id=_sheet(member).pk, by=member.person(Role.HEAD))


def _score_as_bloc(member: Member) -> None:
    scorer = _bloc_scorer(member)
    _take_over_and_correct(member, Tier.BLOC, scorer)
    confirm_bloc(sheet_id=_sheet(member).pk, by=scorer)


def _appraise(member: Member) -> None:
    _take_over_and_correct(member, Tier.APPRAISED, _staff())
    appraise(sheet_id=_sheet(member).pk, by=_staff())


def _take_over_and_correct(member: Member, tier: Tier, by: User) -> None:
    """The points of the tier below in one click, then the rows in which the invented figures differ, with reasons."""
    sheet = _sheet(member)
    take_over(sheet_id=sheet.pk, tier=tier, by=by)
    for line in _lines(sheet):
        points = _points_of(member, line, tier)
        below = line.self_points if tier == Tier.BLOC else line.bloc_points
        if points is not None and points != below:
            reason = _facts_of(member, line).get("reason", NO_REASON)
            save_line(
                line_id=line.pk, tier=tier, values={"points": points, "note": reason}, version=line.version, by=by
            )


def _points_of(member: Member, line: ScoreLine, tier: Tier) -> Decimal | None:
    """What the invented figures say for one row of one tier: a grade's share of the maximum, or points."""
    given = _facts_of(member, line).get(tier)
    if given is None:
        return None
    criterion = line.criterion
    if criterion.rule == "graded":
        return round_half_up(Decimal(criterion.params[given]) * criterion.max_points, Decimal("0.01"))
    return Decimal(given)


def _facts_of(member: Member, line: ScoreLine) -> dict[str, Any]:
    no = line.criterion.no
    found: dict[str, Any] = member.data["grades"].get(no) or member.data["points"].get(no) or {}
    return found


def _bloc_scorer(member: Member) -> User:
    """The office of the leader; for the leader's own sheet the head of the deputy."""
    participation = member.participation
    seats = Membership.objects.filter(bloc=participation.bloc, year=participation.campaign.year)
    leader = seats.get(role=BlocRole.LEADER)
    if leader.unit_id == participation.unit_id:
        return people_at([seats.get(role=BlocRole.DEPUTY).unit_id], Role.HEAD).get()
    return people_at([leader.unit_id], Role.BLOC_SECRETARY).get()


def _campaign() -> Campaign:
    return Campaign.objects.get(code=PROGRAMME)


def _sheet(member: Member) -> ScoreSheet:
    return ScoreSheet.objects.get(participation=member.participation)


def _lines(sheet: ScoreSheet) -> list[ScoreLine]:
    return list(sheet.lines.select_related("criterion__group"))


def _staff() -> User:
    return User.objects.get(username="chuyenvien")
