"""The XML parts of a DOCX, parsed without entities, document types, network or outside relationships (C8)."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from core.exceptions import UploadRefused

Element = Any  # of lxml, which comes without types
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"


class Parts:
    """The parts of one DOCX by name; what is not there is None."""

    def __init__(self, content: bytes) -> None:
        try:
            self._archive = ZipFile(BytesIO(content))
            self._names = set(self._archive.namelist())
        except Exception as error:  # a broken archive breaks in a dozen ways (C7)
            raise damaged() from error

    def parse(self, name: str) -> Element | None:
        """The root of the part `name`. Raises UploadRefused F01 (damaged) or F06 (document type)."""
        if name not in self._names:
            return None
        try:
            content = self._archive.read(name).replace(_STRICT, W[1:-1].encode())
            root = etree.fromstring(content, _parser())
        except Exception as error:  # see above
            raise damaged() from error
        if root.getroottree().docinfo.doctype:
            raise UploadRefused("F06", "Tệp có khai báo bất thường, không mở để bảo đảm an toàn. Hãy lưu lại từ Word.")
        return root


def damaged() -> UploadRefused:
    """F01: a document that does not open."""
    return UploadRefused("F01", "Tệp hỏng, không đọc được. Hãy mở bằng Word, lưu lại rồi tải lên.")


def value(parent: Element | None, tag: str) -> str | None:
    """The w:val of the child `tag`, "" if it has none, or None without such a child."""
    child = None if parent is None else parent.find(W + tag)
    return None if child is None else child.get(W + "val", "")


def number(parent: Element | None, tag: str) -> int | None:
    """The w:val of the child `tag` as a whole number, or None."""
    text = value(parent, tag) or ""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10 else None


def is_on(parent: Element | None, tag: str) -> bool:
    """Whether the switch `tag` is set."""
    return (value(parent, tag) or "on") not in ("0", "false", "off") and value(parent, tag) is not None


def _parser() -> etree.XMLParser:
    """A parser that opens nothing but what it is given."""
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
