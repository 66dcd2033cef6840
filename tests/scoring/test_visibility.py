"""Who reads what of whose sheet in which state: a literal table over all roles; nobody sees in advance what concerns
others, and a tier that is not closed is nobody's but its scorers' and the standing body's.
"""

from decimal import Decimal

import pytest
from django.urls import reverse

from organizations.enums import Role, UnitKind
from scoring.enums import BlocMode, Tier
from scoring.enums import SheetState as S
from scoring.models import CriterionGroup, ScoreLine, ScoreSheet
from scoring.queries.crosswise import sheets_to_score
from scoring.queries.tiers import without_open_tiers
from scoring.rules import tiers_seen
from scoring.services import lines, sheets
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import bloc, district, person, unit
from tests.factories.scoring import frozen_table, scorer_of, sheet_at, write

pytestmark = pytest.mark.django_db
STATES = {"D": S.DRAFT, "S": S.SELF_SUBMITTED, "B": S.BLOC_CONFIRMED, "A": S.APPRAISED, "P": S.PUBLISHED}
# Whose points each person reads on whose sheet, state after state (D draft, S filed, B confirmed, A appraised, P
# published): s self, b bloc, a appraised; "-" where the sheet does not open. The deputy stands in for the leading unit.
# What is the same of every sheet stands apart.
OF_EVERY_SHEET = {
    "officer of the other bloc": "- - - - -",
    "head who leads the other bloc": "- - - - -",
    "officer of the department": "- - sba sba sba",
    "head of the department": "- - sba sba sba",
    "officer of another department": "- - - - -",
    "staff": "- sba sba sba sba",
    "leader": "- sba sba sba sba",
    "council member": "- - - - -",
    "council chair": "- - - - -",
    "admin": "sba sba sba sba sba",
    "officer of another province": "- - - - -",
}
SEEN = {
    "the member": {
        "officer of the member": "s s sb sba sba",
        "head of the member": "s s sb sba sba",
        "secretary of the leading unit": "- sb sb sba sba",
        "head of the leading unit": "- sb sb sba sba",
        "officer of the leading unit": "- - - - sba",
        "head of the deputy": "- - - - sba",
        "officer of the deputy": "- - - - sba",
        **OF_EVERY_SHEET,
    },
    "the deputy": {
        "officer of the member": "- - - - sba",
        "head of the member": "- - - - sba",
        "secretary of the leading unit": "- sb sb sba sba",
        "head of the leading unit": "- sb sb sba sba",
        "officer of the leading unit": "- - - - sba",
        "head of the deputy": "s s sb sba sba",
        "officer of the deputy": "s s sb sba sba",
        **OF_EVERY_SHEET,
    },
    "the leading unit": {
        "officer of the member": "- - - - sba",
        "head of the member": "- - - - sba",
        "secretary of the leading unit": "s s sb sba sba",
        "head of the leading unit": "s s sb sba sba",
        "officer of the leading unit": "s s sb sba sba",
        "head of the deputy": "- sb sb sba sba",
        "officer of the deputy": "- - - - sba",
        **OF_EVERY_SHEET,
    },
}


@pytest.fixture
def world(province):
    """A campaign of two blocs; a department appraises part I of the first one's table, another nothing."""
    home = province.authority
    others = (district("quang-binh", "Quang Bình", home), district("hoang-su-phi", "Hoàng Su Phì", home))
    second = bloc("khoi-2", "Khối thi đua số 2", home, others)
    campaign = launched_campaign(province, blocs=(province.bloc, second))
    made = frozen_table(province, campaign)
    department = unit("so-nn", "Sở Nông nghiệp", UnitKind.DEPARTMENT, parent=home)
    another = unit("so-gd", "Sở Giáo dục", department.kind, parent=home)
    CriterionGroup.objects.filter(table=made, no="I").update(appraiser=department)
    people = {
        "officer of the member": province.officer,
        "head of the member": province.head,
        "secretary of the leading unit": province.secretary,
        "head of the leading unit": province.heads[2],
        "officer of the leading unit": province.officers[2],
        "head of the deputy": province.heads[1],
        "officer of the deputy": province.officers[1],
        "officer of the other bloc": person("cb.qb", others[0], Role.OFFICER),
        "head who leads the other bloc": person("tt.hsp", others[1], Role.HEAD),
        "officer of the department": person("cb.nn", department, Role.OFFICER),
        "head of the department": person("tt.nn", department, Role.HEAD),
        "officer of another department": person("cb.gd", another, Role.OFFICER),
        "staff": province.staff,
        "leader": province.leader,
        "council member": province.council_member,
        "council chair": province.council_chair,
        "admin": province.admin,
        "officer of another province": province.stranger,
    }
    return campaign, people


@pytest.mark.parametrize("whose", SEEN)
def test_opens_to_exactly_those_in_the_table_with_the_points_in_it(province, world, whose):
    campaign, people = world
    member = ("the member", "the deputy", "the leading unit").index(whose)
    sheet = sheet_at(S.DRAFT, province, campaign, member=member)
    found = {who: [] for who in people}
    for letter in STATES:
        bring(sheet, letter, province, member)
        for who, somebody in people.items():
            found[who].append(seen(somebody, sheet))
    assert {who: " ".join(states) for who, states in found.items()} == SEEN[whose]


def seen(somebody, sheet):
    """The tiers whose points are read, by their first letters; "-" where the sheet does not open."""
    fresh = ScoreSheet.objects.visible_to(somebody).filter(pk=sheet.pk).first()
    return "-" if fresh is None else "".join(tier[0] for tier in Tier if tier in tiers_seen(somebody, fresh))


def bring(sheet, letter, province, member):
    """The next state, by the services; publication by hand, as the rest of the bloc is not scored here."""
    scorer = scorer_of(province, member)
    if letter == "S":
        sheets.submit_self_score(sheet_id=sheet.pk, by=province.heads[member])
    elif letter == "B":
        lines.take_over(sheet_id=sheet.pk, tier=Tier.BLOC, by=scorer)
        sheets.confirm_bloc(sheet_id=sheet.pk, by=scorer)
    elif letter == "A":
        lines.take_over(sheet_id=sheet.pk, tier=Tier.APPRAISED, by=province.staff)
        sheets.appraise(sheet_id=sheet.pk, by=province.staff)
    elif letter == "P":
        ScoreSheet.objects.filter(pk=sheet.pk).update(state=S.PUBLISHED)


CROSSWISE = {  # who scores the sheet of a plain member, before and after the own unit has filed
    "officer of the member": (False, False),
    "officer of the deputy": (False, True),
    "head of the deputy": (False, True),
    "secretary of the leading unit": (False, True),
    "officer of the other bloc": (False, False),
    "officer of the department": (False, False),
    "staff": (False, False),
    "leader": (False, False),
    "admin": (False, False),
}


def test_hands_papers_to_fellow_members_that_have_filed(province, world):
    campaign, people = world
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    type(sheet.table).objects.filter(pk=sheet.table_id).update(bloc_mode=BlocMode.CROSSWISE)
    before = {who: sheets_to_score(people[who]).filter(pk=sheet.pk).exists() for who in CROSSWISE}
    for member in (1, 2):
        sheet_at(S.SELF_SUBMITTED, province, campaign, member=member)
    after = {who: sheets_to_score(people[who]).filter(pk=sheet.pk).exists() for who in CROSSWISE}
    assert {who: (before[who], after[who]) for who in CROSSWISE} == CROSSWISE


def test_a_unit_reads_nothing_of_what_the_bloc_is_giving(province, world, sign_in):
    campaign, _ = world
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    write(sheet, "2.1", Tier.BLOC, province.secretary, points=Decimal("7.13"), note="Chưa có văn bản")
    page = sign_in(province.officer).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "7,13" not in page
    assert "Chưa có văn bản" not in page
    assert "7,13" in sign_in(province.secretary).get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()


def test_nothing_that_an_open_tier_says_is_left_on_a_line():
    said = {
        f"{tier}_{part}": value for tier in ("bloc", "appraised") for part, value in (("note", "x"), ("answer", "Y"))
    }
    line = ScoreLine(grade="N", self_points=0, bloc_points=1, appraised_points=2, self_note="giải trình", **said)
    found = without_open_tiers(line, {Tier.SELF, Tier.BLOC})
    assert (found.bloc_points, found.bloc_note, found.bloc_answer) == (1, "x", "Y")
    assert (found.appraised_points, found.appraised_note, found.appraised_answer) == (None, "", "")
    found = without_open_tiers(line, {Tier.SELF})
    assert (found.bloc_points, found.bloc_note, found.bloc_answer) == (None, "", "")
    assert (found.self_points, found.self_note, found.grade) == (0, "giải trình", "N")
