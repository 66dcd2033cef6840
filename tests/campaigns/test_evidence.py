"""Documents that prove something: looked at, kept once, opened only by those who may (integrity C6, 6.5)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Evidence
from campaigns.services.evidence import add_evidence
from core.exceptions import Refused
from core.models import StoredFile
from tests.factories.campaigns import launched_campaign, participation_of
from tests.support.files import PDF, pdf


@pytest.fixture
def folder(province):
    return participation_of(launched_campaign(province), province.unit)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def add(folder, by, file):
    return add_evidence(
        participation=folder,
        title="Báo cáo kết quả",
        doc_number="412/BC-UBND",
        doc_date=date(2021, 11, 20),
        file=file,
        by=by,
    )


def test_add_evidence_keeps_the_bytes_under_their_hash(province, folder):
    evidence = add(folder, province.officer, pdf("Báo cáo.pdf"))
    assert (evidence.file_name, evidence.file.kind, evidence.file.size) == ("Báo cáo.pdf", "pdf", len(PDF))
    assert evidence.added_by == province.officer


def test_add_evidence_twice_keeps_the_bytes_once(province, folder):
    first = add(folder, province.officer, pdf("a.pdf"))
    second = add(folder, province.head, pdf("b.pdf"))
    assert (first.file, Evidence.objects.count(), StoredFile.objects.count()) == (second.file, 2, 1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trống.pdf", b"", "Tệp rỗng hoặc tải dở; hãy tải lại"),
        ("trang.pdf", b"<html><script>alert(1)</script></html>", "Nội dung không phải PDF"),
        ("bao cao.pdf.exe", PDF, "Đuôi tệp không khớp nội dung PDF. Hãy đổi đuôi tệp thành .pdf"),
    ],
)
def test_add_evidence_of_the_wrong_kind_is_refused(province, folder, name, content, sentence):
    with pytest.raises(Refused) as refusal:
        add(folder, province.officer, SimpleUploadedFile(name, content))
    assert refusal.value.reason == sentence
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_add_evidence_to_a_foreign_folder_is_refused(province, folder):
    with pytest.raises(Refused) as refusal:
        add(folder, province.officers[1], pdf())
    assert refusal.value.reason == "Chỉ người của đơn vị làm được việc này."


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("officer", True),
        ("head", True),
        ("bloc_secretary", True),
        ("staff", True),
        ("leader", True),
        ("admin", True),
        ("council_member", False),
        ("stranger", False),
    ],
)
def test_evidence_is_visible_to_the_unit_its_bloc_leader_and_the_authority(province, folder, who, sees):
    add(folder, province.officer, pdf())
    assert Evidence.objects.visible_to(province.everybody()[who]).exists() == sees


def test_evidence_of_another_member_is_not_visible_to_a_plain_member(province, folder):
    add(folder, province.officer, pdf())
    assert not Evidence.objects.visible_to(province.officers[1]).exists()
