"""The content-addressed store: same bytes once, private on disk, served as a download only."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest

from core import filestore
from core.models import StoredFile

CONTENT = "Báo cáo tổng kết".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def kept_files(root):
    return sorted(path.name for path in Path(root).rglob("*") if path.is_file())


@pytest.mark.django_db
def test_keep_gives_the_same_bytes_back(settings):
    stored = filestore.keep(CONTENT, kind="pdf")
    with filestore.open_stored(stored) as file:
        assert file.read() == CONTENT
    assert (stored.sha256, stored.size, stored.kind) == (SHA256, len(CONTENT), "pdf")
    assert kept_files(settings.FILES_ROOT) == [SHA256]


@pytest.mark.django_db
def test_keep_same_bytes_twice_makes_one_row_and_one_file(settings):
    first = filestore.keep(CONTENT, kind="pdf")
    second = filestore.keep(BytesIO(CONTENT), kind="pdf", sha256=SHA256)
    assert first == second
    assert StoredFile.objects.count() == 1
    assert kept_files(settings.FILES_ROOT) == [SHA256]


@pytest.mark.django_db
def test_keep_reads_a_half_read_file_from_its_beginning():
    file = BytesIO(CONTENT)
    file.read(5)
    assert filestore.keep(file, kind="pdf").sha256 == SHA256


@pytest.mark.django_db
def test_keep_makes_files_private(settings):
    filestore.keep(CONTENT, kind="pdf")
    place = settings.FILES_ROOT / SHA256[:2] / SHA256
    assert oct(place.stat().st_mode & 0o777) == "0o600"
    assert oct(place.parent.stat().st_mode & 0o777) == "0o700"


@pytest.mark.django_db
def test_keep_refuses_bytes_that_were_not_looked_at(settings):
    with pytest.raises(ValueError, match="not the one"):
        filestore.keep(CONTENT, kind="pdf", sha256="0" * 64)
    assert StoredFile.objects.count() == 0
    assert kept_files(settings.FILES_ROOT) == []


@pytest.mark.django_db
def test_keep_repairs_a_damaged_file(settings):
    stored = filestore.keep(CONTENT, kind="pdf")
    (settings.FILES_ROOT / SHA256[:2] / SHA256).write_bytes(b"damaged")
    filestore.keep(CONTENT, kind="pdf")
    with filestore.open_stored(stored) as file:
        assert file.read() == CONTENT


@pytest.mark.django_db
def test_serve_is_a_download_that_no_browser_runs():
    response = filestore.serve(filestore.keep(CONTENT, kind="pdf"), name="Báo cáo.pdf")
    headers = [
        "Content-Type",
        "Content-Disposition",
        "X-Content-Type-Options",
        "Content-Security-Policy",
        "Cache-Control",
    ]
    assert [response[header] for header in headers] == [
        "application/pdf",
        "attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o.pdf",
        "nosniff",
        "sandbox; default-src 'none'",
        "private, no-store",
    ]
    assert b"".join(response.streaming_content) == CONTENT
    response.close()


@pytest.mark.django_db
def test_serve_unknown_kind_as_bytes():
    response = filestore.serve(filestore.keep(CONTENT, kind="xyz"), name="a.xyz")
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content) == CONTENT
    response.close()
