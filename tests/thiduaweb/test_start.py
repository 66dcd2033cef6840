"""``manage.py start`` with real processes: everything answers, dies and ends as it should."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from thiduaweb.management.commands.start import Child, refuse_taken_port, stop_all, take_folder

PATIENCE = 90.0
OWN = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def environment(tmp_path: Path, port: int) -> dict[str, str]:
    """The embedded default in a folder of its own, as an operator's shell has it; REDIS_URL stays if it is given."""
    ours = {"THIDUA_HOME": str(tmp_path / "home"), "THIDUA_PORT": str(port)}
    return {name: value for name, value in os.environ.items() if not name.startswith((*OWN, "THIDUA_"))} | ours


def manage(command: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", command],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def started(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with manage("migrate", environment) as migration:
        output = migration.communicate()[0]
    assert migration.returncode == 0, output
    with manage("start", environment) as process:
        yield process
        process.kill()


def ask(path: str, port: int) -> int:
    """The status of the answer; 0 when nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except ConnectionError:
        return 0
    finally:
        connection.close()


def wait_for(path: str, status: int, port: int) -> int:
    """The last answer's status, asked until it is ``status`` or patience ends."""
    until = monotonic() + PATIENCE
    while (answer := ask(path, port)) != status and monotonic() < until:
        sleep(0.2)
    return answer


def test_runs_web_worker_and_scheduler_until_interrupted(started: subprocess.Popen[str], port: int) -> None:
    assert wait_for("/healthz", 200, port) == 200
    assert wait_for("/readyz", 200, port) == 200
    started.send_signal(signal.SIGINT)
    output = started.communicate()[0]
    assert started.returncode == 0, output
    assert f"http://127.0.0.1:{port}" in output
    assert "chuyenvien" in output
    assert output.endswith("Đã dừng.\n")
    assert ask("/healthz", port) == 0


def test_refuses_a_folder_in_use(tmp_path: Path) -> None:
    with take_folder(tmp_path), pytest.raises(CommandError) as refusal:
        take_folder(tmp_path)
    assert str(refusal.value) == (
        f"Hệ thống đang chạy với thư mục {tmp_path} (tiến trình số {os.getpid()}). Hãy dừng trước."
    )


def test_takes_a_folder_again_when_it_is_free(tmp_path: Path) -> None:
    take_folder(tmp_path).close()
    take_folder(tmp_path).close()
    assert (tmp_path / "start.lock").read_text() == str(os.getpid())


def test_refuses_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            refuse_taken_port(number)
    assert str(refusal.value) == (
        f"Không mở được cổng {number} (Address already in use). Hãy chọn cổng khác: THIDUA_PORT=8001 ./thidua start"
    )


def test_waits_longer_after_each_early_death(tmp_path: Path) -> None:
    child = Child("short", [sys.executable, "-c", "print('here')"], tmp_path / "short.log")
    pauses = []
    for _ in range(7):
        assert child.tend() is False  # starts it
        child.process.wait()
        assert child.tend() is True
        pauses.append(child.pause)
        assert child.tend() is False
        assert child.process is None  # still pausing
        child.since = 0.0
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert (tmp_path / "short.log").read_text() == "here\n" * 7


def test_kills_a_child_that_does_not_end(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    child = Child("deaf", [sys.executable, "-c", deaf], tmp_path / "deaf.log")
    child.tend()
    while not child.log.stat().st_size:
        sleep(0.05)
    child.process.terminate()
    child.stop(until=monotonic())
    assert child.process.returncode == -signal.SIGKILL


def test_stops_children_that_never_started(tmp_path: Path) -> None:
    child = Child("idle", ["true"], tmp_path / "idle.log")
    stop_all([child])
    assert child.process is None
