"""A final ranking that a browser has already is made again once something on it changed; nobody gets another's."""

import re

import pytest
from django.db.models import F
from django.urls import reverse

from blocs.models import Membership
from campaigns.models import Campaign
from core import clock
from organizations.models import Notice, Unit
from scoring.enums import AppealState, RankingKind
from scoring.models import Appeal, ScoreLine, ScoreSheet
from tests.factories.scoring import appraised_bloc, provisional, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(campaign):
    return reverse("scoring:ranking", args=[campaign.code])


def again(client, url, first):
    return client.get(url, headers={"If-None-Match": first["ETag"]})


def own_rows(response):
    """The names in the rows that stand out."""
    return re.findall(r'td-row--mine">.*?<th scope="row">\s*<a[^>]*>([^<]+)', response.content.decode(), re.DOTALL)


def test_is_not_made_again_for_the_browser_that_has_it(sign_in, province, campaign, table, url):
    published(province, campaign)
    client = sign_in(province.officer)
    assert again(client, url, client.get(url)).status_code == 304


def rename_unit(province, ranking):
    Unit.objects.filter(pk=province.unit.pk).update(short_name="Đồng Văn mới")


def rename_bloc(province, ranking):
    type(province.bloc).objects.filter(pk=province.bloc.pk).update(name="Khối đổi tên")


def another_version(province, ranking):
    ranking.pk, ranking.version = None, ranking.version + 1
    ranking.save(force_insert=True)


def appeal(province, ranking):
    line = ScoreLine.objects.filter(sheet__participation__unit=province.unit).earliest("pk")
    known = {
        "state": AppealState.OPEN,
        "opened_at": clock.now(),
        "opened_by": province.officer,
        "points": line.appraised_points,
    }
    Appeal.objects.create(line=line, ranking=ranking, text="Đề nghị xem lại", **known)


def letter(province, ranking):
    Notice.objects.create(recipient=province.officer, title="Thư mới", dedupe="thu", created_at=clock.now())


def lose_the_seat(province, ranking):
    province.officer.all_seats.update(role="head")


def another_leader(province, ranking):
    Membership.objects.filter(bloc=province.bloc, role="leader").update(role="member")
    Membership.objects.filter(bloc=province.bloc, unit=province.unit).update(role="leader")


def edit_the_campaign(province, ranking):
    Campaign.objects.filter(pk=ranking.campaign_id).update(version=F("version") + 1)


CHANGES = [rename_unit, rename_bloc, another_version, appeal, letter, lose_the_seat, another_leader, edit_the_campaign]


@pytest.mark.parametrize("change", CHANGES)
def test_is_made_again_after(change, sign_in, province, campaign, table, url):
    ranking = published(province, campaign)
    client = sign_in(province.officer)
    first = client.get(url)
    change(province, ranking)
    assert again(client, url, first).status_code == 200


def test_is_known_by_the_blocs_that_are_named(sign_in, province, campaign, table, url):
    published(province, campaign)
    client, named = sign_in(province.officer), f"{url}?khoi={province.bloc.code}"
    first = client.get(named)
    assert again(client, named, first).status_code == 304
    assert again(client, url, first).status_code == 200


def test_shows_what_changed_though_parts_are_kept(sign_in, province, campaign, table, url):
    published(province, campaign)
    client = sign_in(province.officer)
    client.get(url)
    rename_unit(province, None)
    assert "Đồng Văn mới" in client.get(url).content.decode()


def test_marks_to_everybody_the_own_row_only(sign_in, province, campaign, table, url):
    """Also where the rows that are not one's own are kept from another reader."""
    published(province, campaign)
    one, other = province.everybody()["officer"], province.officers[1]
    pages = [sign_in(person).get(url) for person in (one, other, one, province.staff)]
    names = [person.seats[0].unit.short_name for person in (one, other, one)]
    assert [own_rows(page) for page in pages] == [*([name] for name in names), []]


def test_answers_nobody_with_the_mark_of_another(sign_in, province, campaign, table, url):
    published(province, campaign)
    first = sign_in(province.officer).get(url)
    assert again(sign_in(province.officers[1]), url, first).status_code == 200
    assert again(sign_in(province.officer), url, first).status_code == 200  # signed in anew


def test_links_only_the_sheets_that_the_reader_may_open(sign_in, province, campaign, table, url):
    """A council reads every figure and opens no sheet; what was kept for staff does not open them."""
    published(province, campaign)
    sign_in(province.staff).get(url)
    council = province.everybody()["council_chair"]
    page = sign_in(council).get(url).content.decode()
    assert "Mèo Vạc" in page
    assert not [pk for pk in ScoreSheet.objects.values_list("pk", flat=True) if str(pk) in page]


@pytest.mark.parametrize("kind", [None, RankingKind.PROVISIONAL])
def test_keeps_nothing_while_points_may_change(kind, sign_in, province, campaign, table, url):
    if kind is None:
        appraised_bloc(province, campaign)
    else:
        provisional(province, campaign)
    client = sign_in(province.officer)
    assert "ETag" not in client.get(url)


def test_loads_nothing_for_a_browser_that_has_it(sign_in, province, campaign, table, url, django_assert_num_queries):
    published(province, campaign)
    client = sign_in(province.officer)
    first = client.get(url)
    with django_assert_num_queries(9):
        again(client, url, first)
    with django_assert_num_queries(12):
        client.get(url)
