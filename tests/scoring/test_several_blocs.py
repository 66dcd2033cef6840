"""A ranking over several blocs: which ones a reader lands on, and ranks over all only where they can be compared."""

import pytest
from django.urls import reverse

from core import clock
from organizations.enums import Role
from organizations.models import Seat, User
from scoring.enums import RankingKind
from scoring.models import Ranking
from scoring.queries import rankings as queries
from scoring.services import tables
from tests.factories.awards import contest, publish
from tests.factories.scoring import template

pytestmark = pytest.mark.django_db
FIRST = {"dong-van": "90", "meo-vac": "80", "yen-minh": "70"}
SECOND = {"quan-ba": "85", "vi-xuyen": "75", "xin-man": "65"}
APART = "Hạng tính trong từng khối"


@pytest.fixture
def world(db):
    return contest()


def agree(world, bloc, groups):
    made = tables.create_table_from_template(
        campaign=world.campaign,
        bloc=bloc,
        template=template(groups=template()["groups"][:groups]),
        by=world.province.staff,
    )
    tables.freeze_table(table_id=made.pk, by=world.province.staff)


def ranks(world, reader):
    found = queries.board(world.campaign, [], reader)
    return [(row.standing.unit_code, row.place.rank) for row in found.rows]


def guest(world):
    """Somebody of a unit of the second bloc."""
    person = world.province.stranger
    Seat.objects.filter(user=person).delete()
    Seat.objects.create(user=person, unit=world.units["quan-ba"], role=Role.OFFICER)
    return User.objects.get(pk=person.pk)


def page(client, world, query=""):
    return client.get(reverse("scoring:ranking", args=[world.campaign.code]) + query).content.decode()


def test_lands_on_the_bloc_of_the_own_unit_and_shows_all_when_asked(sign_in, world):
    publish(world, FIRST | SECOND)
    one = sign_in(world.province.officer)
    landed, everything = page(one, world), page(one, world, "?khoi=tat-ca")
    assert ("Đồng Văn" in landed, "Quản Bạ" in landed, "?khoi=tat-ca" in landed) == (True, False, True)
    assert ("Đồng Văn" in everything, "Quản Bạ" in everything) == (True, True)
    assert "Quản Bạ" in page(sign_in(world.province.staff), world)


def test_knows_the_own_bloc_by_the_same_mark(sign_in, world):
    publish(world, FIRST)
    client, url = sign_in(world.province.officer), reverse("scoring:ranking", args=[world.campaign.code])
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "ETag" not in client.get(f"{url}?khoi=tat-ca")  # the second bloc is not final


def test_bars_are_drawn_by_the_table_of_each_bloc(world):
    for one, groups in zip(world.blocs, (3, 1), strict=True):
        agree(world, one, groups=groups)
    publish(world, {"dong-van": "35", "meo-vac": "30", "quan-ba": "22", "vi-xuyen": "15"})
    found = queries.board(world.campaign, [], world.province.staff)
    assert [(row.standing.unit_code, row.scale) for row in found.rows if row.standing.total] == [
        ("dong-van", 38),  # the points of its table
        ("meo-vac", 38),
        ("quan-ba", 22),  # with bonus above the 20 of its table
        ("vi-xuyen", 22),
    ]


def test_ranks_over_all_once_all_are_final_by_tables_alike(sign_in, world):
    for one in world.blocs:
        agree(world, one, groups=3)
    publish(world, FIRST)
    staff = world.province.staff
    apart = page(sign_in(staff), world)
    assert ranks(world, staff)[:3] == [("dong-van", 1), ("meo-vac", 2), ("yen-minh", 3)]
    assert (APART in apart, "Tạm tính" in apart, "Nhóm I:" in apart) == (True, False, False)
    publish(world, SECOND)
    together = page(sign_in(staff), world)
    assert [rank for _, rank in ranks(world, staff)] == [1, 2, 3, 4, 5, 6]
    assert (APART in together, "Đã công bố" in together) == (False, True)


def test_ranks_bloc_by_bloc_where_tables_differ(sign_in, world):
    for one, groups in zip(world.blocs, (3, 2), strict=True):
        agree(world, one, groups=groups)
    publish(world, FIRST | SECOND)
    staff = world.province.staff
    assert [rank for _, rank in ranks(world, staff)] == [1, 2, 3, 1, 2, 3]
    assert APART in page(sign_in(staff), world)


def test_names_the_blocs_that_wait(sign_in, world):
    publish(world, FIRST)
    one = sign_in(world.province.officer)
    assert "chưa công bố" not in page(one, world)
    assert "Khối chưa công bố kết quả: Khối thi đua các huyện số 2." in page(one, world, "?khoi=tat-ca")


def test_shows_a_provisional_ranking_to_the_own_bloc_and_a_final_one_to_all(sign_in, world):
    publish(world, FIRST)
    Ranking.objects.update(kind=RankingKind.PROVISIONAL, appeals_until=clock.now(), document="{}")
    file = reverse("scoring:ranking_file", args=[world.campaign.code, "khoi-1"])
    own, other = world.province.officer, guest(world)
    found = queries.board(world.campaign, ["khoi-1"], other)
    assert (found.rows, found.rankings, found.appeals_until) == ((), {}, None)
    assert sign_in(other).get(file).status_code == 404
    assert (sign_in(own).get(file).status_code, sign_in(world.province.staff).get(file).status_code) == (200, 200)
    assert queries.board(world.campaign, ["khoi-1"], own).rows
    Ranking.objects.update(kind=RankingKind.FINAL, appeals_until=None)
    assert len(queries.board(world.campaign, ["khoi-1"], other).rows) == 3
    assert sign_in(other).get(file).status_code == 200
