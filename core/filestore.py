"""Files kept under their SHA-256 below ``settings.FILES_ROOT``: the same bytes once, never changed, never run.

The bytes are on disk (fsync, mode 0600) before the row that promises them; a crash in between leaves at most bytes
without a row. Who may fetch a file is decided by the view that serves it.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.http import FileResponse

from core.models import StoredFile

BLOCK = 1024 * 1024
MIME_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
    "txt": "text/plain",
}
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}


def keep(content: IO[bytes] | bytes, *, kind: str, sha256: str = "") -> StoredFile:
    """Keep ``content`` and return its row; the same bytes give the same row.

    ``kind`` is the detected type ("pdf", "docx" …; see ``core.uploads``). ``sha256`` is the hash under which the
    content was looked at: ValueError if the bytes are others, so that nothing unseen is kept.
    """
    source = BytesIO(content) if isinstance(content, bytes) else content
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root, prefix="new-", delete=False) as draft:  # mkstemp: mode 0600
        try:
            digest, size = _copy(source, draft)
            if sha256 and digest != sha256:
                raise ValueError("the content is not the one that was looked at")
            _put(Path(draft.name), _path(digest))
        finally:
            Path(draft.name).unlink(missing_ok=True)
    stored, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": size, "kind": kind})
    return stored


def open_stored(stored: StoredFile) -> IO[bytes]:
    """The kept bytes, opened for reading; FileNotFoundError when the store lost them."""
    return _path(stored.sha256).open("rb")


def serve(stored: StoredFile, *, name: str) -> FileResponse:
    """The file as a download called ``name``: never shown in place, never sniffed, kept by no cache (integrity C6)."""
    return attachment(open_stored(stored), kind=stored.kind, name=name)


def attachment(content: IO[bytes] | bytes, *, kind: str, name: str) -> FileResponse:
    """Bytes of a ``kind`` ("xlsx" …) as a download, as safe as a kept file; for what is made anew at each request."""
    return FileResponse(
        BytesIO(content) if isinstance(content, bytes) else content,
        as_attachment=True,
        filename=name,
        content_type=MIME_TYPES.get(kind, "application/octet-stream"),
        headers=SAFE_HEADERS,
    )


def _path(sha256: str) -> Path:
    """Where the bytes with this hash lie; two levels, so that no folder grows without end."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    """Copy ``source`` from its beginning to disk; returns (SHA-256 in hex, size in bytes)."""
    digest, size = hashlib.sha256(), 0
    for block in _blocks(source):
        digest.update(block)
        size += target.write(block)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    """The whole content in blocks."""
    source.seek(0)
    while block := source.read(BLOCK):
        yield block


def _put(draft: Path, place: Path) -> None:
    """Move the finished draft to its place in one step and make the new name durable."""
    place.parent.mkdir(exist_ok=True, mode=0o700)
    draft.replace(place)
    for folder in (place.parent, place.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
