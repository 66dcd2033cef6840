"""One question, one answer, one sentence: ``can(user, "campaigns.launch", campaign)``.

Each app's ``rules.py`` declares its permissions as ordered lists of predicates; the first predicate that says no gives
the sentence that the page shows beside the disabled button, that the view answers with, and that the test asserts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.exceptions import Refused


@dataclass(frozen=True)
class Decision:
    """An answer: true or false, and when false one Vietnamese sentence that says why."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


@dataclass(frozen=True)
class Predicate:
    """A test of (user, object) with the sentence shown when it fails."""

    test: Callable[[Any, Any], bool]
    sentence: str

    def __call__(self, actor: Any, obj: Any = None) -> bool:
        """The bare answer, for predicates that build on others."""
        return self.test(actor, obj)


PERMISSIONS: dict[str, tuple[Predicate, ...]] = {}


def predicate(sentence: str) -> Callable[[Callable[[Any, Any], bool]], Predicate]:
    """Make a function of (user, object) a predicate with its sentence."""
    return lambda test: Predicate(test, sentence)


def any_of(*choices: Predicate, sentence: str) -> Predicate:
    """A predicate that holds when one of ``choices`` does."""
    return Predicate(lambda actor, obj: any(choice(actor, obj) for choice in choices), sentence)


def permission(action: str, *predicates: Predicate) -> None:
    """Declare that ``action`` ("app.verb") is allowed when all predicates hold, asked in this order."""
    if action in PERMISSIONS:
        raise ValueError(f"permission {action} is declared twice")
    PERMISSIONS[action] = predicates


@predicate("Hãy đăng nhập để tiếp tục.")
def signed_in(actor: Any, _obj: Any) -> bool:
    """Any person with an active account."""
    return bool(actor and actor.is_authenticated and actor.is_active)


def can(actor: Any, action: str, obj: Any = None) -> Decision:
    """Whether ``actor`` may do ``action`` on ``obj`` now. Unknown actions are a programming error (KeyError)."""
    for test in (signed_in, *PERMISSIONS[action]):
        if not test(actor, obj):
            return Decision(False, test.sentence)
    return YES


def require(actor: Any, action: str, obj: Any = None) -> None:
    """Raise Refused with the sentence unless ``can`` says yes."""
    decision = can(actor, action, obj)
    if not decision:
        raise Refused(decision.reason)
