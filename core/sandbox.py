"""One pure function on the bytes of a stranger's file, in a child process of its own (design "integrity" T15).

The child knows no Django, no settings and no environment; its memory, processor time and output are bounded. It is this
very file run as a script: a header (one line of JSON) and the content come on stdin, one JSON value goes to stdout.
"""

import importlib
import json
import logging
import resource
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # isolated mode leaves it out

from core.exceptions import UploadRefused  # noqa: E402 # found by the line above when run as a script

MEMORY_BYTES, PROCESSOR_SECONDS, WALL_SECONDS = 700 * 1024**2, 20, 30
OUTPUT_BYTES = 64 * 1024**2
_LIMITS = (
    (resource.RLIMIT_AS, MEMORY_BYTES),
    (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
    (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
    (resource.RLIMIT_CORE, 0),
)
_LOGGED = 2000  # characters of what a broken child said

_CHILDREN = BoundedSemaphore(2)  # of one process at a time; others wait, for each may take all its memory

logger = logging.getLogger(__name__)


class Failed(UploadRefused):
    """The child gave no answer: it crashed, took too long or too much memory, or said nonsense; the log knows which."""

    def __init__(self) -> None:
        super().__init__(
            "F09", "Không đọc được tệp này. Hãy mở bằng Word hoặc Excel, lưu lại thành tệp mới rồi tải lên"
        )


def run(function: str, content: bytes, **options: Any) -> Any:
    """What `function` ("core.extraction:text_of") makes of `content`, as plain JSON; dataclasses come back as dicts.

    `options` are its keyword arguments, plain JSON too. A refusal of the function is raised here as it was raised
    there (UploadRefused); anything else that goes wrong is logged and raised as Failed.
    """
    header = json.dumps({"function": function, "options": options}).encode() + b"\n"
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaint:
        try:
            with _CHILDREN:
                code = _child(header + content, answer, complaint)
            verdict = _read(answer) if code == 0 else {"failed": f"exit code {code}"}
        except (subprocess.TimeoutExpired, OSError, ValueError) as error:
            verdict = {"failed": repr(error)}
        complaint.seek(0)
        said = complaint.read()[-_LOGGED:].decode(errors="replace")
    if "failed" in verdict:
        logger.error("%s failed on %d bytes: %s\n%s", function, len(content), verdict["failed"], said)
        raise Failed
    if "refused" in verdict:
        if said:
            logger.warning("%s refused %d bytes\n%s", function, len(content), said)
        raise UploadRefused(*verdict["refused"])
    return verdict["result"]


def _child(stdin: bytes, answer: Any, complaint: Any) -> int:
    """Start the child, feed it, wait for its end; returns its exit code."""
    done = subprocess.run(  # noqa: S603 # our own interpreter and file
        [sys.executable, "-I", "-B", "-X", "utf8", __file__],
        input=stdin,
        stdout=answer,
        stderr=complaint,
        env={},
        cwd="/",
        timeout=WALL_SECONDS,
        check=False,
        start_new_session=True,
    )
    return done.returncode


def _read(answer: Any) -> dict[str, Any]:
    """The child's verdict; ValueError if it is none."""
    answer.seek(0)
    verdict = json.load(answer)
    if not isinstance(verdict, dict) or len(verdict.keys() & {"result", "refused"}) != 1:
        raise ValueError("the child said something else")
    return verdict


def _plain(value: object) -> object:
    """A dataclass as a dict, for JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} is not plain")


def _confine() -> None:
    """Set the limits of this process for good."""
    for limit, most in _LIMITS:
        resource.setrlimit(limit, (most, most))


def _answer() -> None:
    """The child's life: read, do, write."""
    _confine()
    header = json.loads(sys.stdin.buffer.readline())
    module, _, name = header["function"].partition(":")
    function: Callable[..., object] = getattr(importlib.import_module(module), name)
    try:
        verdict: dict[str, object] = {"result": function(sys.stdin.buffer.read(), **header["options"])}
    except UploadRefused as refusal:
        verdict = {"refused": (refusal.code, refusal.sentence)}
        if refusal.__cause__:
            traceback.print_exception(refusal.__cause__)  # to be logged over there
    sys.stdout.write(json.dumps(verdict, default=_plain))


if __name__ == "__main__":
    _answer()
