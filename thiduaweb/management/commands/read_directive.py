"""Print what the reader finds in a launching document."""

import json
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError

from campaigns.directive import read
from campaigns.directive.export import as_data
from core import legacy
from core.exceptions import UploadRefused
from core.extraction import KINDS, Extracted, extract
from core.uploads import inspect_upload


class Command(BaseCommand):
    """``manage.py read_directive FILE [--json]``: nothing is stored."""

    help = "Đọc văn bản phát động thi đua và in những gì đọc được (không lưu)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether to print data for a program."""
        parser.add_argument("file", type=Path, help="tệp văn bản (.docx, .pdf, .txt)")
        parser.add_argument("--json", action="store_true", help="in ra dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write to the standard output; a file that cannot be read is an error.

        Passages count in the text of the file; for DOCX and PDF that is what ``text`` holds.
        """
        found = extracted(options["file"])
        data = as_data(read(found.text)) | {"notes": notes_on(found)}
        if found.kind != "txt":
            data["text"] = found.text
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(summary(data)))


def extracted(path: Path) -> Extracted:
    """The text of a DOCX, PDF or TXT; CommandError with the sentence if it cannot be read.

    A UTF-8 text is taken to the letter, so that passages count in the file itself.
    """
    try:
        content = path.read_bytes()
    except OSError as unread:
        raise CommandError(f"Không mở được tệp {path}.") from unread
    try:
        seen = inspect_upload(ContentFile(content, name=path.name), max_bytes=settings.MAX_UPLOAD_BYTES, kinds=KINDS)
        with suppress(UnicodeDecodeError):
            if seen.kind == "txt":
                return Extracted(content.decode("utf-8-sig"), "txt", "utf-8")
        return extract(content, kind=seen.kind)
    except UploadRefused as refusal:
        raise CommandError(f"{path}: {refusal.sentence}") from refusal


def notes_on(found: Extracted) -> list[str]:
    """What a person should know about the text itself: old fonts, and how they were treated."""
    kind = found.suspected or legacy.suspect(found.text)
    doubt = [f"Văn bản có vẻ gõ bằng phông cũ ({kind.upper()}); hãy chuyển sang Unicode rồi đọc lại."] if kind else []
    return [*found.notes, *doubt]


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
    lines += [f"Lưu ý {one['code']}: {one['message']}" for one in data["warnings"]]
    return lines + data["notes"]


def target_line(target: dict[str, Any]) -> str:
    """A target in one line."""
    value = f"{target['value']}–{target['value_max']}" if target["value_max"] else target["value"] or ""
    label = f"{target['label']} " if target["label"] else ""
    return f"{label}{target['op']} {value} {target['unit'] or ''}".strip()
