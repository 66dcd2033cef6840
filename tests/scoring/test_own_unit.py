"""Nobody gives, checks or sends back points of the own unit: every person of a bloc × every sheet of it (P16)."""

from functools import partial

import pytest

from core.authz import can
from core.exceptions import Refused
from organizations.enums import Role, UnitKind
from organizations.models import Seat, Unit, User
from scoring.enums import BlocMode, Tier
from scoring.enums import SheetState as S
from scoring.models import CriterionGroup, ScoreSheet
from scoring.rules import is_foreign_unit
from scoring.services import lines, returns, sheets
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import lay_province, person, unit
from tests.factories.scoring import frozen_table, line_of, sheet_at

pytestmark = pytest.mark.django_db
UNITS = {f"huyen-{n}": f"Huyện {n}" for n in range(5)}  # the last leads, the last but one is the deputy
OF_A_SHEET = (
    *("score_bloc", "appraise", "return_to_unit", "return_to_bloc", "answer_appeal"),
    *("score_crosswise", "close_crosswise", "view_crosswise"),
)
OF_A_LINE = ("appraise_line", "return_line", "mend_bloc")
OF_A_FOLDER = ("settle_missing", "take_filed")


@pytest.fixture
def province():
    """A bloc of five."""
    return lay_province(UNITS)


@pytest.fixture
def people(province):
    """Officers, heads and the secretary of all units; and for each unit somebody of the standing body and of the
    appraising department who has a seat there as well.
    """
    department = unit("so-nn", "Sở Nông nghiệp", UnitKind.DEPARTMENT, parent=province.authority)
    found = [*province.officers, *province.heads, province.secretary]
    for one in province.units:
        for office, role in ((province.authority, Role.STAFF), (department, Role.HEAD)):
            both = person(f"{office.code}.{one.code}", office, role)
            Seat.objects.create(user=both, unit=one, role=Role.OFFICER)
            found.append(both)
    return [User.objects.get(pk=one.pk) for one in found]


@pytest.fixture
def made(province, people):
    """The sheets of all units, appraised; the department appraises part I."""
    campaign = launched_campaign(province)
    frozen_table(province, campaign)
    CriterionGroup.objects.filter(no="I").update(appraiser=Unit.objects.get(code="so-nn"))
    return [sheet_at(S.APPRAISED, province, campaign, member=member) for member in range(len(UNITS))]


def asked(sheet):
    """Every question about the points of a unit, with what it is asked of."""
    line = line_of(sheet, "1.1")
    line.sheet = sheet
    yield from (("scoring." + action, sheet) for action in OF_A_SHEET)
    yield from (("scoring." + action, line) for action in OF_A_LINE)
    yield from (("scoring." + action, sheet.participation) for action in OF_A_FOLDER)


def test_every_question_is_answered_no_for_the_own_unit_and_yes_for_somebody(made, people):
    permitted, refused = set(), set()
    for sheet in made:
        sheet.table.bloc_mode = BlocMode.CROSSWISE
        for action, thing in asked(sheet):
            for state in S:
                sheet.state = state
                for somebody in people:
                    decision = can(somebody, action, thing)
                    if sheet.participation.unit_id in somebody.unit_ids():
                        assert decision.reason == is_foreign_unit.sentence, (somebody, action, sheet, state)
                        refused.add((somebody.pk, sheet.pk))
                    elif decision:
                        permitted.add(action)
    assert len(refused) == len(people)
    assert permitted == {action for action, _ in asked(made[0])}


def attempts(sheet, line):
    """Whatever one might try with a sheet that others score."""
    of_sheet = {"sheet_id": sheet.pk}
    row = {"line_id": line.pk, "version": line.version, "values": {"points": line.self_points}}
    for tier in (Tier.BLOC, Tier.APPRAISED):
        yield partial(lines.save_line, tier=tier, **row)
        yield partial(lines.take_over, tier=tier, **of_sheet)
    yield partial(sheets.confirm_bloc, **of_sheet)
    yield partial(sheets.appraise, **of_sheet)
    for to in ("unit", "bloc"):
        yield partial(sheets.return_sheet, to=to, reason="Xem lại", **of_sheet)
    for tier in (Tier.SELF, Tier.BLOC):
        yield partial(returns.return_line, line_id=line.pk, to=tier, reason="Xem lại")


@pytest.mark.parametrize("state", [S.SELF_SUBMITTED, S.BLOC_CONFIRMED])
def test_no_service_lets_anybody_touch_points_of_the_own_unit(made, people, state):
    ScoreSheet.objects.update(state=state)
    before = list(ScoreSheet.objects.order_by("pk").values())
    tried = 0
    for sheet in made:
        line = line_of(sheet, "1.1")
        for somebody in people:
            if sheet.participation.unit_id not in somebody.unit_ids():
                continue
            for attempt in attempts(sheet, line):
                with pytest.raises(Refused) as refused:
                    attempt(by=somebody)
                assert refused.value.reason == is_foreign_unit.sentence
                tried += 1
    assert tried == len(people) * 10
    assert list(ScoreSheet.objects.order_by("pk").values()) == before
