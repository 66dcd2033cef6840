"""Pages of rankings and the signed-in hello, asked for by sixteen at once, from the web server as it is deployed."""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.urls import reverse

from benchmarks.pages import signed_in
from benchmarks.scoring_world import World

AT_ONCE = 16
STARTING, STOPPING = 60, 30  # seconds


@dataclass
class Asked:
    """One address, asked for with one cookie: the seconds of every answer, and how long was asked."""

    name: str
    goals: tuple[str, str]
    url: str
    cookie: str
    times: list[float] = field(default_factory=list)
    lasted: float = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.lasted

    @property
    def spread(self) -> float:
        """The 95th percentile ÷ the median."""
        return statistics.quantiles(self.times, n=20)[-1] / statistics.median(self.times)


def measure(worlds: list[tuple[World, int, tuple[str, str]]], *, bursts: int, burst: float) -> list[Asked]:
    """The hello first, then the ranking of the first bloc of each world; ``bursts`` rounds of so many seconds each."""
    found = [_asked(worlds[0][0], "hello", ("", ""), "/hello/")]
    for world, size, goals in worlds:
        url = f"{reverse('scoring:ranking', args=[world.campaign.code])}?khoi={world.blocs[0].code}"
        found.append(_asked(world, f"ranking of {size} units, {AT_ONCE} at once", goals, url))
    with _server() as port, ThreadPoolExecutor(AT_ONCE) as people:
        for turn in range(bursts + 1):
            for one in found:
                started = time.perf_counter()
                answers = [people.submit(_ask, port, one, started + burst) for _ in range(AT_ONCE)]
                times = [seconds for answer in answers for seconds in answer.result()]
                if turn:  # the first warms the server up
                    one.times += times
                    one.lasted += time.perf_counter() - started
    return found


def _asked(world: World, name: str, goals: tuple[str, str], url: str) -> Asked:
    cookie = signed_in(world.heads[0].username).cookies[settings.SESSION_COOKIE_NAME]
    return Asked(name, goals, url, f"{cookie.key}={cookie.value}")


def _ask(port: int, one: Asked, until: float) -> list[float]:
    """One person over one connection that stays open; at least one answer."""
    times: list[float] = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as browser:
        while not times or time.perf_counter() < until:
            started = time.perf_counter()
            browser.request("GET", one.url, headers={"Cookie": one.cookie})
            answer = browser.getresponse()
            answer.read()
            times.append(time.perf_counter() - started)
            if answer.status != 200:
                raise RuntimeError(f"{one.url} answered {answer.status}")
    return times


@contextmanager
def _server() -> Iterator[int]:
    """The port of a web server by deploy/gunicorn.py over the database that is measured."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": database.geturl(),
        "THIDUA_SECRET_KEY": settings.SECRET_KEY,
        "THIDUA_BIND": "127.0.0.1",
        "THIDUA_PORT": str(port),
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        _wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=STOPPING)


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not start")
