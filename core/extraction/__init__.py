"""The text of an uploaded document (DOCX, PDF, TXT), as lines that a reader of directives can take apart. No Django.

What the lines promise: paragraphs in reading order, one a line; automatic numbering written out ("1. ", "a) ", "- ");
a row of a table is one line with a TAB between its cells, each merged cell once, in its first place, the places that it
covers empty, empty cells at the end dropped; inside a cell everything stands on one line. The text is composed (NFC).
Look at the file first (`core.uploads.inspect_upload`); `extract` reads it in the sandbox.
"""

import importlib
from dataclasses import dataclass

from core import sandbox
from core.exceptions import UploadRefused

MAX_CHARACTERS = 600_000
KINDS = ("docx", "pdf", "txt")
_READERS = dict(zip(KINDS, ("core.extraction.docx", "core.extraction.pdf", "core.extraction.plain"), strict=True))


@dataclass(frozen=True)
class Extracted:
    """The text of a document, and what the user should know about how it was read.

    `encoding` is that of a TXT ("utf-8", "utf-16", "windows-1258", "tcvn3", "vni"), else "". `converted` names the old
    encodings ("tcvn3", "vni") converted because the font or the bytes say so; `suspected` one that the text seems to be
    in and that was left alone: offer `core.legacy.convert`. `notes` are sentences to show.
    """

    text: str
    kind: str
    encoding: str = ""
    converted: tuple[str, ...] = ()
    suspected: str = ""
    notes: tuple[str, ...] = ()


def extract(content: bytes, *, kind: str) -> Extracted:
    """`text_of` in the sandbox. Raises UploadRefused (sandbox.Failed among them), always with a sentence."""
    found = sandbox.run("core.extraction:text_of", content, kind=kind)
    return Extracted(**found | {"converted": tuple(found["converted"]), "notes": tuple(found["notes"])})


def text_of(content: bytes, *, kind: str) -> Extracted:
    """The text of a file of `kind` ("docx", "pdf", "txt").

    Raises UploadRefused: F01 damaged, F05 password, F06 dangerous, F10 no text in it (a scan, an empty file), F11 too
    long.
    """
    reader = importlib.import_module(_READERS[kind])  # each takes a while to load and only one is needed
    found: Extracted = reader.read(content)
    if not found.text.strip():
        raise UploadRefused("F10", "Tệp không có chữ nào. Hãy chọn tệp khác, hoặc dán nội dung vào ô bên dưới.")
    if len(found.text) > MAX_CHARACTERS:
        raise too_long()
    return found


def too_long() -> UploadRefused:
    """F11: more than anybody reads."""
    return UploadRefused("F11", "Tệp dài quá 600.000 ký tự. Hãy tách lấy phần cần đọc rồi tải lại.")
