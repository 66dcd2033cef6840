"""One question, one answer, one sentence."""

from types import SimpleNamespace

import pytest

from core import authz
from core.authz import any_of, can, permission, predicate, require
from core.exceptions import Refused

SOMEBODY = SimpleNamespace(is_authenticated=True, is_active=True, age=30)


@predicate("Chỉ dành cho người từ 18 tuổi.")
def is_adult(actor, _obj):
    return actor.age >= 18


@predicate("Chỉ mở vào ban ngày.")
def by_day(_actor, hour):
    return hour is None or 6 <= hour < 18


@pytest.fixture(autouse=True)
def _permissions(monkeypatch):
    monkeypatch.setattr(authz, "PERMISSIONS", {})
    permission("park.enter", is_adult, by_day)


def test_can_says_yes_when_every_predicate_holds():
    decision = can(SOMEBODY, "park.enter", 12)
    assert (bool(decision), decision.reason) == (True, "")


def test_can_gives_the_sentence_of_the_first_that_fails():
    child = SimpleNamespace(is_authenticated=True, is_active=True, age=10)
    assert can(child, "park.enter", 23).reason == "Chỉ dành cho người từ 18 tuổi."
    assert can(SOMEBODY, "park.enter", 23).reason == "Chỉ mở vào ban ngày."


@pytest.mark.parametrize(
    "actor",
    [
        None,
        SimpleNamespace(is_authenticated=False, is_active=False, age=30),
        SimpleNamespace(is_authenticated=True, is_active=False, age=30),
    ],
)
def test_can_asks_first_whether_somebody_is_signed_in(actor):
    assert can(actor, "park.enter").reason == "Hãy đăng nhập để tiếp tục."


def test_can_of_an_unknown_action_is_a_programming_error():
    with pytest.raises(KeyError):
        can(SOMEBODY, "park.burn")


def test_require_raises_the_sentence():
    with pytest.raises(Refused) as refusal:
        require(SOMEBODY, "park.enter", 23)
    assert refusal.value.reason == "Chỉ mở vào ban ngày."


def test_require_is_silent_when_allowed():
    assert require(SOMEBODY, "park.enter", 12) is None


def test_any_of_holds_when_one_does_and_has_its_own_sentence():
    either = any_of(is_adult, by_day, sentence="Người lớn, hoặc ban ngày.")
    child = SimpleNamespace(age=10)
    assert (either(child, 12), either(child, 23), either.sentence) == (True, False, "Người lớn, hoặc ban ngày.")


def test_permission_cannot_be_declared_twice():
    with pytest.raises(ValueError, match=r"permission park\.enter is declared twice"):
        permission("park.enter", is_adult)
