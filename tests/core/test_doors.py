"""Doors: found or not found first, permitted or refused second; a view without door does not start."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse
from django.urls import include, path

from core.authz import PERMISSIONS
from core.doors import door, guarded, walk
from core.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf):
    def build(person, method="get"):
        request = getattr(rf, method)("/")
        request.user = person
        return request

    return build


def bare(request):
    return HttpResponse("bare")


@door("organizations.read_inbox")
def inbox(request):
    return HttpResponse("inbox")


def test_door_without_object_passes_the_addresses_parts_on(province, request_of):
    @door("organizations.read_inbox")
    def view(request, year):
        return HttpResponse(str(year))

    assert view(request_of(province.officer), year=2021).content == b"2021"


def test_door_with_object_gives_the_view_what_was_loaded(province, request_of):
    @door("organizations.read_inbox", load=lambda user, code: f"{user.username}:{code}")
    def view(request, thing):
        return HttpResponse(thing)

    assert view(request_of(province.officer), code="a").content == b"canbo.dong-van:a"


def test_door_finds_before_it_asks(province, request_of):
    """A foreign object is not found, whatever the person may do: a refusal would tell that it exists."""

    def nothing(user, **where):
        raise Http404

    @door("core.assume_date", load=nothing)
    def view(request, thing):
        return HttpResponse()

    with pytest.raises(Http404):
        view(request_of(province.officer), code="a")


def test_door_refuses_with_the_sentence(province, request_of):
    @door("core.assume_date")
    def view(request):
        return HttpResponse()

    with pytest.raises(Refused) as refusal:
        view(request_of(province.officer))
    assert refusal.value.reason == "Chỉ chuyên viên cơ quan thường trực hoặc quản trị viên đổi được ngày giả định."


@pytest.mark.filterwarnings("ignore:Method Not Allowed")
def test_door_answers_only_its_methods(province, request_of):
    @door("organizations.read_inbox", methods="POST")
    def view(request):
        return HttpResponse()

    assert view(request_of(province.officer)).status_code == 405
    assert view(request_of(province.officer, "post")).status_code == 200


def test_door_reads_the_clock_once_for_all_that_the_page_shows(province, request_of, at):
    at("2021-01-08 09:00")

    @door("organizations.read_inbox")
    def view(request):
        return HttpResponse(f"{request.now:%H:%M}")

    assert view(request_of(province.officer)).content == b"09:00"


def test_door_tells_which_permission_it_asks():
    assert inbox.permission in PERMISSIONS


def test_guarded_stops_the_start_for_a_view_without_door():
    with pytest.raises(ImproperlyConfigured, match="'bare' declares no permission"):
        guarded([path("", inbox, name="inbox"), path("bare", bare, name="bare")], public={})


def test_guarded_stops_the_start_for_a_reason_that_nobody_needs():
    with pytest.raises(ImproperlyConfigured, match="'gone'"):
        guarded([path("", inbox, name="inbox")], public={"gone": "was removed long ago"})


def test_guarded_lets_public_views_and_namespaces_pass():
    patterns = [path("x/", include(([path("bare", bare, name="bare")], "machine"))), path("bare", bare, name="bare")]
    assert guarded(patterns, public={"bare": "asked by machines", "machine:": "asked by machines"}) == patterns


def test_walk_names_views_with_their_namespaces():
    patterns = [path("x/", include(([path("bare", bare, name="bare")], "machine")))]
    assert list(walk(patterns)) == [("machine:bare", bare)]
