"""Race for a deadline at full length, on a PostgreSQL database of its own (integrity P1, P2)."""

from dataclasses import replace
from time import perf_counter
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection

from core import guards

UNITS, REPEATS = 600, 10
RACERS, CLOSINGS, CONNECTIONS = 64, 50, 38
CONTROL_RACES = 10


class Command(BaseCommand):
    """``race``: prints what was counted; ends with an error when the product broke its word or a control showed
    nothing.
    """

    help = "Thử nộp dồn dập sát hạn và lúc khóa sổ trên một cơ sở dữ liệu PostgreSQL riêng; in số đếm."

    def add_arguments(self, parser: CommandParser) -> None:
        """Shorter runs for trying out."""
        parser.add_argument("--repeats", type=int, default=REPEATS, help="số lần thử giây cuối")
        parser.add_argument("--closings", type=int, default=CLOSINGS, help="số lần khóa sổ")

    def handle(self, *, repeats: int, closings: int, **options: Any) -> None:
        """Create a database, race, destroy it."""
        if connection.vendor != "postgresql":
            raise CommandError("Cần PostgreSQL (DATABASE_URL): SQLite ghi lần lượt nên không có gì để thử.")
        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, serialize=False)
        guards.install()
        try:
            broken = self._race(repeats, closings)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
        if broken:
            raise CommandError(f"CHƯA ĐẠT: {'; '.join(broken)}")
        self.stdout.write("Đạt cả.")

    def _race(self, repeats: int, closings: int) -> list[str]:
        """All races; what went wrong, in words."""
        from benchmarks.race_world import lay_world
        from benchmarks.races import CONTROLS, Race

        world = lay_world(UNITS)
        last_second = Race(units=UNITS, threads=16)
        closing = Race(units=RACERS, threads=CONNECTIONS, spread=0.05, draining=0.4, meet=0.15, pause=0.08)
        self.stdout.write(f"{UNITS} đơn vị trong giây cuối, {last_second.threads} luồng; {RACERS} đơn vị lúc khóa sổ")
        self.stdout.write(HEADING)
        broken = [
            *self._row(world, "giây cuối, nhận chậm", last_second, "", repeats),
            *self._row(world, "giây cuối, hạn cứng", replace(last_second, hard=True), "", repeats),
            *self._row(world, "khóa sổ, nhận chậm", closing, "", closings),
            *self._row(world, "khóa sổ, hạn cứng", replace(closing, hard=True), "", closings),
        ]
        for control in filter(None, CONTROLS):
            broken += self._row(world, f"đối chứng: {control}", closing, control, CONTROL_RACES)
        return broken

    def _row(self, world: Any, label: str, race: Any, control: str, times: int) -> list[str]:
        """Run one kind of race so often and print its line; what went wrong, if anything."""
        from benchmarks.races import Tally, run

        began, tally = perf_counter(), Tally()
        for _ in range(times):
            tally += run(world, race, control)
        figures = "".join(f"{count:>12}" for count in vars(tally).values())
        self.stdout.write(f"{label:46}{times:>6}{figures}{perf_counter() - began:>9.0f} s")
        if bool(tally.faults) == bool(control):
            return []
        return [f"{label}: {tally.faults} lỗi"]


COLUMNS = ("nộp", "đúng hạn", "chậm", "từ chối", "nhận muộn", "oan", "mất", "trùng", "lệch sổ")
HEADING = f"{'':46}{'lần':>6}{''.join(f'{column:>12}' for column in COLUMNS)}"
