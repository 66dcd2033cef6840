"""Small files that really are what they say."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name: str = "minh-chung.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A PDF as a browser uploads it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def another_pdf(number: int, name: str = "") -> SimpleUploadedFile:
    """A PDF with other bytes for each ``number``."""
    return pdf(name or f"minh-chung-{number}.pdf", PDF + f"% {number}\n%%EOF\n".encode())


def paged_pdf(pages: int, shade: int = 255) -> bytes:
    """A PDF that can be drawn, with so many pages."""
    file = BytesIO()
    sheets = [Image.new("L", (200, 283), shade - number) for number in range(pages)]
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:])
    return file.getvalue()


def photo(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **options: object) -> bytes:
    """A picture; ``exif`` goes along."""
    file = BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **options)
    return file.getvalue()
