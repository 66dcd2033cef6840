"""Everything that can be read in an answer: its page or data, the inside of its file, its headers."""

import io
import re
import zipfile
from html import unescape
from urllib.parse import unquote

from django.http import HttpResponse
from pypdf import PdfReader

TAG = re.compile(r"<[^>]*>")


def all_text(response: HttpResponse) -> str:
    """The text of a page, JSON, calendar, PDF, Word or Excel file, and of the headers (names of files, redirects)."""
    content = b"".join(response) if response.streaming else response.content
    headers = " ".join(unquote(value) for value in response.headers.values())
    return f"{headers} {_inside(content)}"


def _inside(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        return " ".join([*(page.extract_text() for page in reader.pages), str(reader.metadata)])
    if content.startswith(b"PK\x03\x04"):
        return _inside_archive(content)
    return unescape(content.decode(errors="replace"))


def _inside_archive(content: bytes) -> str:
    """Every part of a Word or Excel file, hidden sheets, comments and properties too; words joined over their runs."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name).decode(errors="replace") for name in file.namelist()]
    return " ".join([*parts, *(unescape(TAG.sub("", part)) for part in parts)])
