"""The guard of plain text: nothing but characters, whatever their encoding."""

import codecs
import re
from collections.abc import Iterator
from typing import IO

from core.uploads.archives import blocks

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")  # 1A is how DOS ended a text


def is_plain_text(file: IO[bytes]) -> bool:
    """Whether the content is UTF-16 with its mark, UTF-8, or some 8-bit encoding, without control characters."""
    try:
        return not any(map(_NO_TEXT.search, _decoded(file)))
    except UnicodeDecodeError:
        return False


def _decoded(file: IO[bytes]) -> Iterator[str]:
    """The text block by block; control characters are where they are in UTF-8 and in every 8-bit encoding."""
    file.seek(0)
    encoding = "utf-16" if file.read(2) in _UTF16 else "latin-1"
    decoder = codecs.getincrementaldecoder(encoding)()
    for block in blocks(file):
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)
