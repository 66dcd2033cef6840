"""The guard of pictures: complete, and of a size that is safe to decode (design "integrity" C6)."""

import struct
import zlib
from typing import IO

from PIL import Image

from core.exceptions import UploadRefused

MAX_PIXELS = 40_000_000

_JPEG_END = b"\xff\xd9"
_UNREADABLE_IMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    struct.error,
    zlib.error,
)


def check_image(file: IO[bytes], kind: str, tail: bytes) -> None:
    """Refuse an image with too many pixels (before they are decoded) or with missing data.

    `tail` is the end of the file: the PDF engine makes Pillow accept cut images in the whole process.
    """
    if kind == "jpg" and _JPEG_END not in tail:
        raise _cut_image()
    try:
        with Image.open(file, formats=["JPEG" if kind == "jpg" else "PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            if kind == "png":
                image.verify()
            else:  # verify() looks at no JPEG data; an eighth of the size shows a cut cheaply
                image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except _UNREADABLE_IMAGE as error:
        raise _cut_image() from error


def _cut_image() -> UploadRefused:
    """F01: an image that is damaged or ends too early."""
    return UploadRefused("F01", "Ảnh hỏng hoặc tải dở; hãy tải lại")


def _too_many_pixels() -> UploadRefused:
    """The refusal of an image that would take too much memory."""
    limit = MAX_PIXELS // 1_000_000
    return UploadRefused("F06", f"Ảnh quá {limit} triệu điểm ảnh. Hãy giảm kích thước ảnh rồi tải lại")
