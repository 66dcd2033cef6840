"""A virus scanner of our own on the loopback: it answers as it is told, hangs, closes, or talks nonsense."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# The file by which scanners are tried; written in two parts so that none stumbles over this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class FakeClamd:
    """Listens until it is closed. ``mood``: "answer", "hang", "close" (in the middle of a stream), or what it says."""

    def __init__(self, mood: str = "answer") -> None:
        self.mood, self.scanned = mood, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.over = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Nobody answers from here on."""
        self.over.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _listen(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream, suppress(OSError):
            self._talk(connection, stream)

    def _talk(self, connection: socket.socket, stream: object) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += stream.read(1)  # type: ignore[attr-defined]
        if command == b"zPING\0":
            connection.sendall(b"PONG\0")
            return
        if self.mood == "close":
            return
        content = self._content(stream)
        self.scanned += 1
        if self.mood == "hang":
            self.over.wait(5)
        elif self.mood == "answer":
            found = b"Eicar-Signature FOUND" if EICAR in content else b"OK"
            connection.sendall(b"stream: " + found + b"\0")
        else:
            connection.sendall(self.mood.encode())

    def _content(self, stream: object) -> bytes:
        content = b""
        while size := struct.unpack("!I", stream.read(4))[0]:  # type: ignore[attr-defined]
            content += stream.read(size)  # type: ignore[attr-defined]
        return content


@contextmanager
def scanner(mood: str = "answer") -> Iterator[FakeClamd]:
    """A scanner for the block."""
    fake = FakeClamd(mood)
    yield fake
    if not fake.over.is_set():
        fake.close()
