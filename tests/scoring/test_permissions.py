"""Who may do what with a sheet: every role × every state × own or another's unit, and what of it they find at all."""

from itertools import product

import pytest
from django.http import Http404

from core.authz import can
from organizations.enums import Role
from organizations.models import Seat
from scoring.enums import SheetState as S
from scoring.queries.sheets import sheet as find_sheet
from scoring.rules import is_foreign_unit
from tests.factories.ground import Province
from tests.factories.scoring import sheet_at

pytestmark = pytest.mark.django_db
ACTIONS = ("score_self", "submit_self_score", "score_bloc", "appraise", "return_to_unit", "return_to_bloc")
OWN_UNIT = "Bạn thuộc đơn vị này nên không thể chấm bảng điểm này."


def people(province: Province):
    """Everybody, and the office of the deputy."""
    return province.everybody() | {"deputy_head": province.heads[1], "leading_head": province.heads[2]}


ALLOWED = {  # (state, whose sheet): who may do what; whatever is not listed is refused
    (S.DRAFT, "member"): {"officer": {"score_self"}, "head": {"score_self", "submit_self_score"}},
    (S.SELF_SUBMITTED, "member"): {
        "bloc_secretary": {"score_bloc", "return_to_unit"},
        "leading_head": {"score_bloc", "return_to_unit"},
    },
    (S.BLOC_CONFIRMED, "member"): {"staff": {"appraise", "return_to_unit", "return_to_bloc"}},
    (S.APPRAISED, "member"): {"staff": {"return_to_bloc"}},
    (S.DRAFT, "leading"): {"leading_head": {"score_self", "submit_self_score"}},
    (S.SELF_SUBMITTED, "leading"): {"deputy_head": {"score_bloc", "return_to_unit"}},
    (S.BLOC_CONFIRMED, "leading"): {"staff": {"appraise", "return_to_unit", "return_to_bloc"}},
    (S.APPRAISED, "leading"): {"staff": {"return_to_bloc"}},
}
SEEN = {  # who finds the sheet of a member before and after it is filed
    S.DRAFT: {"officer", "head", "admin"},
    S.SELF_SUBMITTED: {
        "officer",
        "head",
        "admin",
        "staff",
        "leader",
        "bloc_secretary",
        "leading_head",
    },
}


@pytest.mark.parametrize(("state", "whose"), ALLOWED)
def test_permits_exactly_what_the_table_says(province, campaign, table, state, whose):
    sheet = sheet_at(state, province, campaign, member=0 if whose == "member" else 2)
    found = {}
    for (role, person), action in product(people(province).items(), ACTIONS):
        if can(person, f"scoring.{action}", sheet):
            found.setdefault(role, set()).add(action)
    assert found == ALLOWED[state, whose]


@pytest.mark.parametrize("state", SEEN)
def test_shows_a_sheet_only_to_those_concerned(province, campaign, table, state):
    sheet = sheet_at(state, province, campaign)
    found = set()
    for role, person in people(province).items():
        try:
            find_sheet(person, sheet.pk)
        except Http404:
            continue
        found.add(role)
    assert found == SEEN[state]


@pytest.mark.parametrize(
    ("state", "member", "actor", "action"),
    [
        (S.SELF_SUBMITTED, 2, "bloc_secretary", "score_bloc"),
        (S.SELF_SUBMITTED, 2, "leading_head", "return_to_unit"),
        (S.SELF_SUBMITTED, 0, "head", "score_bloc"),
        (S.BLOC_CONFIRMED, 0, "head", "appraise"),
    ],
)
def test_keeps_people_from_the_own_unit(province, campaign, table, state, member, actor, action):
    sheet = sheet_at(state, province, campaign, member=member)
    assert can(people(province)[actor], f"scoring.{action}", sheet).reason == OWN_UNIT


def test_keeps_staff_with_a_seat_in_the_unit_from_its_sheet(province, campaign, table):
    sheet = sheet_at(S.BLOC_CONFIRMED, province, campaign)
    Seat.objects.create(user=province.staff, unit=province.unit, role=Role.OFFICER)
    staff = type(province.staff).objects.get(pk=province.staff.pk)
    assert can(staff, "scoring.appraise", sheet).reason == OWN_UNIT == is_foreign_unit.sentence
