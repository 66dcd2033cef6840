"""Reading a JSON document that anybody may have written: every value is asked for by kind, and what is wrong is said
with the path to it ("units[2].lines[“1.1”].actual: …"). Nothing raises but ``FileRefused``.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LARGEST_FILE = 20 * 1024 * 1024
DEEPEST = 20
DIGITS = 15
NUMBER = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,6})?")
WORD = re.compile(r"[a-z_0-9]+")
MISSING = object()


class FileRefused(ValueError):
    """The file cannot be computed; ``sentences`` say where and why, one each."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


class Inexact(str):
    """A figure that JSON wrote without quotes and that is no whole number of a sensible size."""

    __slots__ = ()


class Twice(dict[str, Any]):
    """An object in which keys stand twice."""

    keys_twice: tuple[str, ...] = ()


def parsed(text: str) -> Any:
    """The JSON of ``text`` with its figures untouched: what is inexact or doubled stays visible to ``flaws``."""
    try:
        return json.loads(
            text,
            parse_float=Inexact,
            parse_constant=Inexact,
            parse_int=_whole,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise FileRefused(["tệp: các phần lồng nhau quá sâu."]) from None
    except ValueError as wrong:
        place = f" (dòng {wrong.lineno}, cột {wrong.colno})" if isinstance(wrong, json.JSONDecodeError) else ""
        raise FileRefused([f"tệp: không phải là JSON đúng cú pháp{place}."]) from None


def flaws(value: Any, path: str = "", depth: int = 0) -> list[str]:
    """Whatever is wrong with the JSON itself, wherever it stands: figures without quotes, doubled keys, depth."""
    here = path or "tệp"
    if depth > DEEPEST:
        return [f"{here}: các phần lồng nhau quá sâu."]
    if isinstance(value, Inexact):
        return [f'{here}: số phải ghi trong ngoặc kép, ví dụ "38.5"; gặp {shown(value)}.']
    if isinstance(value, str):
        return [] if _is_text(value) else [f"{here}: có ký tự không đọc được."]
    if isinstance(value, list):
        return [flaw for at, one in enumerate(value) for flaw in flaws(one, f"{path}[{at}]", depth + 1)]
    if not isinstance(value, dict):
        return []
    found = [f"{here}: khóa {shown(key)} ghi hai lần." for key in getattr(value, "keys_twice", ())]
    for key, one in value.items():
        found += flaws(one, below(path, key), depth + 1) if _is_text(key) else [f"{here}: có khóa không đọc được."]
    return found


def below(path: str, key: str) -> str:
    """The path to ``key`` of the object at ``path``."""
    if not WORD.fullmatch(key) or key.isdigit():
        return f"{path}[{shown(key)}]"
    return f"{path}.{key}" if path else key


def shown(value: Any) -> str:
    """A value as a sentence quotes it, not longer than a line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def in_one_line(text: str) -> str:
    """``text`` with every sign escaped that is not printed as itself, so that no value of a file can write a line of
    its own, or turn the direction of one.
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


@dataclass(frozen=True)
class Node:
    """One value of the document, where it stands, and the list to which everything wrong is added.

    Every question answers with a value that can be computed with, also where something wrong was said.
    """

    value: Any
    path: str
    problems: list[str]

    def say(self, sentence: str) -> None:
        """Add what is wrong here."""
        self.problems.append(f"{self.path or 'tệp'}: {sentence}")

    @property
    def absent(self) -> bool:
        """The key is not there."""
        return self.value is MISSING

    def child(self, key: str) -> "Node":
        """The value of ``key``; absent where there is none."""
        value = self.value.get(key, MISSING) if isinstance(self.value, Mapping) else MISSING
        return Node(value, below(self.path, key), self.problems)

    def fields(self, *known: str) -> "Node":
        """Itself, an object with no other keys than ``known``."""
        if not isinstance(self.value, Mapping):
            self._expected("một nhóm { … }")
            return self
        for key in self.value:
            if key not in known:
                self.child(key).say(f"khóa không rõ; các khóa ở đây: {', '.join(known)}.")
        return self

    def entries(self) -> dict[str, "Node"]:
        """The values of an object by their keys, which are numbers or codes of the file."""
        if self.absent:
            return {}
        if not isinstance(self.value, Mapping):
            self._expected("một nhóm { … }")
            return {}
        return {key: Node(one, f"{self.path}[{shown(key)}]", self.problems) for key, one in self.value.items()}

    def items(self) -> list["Node"]:
        """The values of a list; none where it is absent."""
        if self.absent:
            return []
        if not isinstance(self.value, list):
            self._expected("một danh sách [ … ]")
            return []
        return [Node(one, f"{self.path}[{at}]", self.problems) for at, one in enumerate(self.value)]

    def text(self, default: str | None = None) -> str:
        """A text; compulsory without ``default``, and then not blank."""
        if self.absent and default is not None:
            return default
        if not isinstance(self.value, str) or (default is None and not self.value.strip()):
            self._expected("chữ trong ngoặc kép")
            return default or ""
        return self.value

    def choice(self, *choices: str, default: str | None = None) -> str:
        """One of ``choices``; compulsory without ``default``."""
        if self.absent and default is not None:
            return default
        if not isinstance(self.value, str) or self.value not in choices:
            self._expected(f"một trong: {', '.join(one or '(trống)' for one in choices)}")
            return choices[0]
        return self.value

    def decimal(self, default: Decimal | None = None, low: Decimal | None = None) -> Decimal | None:
        """A number as text (a whole one may stand without quotes), not below ``low``; null, absent: ``default``."""
        found = self._decimal(default)
        if found is not None and low is not None and found < low:
            self.say(f"không được nhỏ hơn {low}.")
            return default
        return found

    def _decimal(self, default: Decimal | None) -> Decimal | None:
        if self.absent or (self.value is None and default is None):
            return default
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return Decimal(self.value)
        if not isinstance(self.value, str) or not NUMBER.fullmatch(self.value):
            self._expected('một số trong ngoặc kép, ví dụ "38.5" (tối đa 14 chữ số và 6 chữ số thập phân)')
            return default
        return Decimal(self.value)

    def need(self, low: Decimal | None = None) -> Decimal:
        """A number that must be there, not below ``low``."""
        found = self.decimal()
        if found is None:
            if self.absent or self.value is None:
                self.say("thiếu số.")
            return Decimal(1)
        if low is not None and found < low:
            self.say(f"không được nhỏ hơn {low}.")
            return Decimal(1)
        return found

    def whole(self, low: int, default: int | None = None) -> int | None:
        """A whole number from ``low`` on; null and absent are ``default``."""
        if self.absent or self.value is None:
            return default
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < low:
            self._expected(f"một số nguyên từ {low}")
            return default
        return self.value

    def flag(self, default: bool = False) -> bool:
        """True or false."""
        if self.absent:
            return default
        if not isinstance(self.value, bool):
            self._expected("true hoặc false")
            return default
        return self.value

    def _expected(self, what: str) -> None:
        self.say(f"thiếu; cần {what}." if self.absent else f"cần {what}; gặp {shown(self.value)}.")


def _whole(digits: str) -> int | Inexact:
    return int(digits) if len(digits) <= DIGITS else Inexact(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = Twice(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        found.keys_twice = tuple(sorted(key for key, count in times.items() if count > 1))
    return found


def _is_text(value: str) -> bool:
    """Whether it can be written: no half of a pair, no character that is none."""
    return not any("\ud800" <= sign <= "\udfff" or sign == "\x00" for sign in value)
