"""Compute a ranking file again and list every difference."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from scoring.calculation.file_nodes import LARGEST_FILE, in_one_line
from scoring.calculation.verification import differences


class Command(BaseCommand):
    """``manage.py verify_ranking FILE``: needs no database; exit status 1 when the file is not what follows from it."""

    help = "Tính lại một tệp kiểm chứng xếp hạng (docs/ranking-file.md) và nêu từng chỗ khác."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path, help="tệp kiểm chứng (JSON)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write "khớp", or one line for each difference."""
        found = differences_of(options["file"])
        for one in found:
            self.stdout.write(in_one_line(one))
        if found:
            raise SystemExit(1)
        self.stdout.write("khớp")


def differences_of(path: Path) -> list[str]:
    """The differences of a file; one sentence when it cannot be read at all."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):
        return [f"Không mở được tệp {path}."]
    if len(content) > LARGEST_FILE:
        return [f"Tệp lớn hơn {LARGEST_FILE // 1024 // 1024} MB nên không phải tệp kiểm chứng."]
    try:
        return differences(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return ["Tệp không phải văn bản UTF-8."]
