"""Measure pages and documents on a database of its own, brought to the stage "ranked"; then a sweep of
reminders, and scoring at scale.
"""

from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import connection

SUBJECTS = ("pages", "filing", "documents", "reminders", "scoring")
WITHOUT_A_YEAR = ("reminders", "scoring")  # they make what they measure


class Command(BaseCommand):
    """``bench [pages|filing|documents|reminders|scoring]``: prints figures beside a floor measured in the same run."""

    help = "Đo tốc độ các trang chính và văn bản, so với mức sàn đo trong cùng lần chạy."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to measure; everything when nothing is named."""
        parser.add_argument("subject", nargs="?", choices=SUBJECTS)
        parser.add_argument("--large", action="store_true", help="scoring: đo thêm với số đơn vị gấp mười")

    def handle(self, *, subject: str | None, large: bool = False, **options: Any) -> None:
        """Create a database, live the year up to the published rankings if need be, measure, destroy it."""
        from benchmarks import documents, filing, pages, reminders, scoring
        from thiduaweb.demo.year import STAGES, live

        name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0)
        try:
            if subject not in WITHOUT_A_YEAR:
                live(since=None, until=STAGES["ranked"])
            self.stdout.write(f"{connection.vendor}, {len(SUBJECTS) if subject is None else 1} subject(s)")
            if subject in (None, "pages"):
                self.stdout.write(pages.table(pages.measure()))
            if subject in (None, "filing"):
                self.stdout.write(pages.table(filing.measure()))
            if subject in (None, "documents"):
                self.stdout.write(documents.measure())
            if subject in (None, "reminders"):
                self.stdout.write(reminders.measure())
            if subject in (None, "scoring"):
                for line in scoring.measure(large=large):
                    self.stdout.write(line)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
