"""What a browser has is not made again; what is another's, or changed, always is. Shared parts are made once."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core import fragments
from core.conditional import answer


class Page:
    """A page that counts how often it was made."""

    def __init__(self, status=200):
        self.made, self.status = 0, status

    def __call__(self):
        self.made += 1
        return HttpResponse("bảng xếp hạng", status=self.status)


def ask(page, *, mark="", session="s1", seen=(1,), path="/xep-hang/", messages=()):
    request = RequestFactory().get(path, headers={"If-None-Match": mark} if mark else {})
    request.session = SimpleNamespace(session_key=session)
    request._messages = messages
    return answer(request, seen, page)


def test_says_that_nothing_changed_without_making_the_page():
    page = Page()
    first = ask(page)
    again = ask(page, mark=first["ETag"])
    assert (first.status_code, again.status_code, page.made) == (200, 304, 1)
    assert again["ETag"] == first["ETag"]
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("other", [{"session": "s2"}, {"seen": (2,)}, {"path": "/xep-hang/?khoi=a"}])
def test_makes_it_for_another_sign_in_another_version_and_another_address(other):
    page = Page()
    mark = ask(page)["ETag"]
    assert ask(page, mark=mark, **other).status_code == 200


def test_keeps_no_page_with_a_message_and_no_refusal():
    assert "ETag" not in ask(Page(), messages=("Đã lưu",))
    assert "ETag" not in ask(Page(status=403))


@pytest.fixture
def nothing_kept():
    fragments.forget()
    yield
    fragments.forget()


@pytest.mark.usefixtures("nothing_kept")
def test_makes_a_part_once_for_each_key_and_forgets_the_oldest(settings):
    settings.DEBUG = False
    made = []

    def part(key):
        return fragments.kept(("phan", key), lambda: made.append(key) or f"phần {key}")

    assert [part(1), part(1), part(2)] == ["phần 1", "phần 1", "phần 2"]
    assert made == [1, 2]
    for key in range(100, 100 + fragments.MOST):
        part(key)
    part(1)
    assert made.count(1) == 2


@pytest.mark.usefixtures("nothing_kept")
def test_keeps_nothing_while_templates_are_written(settings):
    settings.DEBUG = True
    made = []
    for _ in range(2):
        fragments.kept(("phan",), lambda: made.append(1))
    assert len(made) == 2
