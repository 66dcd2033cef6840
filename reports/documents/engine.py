"""The PDF engine behind a seal: it reads our fonts and our style, nothing else, whatever the text says (integrity C10).

WeasyPrint is imported when a document is rendered, since it needs system libraries that a machine may lack.
"""

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import ImageFile

APT_LINE = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
FONTS = {
    "app:tinos-regular": "Tinos_400Regular.ttf",
    "app:tinos-italic": "Tinos_400Regular_Italic.ttf",
    "app:tinos-bold": "Tinos_700Bold.ttf",
    "app:tinos-bold-italic": "Tinos_700Bold_Italic.ttf",
}
STYLE = "app:document"
SUBSTITUTE = "□"  # for characters that Tinos lacks: one foreign glyph would make the whole text unreadable to machines


def pdf_engine_missing() -> str:
    """A sentence with the line that mends it when the PDF engine lacks system libraries, "" when all is well."""
    if not _lacking():
        return ""
    return f"Máy chủ chưa có thư viện dàn trang PDF ({', '.join(_lacking())}). Người quản trị máy chạy: {APT_LINE}"


def render(html: str) -> bytes:
    """The PDF of ``html``; OSError without the system libraries.

    Addresses other than those of ASSETS are refused and the document is laid out without them.
    """
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # its import lets the whole process take cut pictures; uploads refuse them
    fonts = FontConfiguration()
    fetcher = _sealed_fetcher()
    style = weasyprint.CSS(url=STYLE, url_fetcher=fetcher, font_config=fonts)
    document = weasyprint.HTML(string=printable(html), url_fetcher=fetcher)
    content: bytes = document.write_pdf(  # the widths of columns are attributes
        stylesheets=[style], font_config=fonts, presentational_hints=True
    )
    return content


def printable(text: str) -> str:
    """``text`` with characters that the document's font lacks replaced (design "stack", trap 4)."""
    covered = _covered()
    return "".join(char if char in "\n\t" or ord(char) in covered else SUBSTITUTE for char in text)


@cache
def _lacking() -> tuple[str, ...]:
    """The system libraries that cannot be loaded; other systems than Linux are asked when they render."""
    return tuple(name for name in LIBRARIES if not _loads(name)) if sys.platform.startswith("linux") else ()


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@cache
def _assets() -> dict[str, tuple[bytes, str]]:
    """The only things a document may load: address → (bytes, type)."""
    static = Path(settings.BASE_DIR) / "static"
    fonts = {url: ((static / "vendor" / "tinos" / name).read_bytes(), "font/ttf") for url, name in FONTS.items()}
    return fonts | {STYLE: ((static / "documents" / "document.css").read_bytes(), "text/css")}


@cache
def _covered() -> frozenset[int]:
    """The code points of Tinos; its four styles cover the same."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(Path(settings.BASE_DIR) / "static" / "vendor" / "tinos" / FONTS["app:tinos-regular"]) as font:
        return frozenset(font.getBestCmap())


def _sealed_fetcher() -> Callable[..., Any]:
    """A fetcher that knows our assets and no protocol."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class SealedFetcher(URLFetcher):
        """Hands out ASSETS; refuses everything else, data: addresses included."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """The asset, or ValueError, upon which the engine goes on without it."""
            if url not in _assets():
                raise ValueError(f"refused: {url[:80]}")
            body, content_type = _assets()[url]
            return URLFetcherResponse(url, body, {"Content-Type": content_type})

    return SealedFetcher(allowed_protocols=(), allow_redirects=False)
