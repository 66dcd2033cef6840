"""The virus scanner clamd, asked over its socket (commands zPING and zINSTREAM). No Django.

It answers nonsense, hangs or goes away like any other server: whatever it does ends in an answer or in ``Silent``.
"""

import socket
import struct
from collections.abc import Iterator
from typing import IO

SECONDS = 30  # for each step of the conversation: a scan of 20 MB takes a few
BLOCK = 256 * 1024
LONGEST_ANSWER = 4096  # bytes


class Silent(Exception):
    """The scanner gave no answer that can be understood; ``down`` when it answers nobody at all."""

    def __init__(self, why: str, *, down: bool = False) -> None:
        super().__init__(why)
        self.down = down


def ping(address: str) -> None:
    """Return when the scanner is there; Silent otherwise."""
    with _connected(address) as connection:
        answer = _ask(connection, b"zPING\0", ())
    if answer != "PONG":
        raise Silent(f"said {answer!r} to PING", down=True)


def scan(address: str, content: IO[bytes]) -> str:
    """The name of the malware in ``content``, or "" for a clean file. Raises Silent."""
    with _connected(address) as connection:
        answer = _ask(connection, b"zINSTREAM\0", _blocks(content))
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND") or "?"
    raise Silent(f"said {answer!r}")


def _connected(address: str) -> socket.socket:
    """A connection to "host:port", or to a path."""
    host, _, port = address.rpartition(":")
    try:
        if port.isdecimal():
            return socket.create_connection((host or "127.0.0.1", int(port)), timeout=SECONDS)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(SECONDS)
            connection.connect(address)
        except OSError:
            connection.close()
            raise
    except OSError as error:
        raise Silent(str(error), down=True) from error
    return connection


def _ask(connection: socket.socket, command: bytes, blocks: Iterator[bytes] | tuple[()]) -> str:
    """Send a command and what belongs to it, read the one answer up to its NUL."""
    try:
        connection.sendall(command)
        for block in blocks:
            connection.sendall(struct.pack("!I", len(block)) + block)
        return _answer(connection)
    except OSError as error:  # it hung, or closed in the middle
        raise Silent(str(error) or type(error).__name__) from error


def _answer(connection: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer:
        piece = connection.recv(LONGEST_ANSWER)
        answer += piece
        if not piece or len(answer) > LONGEST_ANSWER:
            raise Silent(f"broke off after {answer[:80]!r}")
    return answer.partition(b"\0")[0].decode("ascii", "replace").strip()


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    """The content in blocks, and the empty one that ends it."""
    while block := content.read(BLOCK):
        yield block
    yield b""
