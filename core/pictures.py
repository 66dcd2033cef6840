"""A page of a document as a picture; runs in the sandbox (design "integrity" T15). No Django.

Pictures are new PNG files: nothing of the original but its pixels, so neither scripts nor the place where a photo was
taken come along.
"""

import base64
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from core.exceptions import UploadRefused

WIDTH, MOST_PIXELS = 1240, 3_000_000  # an A4 page at 150 dpi; more only makes long pages slow
LOCKED = "Tệp có mật khẩu nên không xem ngay được."
BROKEN = "Không vẽ được trang này."


def page_png(content: bytes, *, kind: str, page: int) -> dict[str, Any]:
    """{"png": base64, "pages": how many, "page": the one drawn} of a PDF, JPG or PNG; pages count from 1.

    A page beyond the last is the last. Raises UploadRefused: F05 password, F01 what cannot be drawn.
    """
    try:
        picture, page, pages = _of_pdf(content, page) if kind == "pdf" else (_of_image(content), 1, 1)
        file = BytesIO()
        picture.save(file, "PNG")
    except UploadRefused:
        raise
    except Exception as error:  # a broken file breaks in dozens of ways
        raise UploadRefused("F01", BROKEN) from error
    return {"png": base64.b64encode(file.getvalue()).decode(), "pages": pages, "page": page}


def _of_pdf(content: bytes, wanted: int) -> tuple[Image.Image, int, int]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UploadRefused(*(("F05", LOCKED) if locked else ("F01", BROKEN))) from error
    pages = len(document)
    number = min(max(wanted, 1), pages)
    page = document[number - 1]
    width, height = page.get_size()
    scale = min(WIDTH / width, (MOST_PIXELS / (width * height)) ** 0.5)
    return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"), number, pages


def _of_image(content: bytes) -> Image.Image:
    """Upright, at most WIDTH wide and of MOST_PIXELS."""
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as image:
        image.draft("RGB", (WIDTH, WIDTH))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    scale = min(WIDTH / upright.width, (MOST_PIXELS / (upright.width * upright.height)) ** 0.5, 1)
    size = (max(1, int(upright.width * scale)), max(1, int(upright.height * scale)))
    picture = Image.new("RGB", size)  # without what was written about the original
    picture.paste(upright.resize(size))
    return picture
