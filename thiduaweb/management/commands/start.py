"""``manage.py start``: web, worker and scheduler together, in the foreground, until Ctrl-C."""

import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from thiduaweb.demo import shown_at_sign_in

TICK = 0.2
STOP_WITHIN = 8.0
STEADY_AFTER = 60.0
LONGEST_PAUSE = 30.0
KEEP_LOG_UP_TO = 10 * 1024 * 1024
# A child follows its supervisor even when that is killed outright.
FOLLOW = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []


def port() -> int:
    """The port of the web process."""
    return int(os.environ.get("THIDUA_PORT", "8000"))


def web() -> list[str]:
    """The web server's command line; the rest is in deploy/gunicorn.py."""
    return [sys.executable, "-m", "gunicorn", "--config", str(settings.BASE_DIR / "deploy" / "gunicorn.py")]


def worker() -> list[str]:
    """The worker's command line, with the scheduler inside (``--beat``): right as long as there is one worker only."""
    concurrency = "2" if settings.REDIS_URL else "1"
    schedule = str(settings.HOME / "beat-schedule")
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    own = ["--beat", "--schedule", schedule, "--concurrency", concurrency, "--pidfile=", "--loglevel", "INFO"]
    return [sys.executable, "-m", "celery", "--app", "thiduaweb", "worker", *own, *quiet]


@dataclass
class Child:
    """A process to keep alive: started again when it dies, after 1, 2, 4… seconds (30 at most)."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    since: float = field(default_factory=monotonic)
    pause: float = 0.0

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches the supervisor alone; output goes to the log."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command lines
                [*FOLLOW, *self.command],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.since = monotonic()

    def tend(self) -> bool:
        """Start the process again if it is dead and its pause is over; True when it has just been found dead."""
        if self.process is None:
            if monotonic() >= self.since + self.pause:
                self.start()
            return False
        if self.process.poll() is None:
            return False
        kill_group(self.process)
        steady = monotonic() > self.since + STEADY_AFTER
        self.pause = 1.0 if steady or not self.pause else min(2 * self.pause, LONGEST_PAUSE)
        self.process, self.since = None, monotonic()
        return True

    def stop(self, until: float) -> None:
        """Wait until the monotonic time ``until`` for the end that was asked for, then kill the whole group."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - monotonic()))
        kill_group(self.process)
        self.process.wait()


class Command(BaseCommand):
    """Starts what the product needs and looks after it. Production has a process manager of its own for that."""

    help = "Chạy trang web, tiến trình xử lý nền và bộ hẹn giờ cho đến khi bấm Ctrl-C."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Take the folder and the port or refuse, run until asked to stop, stop cleanly."""
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        with take_folder(settings.HOME):
            refuse_taken_port(port())
            children = self.children()
            try:
                self.look_after(children, stop)
            finally:
                self.stdout.write("Đang dừng…")
                stop_all(children)
        self.stdout.write("Đã dừng.")

    def children(self) -> list[Child]:
        """The two processes, with fresh folders for what they write."""
        shutil.rmtree(settings.HOME / "broker" / "control", ignore_errors=True)  # made anew; a power cut may spoil it
        logs = settings.HOME / "logs"
        logs.mkdir(exist_ok=True)
        children = [Child("web", web(), logs / "web.log"), Child("worker", worker(), logs / "worker.log")]
        for child in children:
            if child.log.exists() and child.log.stat().st_size > KEEP_LOG_UP_TO:
                child.log.rename(child.log.with_suffix(".log.1"))
        return children

    def look_after(self, children: list[Child], stop: threading.Event) -> None:
        """Start the children, say when the web answers, start again what dies, until ``stop`` is set."""
        announced = False
        while not stop.is_set():
            for child in children:
                if child.tend():
                    self.stderr.write(f"Tiến trình {child.name} đã dừng, sẽ chạy lại. Nhật ký: {child.log}")
            if not announced and answers(port()):
                announced = True
                self.announce()
            stop.wait(TICK)

    def announce(self) -> None:
        """Print where to go, and in the demo as whom."""
        self.stdout.write(f"\nHệ thống đã chạy tại {settings.BASE_URL}")
        if settings.DEMO:
            self.list_accounts()
        self.stdout.write(f"Dữ liệu và nhật ký: {settings.HOME}\nBấm Ctrl-C để dừng.\n")
        self.stdout.flush()

    def list_accounts(self) -> None:
        """Print one demo account of each role, one a line."""
        rows = [(one.username, one.password, f"{one.name} ({one.role})") for one in shown_at_sign_in()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        self.stdout.write("Tài khoản dùng thử (tên đăng nhập, mật khẩu, người dùng):")
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  " + "  ".join(cells).rstrip())


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the session of ``process``: a second scheduler must not outlive its worker."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def take_folder(home: Path) -> IO[str]:
    """Lock ``home`` for this process and write its number there; raises CommandError when somebody has it."""
    file = (home / "start.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        pid = file.read().strip()
        file.close()
        raise CommandError(f"Hệ thống đang chạy với thư mục {home} (tiến trình số {pid}). Hãy dừng trước.") from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def refuse_taken_port(number: int) -> None:
    """Raise CommandError when something else listens on port ``number``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("THIDUA_BIND", "127.0.0.1"), number))
        except OSError as error:
            raise CommandError(
                f"Không mở được cổng {number} ({error.strerror}). Hãy chọn cổng khác: THIDUA_PORT=8001 ./thidua start"
            ) from None


def answers(number: int) -> bool:
    """Whether the web process answers anything at all to /healthz on port ``number``."""
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def stop_all(children: list[Child]) -> None:
    """Ask all to end, then wait for them together."""
    until = monotonic() + STOP_WITHIN
    for child in children:
        if child.process:
            child.process.terminate()
    for child in children:
        child.stop(until)
