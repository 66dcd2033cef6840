"""Threads that start together, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

PATIENCE = 20  # seconds; a race that hangs is a deadlock


class Start:
    """A line at which all runners wait for each other."""

    def __init__(self, runners: int) -> None:
        self.barrier = threading.Barrier(runners)

    def wait(self) -> None:
        """Wait until everybody stands at the line."""
        self.barrier.wait(PATIENCE)


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Run all at once; the result of each, or the exception it raised, in the order given."""
    start = Start(len(runners))

    def run(runner: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return runner()
        except Exception as error:  # noqa: BLE001 - what a runner raised is the result that the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))
