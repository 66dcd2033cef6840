"""Print what the reader finds in a launching document."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.directive import read
from campaigns.directive.export import as_data


class Command(BaseCommand):
    """``manage.py read_directive FILE [--json]``: nothing is stored."""

    help = "Đọc văn bản phát động thi đua và in những gì đọc được (không lưu)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether to print data for a program."""
        parser.add_argument("file", type=Path, help="tệp văn bản (.txt)")
        parser.add_argument("--json", action="store_true", help="in ra dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to the standard output; a file that cannot be read is an error."""
        data = as_data(read(text_of_file(options["file"])))
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(summary(data)))


def text_of_file(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; CommandError if it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as unread:
        raise CommandError(f"Không mở được tệp {path}.") from unread
    except UnicodeDecodeError as unread:
        raise CommandError(f"Tệp {path} không phải văn bản UTF-8.") from unread


def summary(data: dict[str, Any]) -> list[str]:
    """The reading in short lines for a person."""
    period = [day or "?" for day in data["period"]]
    lines = [
        f"{data['doc_type'] or 'Văn bản'} {data['doc_number'] or '(không số)'}, ngày {data['issued_on'] or '(trống)'}",
        f"Cơ quan ban hành: {data['issuer'] or '(không rõ)'}",
        f"Trích yếu: {data['title'] or '(không rõ)'}",
        f"Chủ đề: {data['theme'] or '(không có)'}",
        f"Thời gian: {period[0]} – {period[1]}",
        f"Chỉ tiêu: {len(data['indicators'])} dòng, {sum(len(one['targets']) for one in data['indicators'])} mức",
    ]
    lines += [
        f"  {one['no'] or '-'} {one['name']}: {'; '.join(map(target_line, one['targets']))}"
        for one in data["indicators"]
    ]
    lines += [f"Hạn {one['date']}: {one['what']}" for one in data["deadlines"]]
    lines += [
        f"Từ {one['from']} đến {one['to']}: {one.get('what') or one['name']}" for one in data["windows"] + data["waves"]
    ]
    lines += [
        f"Giải thưởng: {one['scope'] or '(chung)'} – {one['tier']} × {one['quantity'] or '?'}" for one in data["awards"]
    ]
    return lines + [f"Lưu ý {one['code']}: {one['message']}" for one in data["warnings"]]


def target_line(target: dict[str, Any]) -> str:
    """A target in one line."""
    value = f"{target['value']}–{target['value_max']}" if target["value_max"] else target["value"] or ""
    label = f"{target['label']} " if target["label"] else ""
    return f"{label}{target['op']} {value} {target['unit'] or ''}".strip()
