"""A compiled query answers as the query does, for any values, after being made once for each number of them."""

import pytest

from campaigns.models import Campaign, Submission
from core.compiled import compiled
from organizations.models import Seat, Unit, User
from tests.factories.campaigns import launched_campaign

pytestmark = pytest.mark.django_db


def units(kind, ids):
    return Unit.objects.filter(kind=kind, pk__in=ids).order_by("pk").values_list("pk", "code")


def test_answers_as_the_query_does(province):
    rows, every = compiled(units), [*Unit.objects.order_by("pk").values_list("pk", flat=True)]
    for kind in {*Unit.objects.values_list("kind", flat=True), "<0>"}:
        for ids in (every, every[:1], every[-1:], every[::-1], every[1:3]):
            assert rows(kind, ids) == list(units(kind, ids))


def test_takes_texts_too(province):
    codes = [*Unit.objects.order_by("pk").values_list("code", flat=True)]
    rows = compiled(lambda some: Unit.objects.filter(code__in=some).order_by("pk").values_list("code"))
    assert [rows(codes[:2]), rows(codes[2:4])] == [[(one,) for one in codes[:2]], [(one,) for one in codes[2:4]]]


def test_has_no_rows_for_no_ids(province, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert compiled(units)(province.unit.kind, set()) == []


def test_is_made_once_for_each_number_of_ids(province):
    made = []

    def counted(ids):
        made.append(len(ids))
        return Unit.objects.filter(pk__in=ids).values_list("pk")

    rows = compiled(counted)
    for ids in ([1], [2], [1, 2], {3, 4}, [5]):
        rows(ids)
    assert made == [1, 2]


def test_tells_a_value_from_the_place_of_another(province):
    """Constants of the query that look like parameters stay what they are."""
    rows = compiled(lambda code: Unit.objects.filter(code=code, kind=province.unit.kind).values_list("code"))
    assert rows(province.unit.code) == [(province.unit.code,)]
    assert rows("<0>") == []


def test_gives_objects_with_their_relations_and_converted_values(province, django_assert_num_queries):
    rows = compiled(lambda ids: Seat.objects.filter(pk__in=ids).select_related("unit").order_by("pk"))
    asked = [*Seat.objects.order_by("-pk")[:2]]
    expected = [(one.pk, one.unit.code, one.unit.valid_from) for one in reversed(asked)]
    with django_assert_num_queries(1):
        found = rows([one.pk for one in asked])
        assert [(one.pk, one.unit.code, one.unit.valid_from) for one in found] == expected


def test_answers_every_person_with_what_that_person_may_see(province):
    """One statement for each list of roles; what it is asked with is the person's own."""
    launched_campaign(province)
    made = []

    def visible(person):
        made.append(person.is_superuser)
        return Campaign.objects.visible_to(person).order_by("pk")

    rows = compiled(visible)
    root = User.objects.create(username="root", is_superuser=True)
    people = [*province.everybody().values(), province.officers[1], root]
    for _ in range(2):
        for person in people:
            assert rows(person) == [*Campaign.objects.visible_to(person).order_by("pk")]
    assert len(made) == len({(one.is_superuser, tuple(seat.role for seat in one.seats)) for one in people})


def test_takes_a_uuid(province):
    campaign = launched_campaign(province)
    folder = campaign.participations.first()
    for_unit = [
        *Submission.objects.bulk_create(Submission(participation=folder, kind=kind) for kind in ("register", "final"))
    ]
    rows = compiled(lambda pk: Submission.objects.filter(pk=pk))
    assert [rows(one.pk) for one in for_unit] == [[one] for one in for_unit]
