"""A broker made of files, for the embedded default: kombu's ``filesystem`` transport made atomic.

The original writes a message in place, so a reader can take half of it and the worker dies of it (kombu issue 1551);
it also rewrites its binding tables under the readers' eyes. Here a message appears by one rename and belongs to
whoever removes its file, and the tables have one lock. Whatever else lies in the folder is left alone. A message is
gone once it is taken: that a killed worker's work is not lost is the business of the Job rows (core.jobs).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """A channel whose messages are whole or not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.data_folder_out, self.control_folder):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]  # kombu has two names
        """Write beside, then rename: readers look for ``.msg`` only. Names sort by age."""
        path = Path(self.data_folder_out) / f"{time_ns()}_{uuid4()}.{queue}.msg"
        draft = path.with_suffix(".draft")
        draft.write_bytes(dumps(payload).encode())
        draft.rename(path)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The oldest whole message of ``queue``; raises Empty. Of two readers the one that removes the file has it."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            path = Path(self.data_folder_in, name)
            with suppress(FileNotFoundError, ValueError):  # another reader has it; it is half-written or not ours
                message = loads(path.read_bytes())
                path.unlink()
                return message
        raise Empty

    @contextmanager
    def _tables(self) -> Iterator[None]:
        """Hold the lock of the binding tables, which are written in place."""
        with open(self.control_folder / "lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def get_table(self, exchange: str) -> Any:
        """The bindings of ``exchange``."""
        with self._tables():
            return super().get_table(exchange)

    def _queue_bind(self, *args: Any) -> None:
        with self._tables():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._tables():
            super()._delete(*args, **kwargs)


class Transport(filesystem.Transport):
    """The transport that ``fsatomic://`` names (see thiduaweb.celery)."""

    Channel = Channel
    polling_interval = 0.2
