"""A function on a stranger's bytes runs confined, and every way to go wrong ends in one refusal."""

import logging
import sys

import pytest

from core import sandbox
from core.exceptions import UploadRefused

HERE = "tests.core.sandbox_functions"


def test_an_answer_comes_back_as_plain_data():
    assert sandbox.run(f"{HERE}:count", b"\x00\n\xff", factor=2) == {"bytes": 6, "names": ["a", "đ"]}


def test_a_refusal_travels_back():
    with pytest.raises(UploadRefused) as caught:
        sandbox.run(f"{HERE}:refuse", b"x")
    assert (caught.value.code, caught.value.sentence) == ("F05", "Tệp có mật khẩu")
    assert not isinstance(caught.value, sandbox.Failed)


@pytest.mark.parametrize(
    "function",
    ["crash", "die", "hoard", "shout", "chatter", "nonsense", "missing", "raw_value"],
)
def test_every_failure_is_one_and_is_logged(function, caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(sandbox.Failed) as caught:
        sandbox.run(f"{HERE}:{function}", b"x")
    assert caught.value.code == "F09"
    assert f"{HERE}:{function} failed on 1 bytes" in caplog.text


def test_a_child_that_takes_too_long_is_ended(monkeypatch, caplog):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.5)
    with pytest.raises(sandbox.Failed):
        sandbox.run(f"{HERE}:sleep", b"x")
    assert "TimeoutExpired" in caplog.text


def test_the_child_has_no_django_no_environment_and_its_limits():
    seen = sandbox.run(f"{HERE}:look_around", b"x")
    assert seen == {
        "django": False,
        "environment": [],
        "memory": sandbox.MEMORY_BYTES,
        "processor": sandbox.PROCESSOR_SECONDS,
        "core": 0,
        "isolated": 1,
    }


def test_reading_documents_loads_no_django():
    for module in ("core.extraction.docx", "core.extraction.pdf", "core.extraction.plain", "core.spreadsheets.grid"):
        assert sandbox.run(f"{HERE}:django_with", b"x", module=module) is False
    assert "django" in sys.modules  # here it is, there it was not
