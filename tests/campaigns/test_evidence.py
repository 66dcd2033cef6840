"""Documents that prove something: looked at, kept once, opened only by those who may (integrity C6, 6.5)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Evidence, LaunchDocument
from campaigns.queries.evidence import evidence_rows, living_evidence, own_rows, room_left, rows_for_staff
from campaigns.services import evidence as services
from campaigns.services.evidence import add_evidence, describe_evidence, hand_out, remove_evidence
from core import clock
from core.exceptions import Conflict, Refused
from core.models import AuditEvent, StoredFile
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.submissions import file_evidence, submission_at
from tests.support.dates import on
from tests.support.files import PDF, another_pdf, pdf


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


def test_the_same_file_is_not_kept_twice_and_one_learns_where_it_is(province, folder):
    first = add(folder, province.officer, pdf("a.pdf"))
    with pytest.raises(Refused) as refusal:
        add(folder, province.head, pdf("b.pdf"))
    assert refusal.value.reason == "Tệp này đã có ở “Báo cáo kết quả” (tệp a.pdf) nên không nhận thêm lần nữa."
    assert list(Evidence.objects.all()) == [first]


def test_the_same_file_of_two_units_is_kept_once_and_only_staff_are_told(province, folder):
    other = participation_of(folder.campaign, province.units[1])
    first, second = add(folder, province.officer, pdf()), add(other, province.officers[1], pdf())
    assert (first.file, StoredFile.objects.count()) == (second.file, 1)
    for member in (0, 1):
        submission_at(S.SUBMITTED, province, folder.campaign, member=member)
    assert rows_for_staff(folder, province.staff)[0].also == ("Mèo Vạc",)
    assert evidence_rows(folder, province.staff)[0].also == ()


def test_a_document_without_a_title_is_called_as_its_file(province, folder):
    found = add_evidence(participation=folder, file=pdf("Báo cáo 412.pdf"), by=province.officer)
    assert (found.title, found.citation) == ("Báo cáo 412", "Báo cáo 412")


def test_a_document_is_cited_by_number_and_date(province, folder):
    assert add(folder, province.officer, pdf()).citation == "412/BC-UBND ngày 20/11/2021"


@pytest.mark.parametrize(
    ("addition", "sentence"),
    [
        (b"/Encrypt 5 0 R", "Tệp có mật khẩu, người thẩm định sẽ không mở được."),
        (b"/JavaScript", "Tệp PDF có mã lệnh hoặc tệp đính kèm bên trong, chỉ tải về chứ không xem ngay trên trang."),
    ],
)
def test_what_a_reader_must_know_stays_with_the_document(province, folder, addition, sentence):
    found = add(folder, province.officer, pdf(content=PDF.replace(b"/Catalog", b"/Catalog" + addition)))
    assert Evidence.objects.get(pk=found.pk).warnings == [sentence]


def test_a_full_folder_takes_no_more_files(province, folder, settings):
    settings.EVIDENCE_MAX_FILES = 2
    for number in (1, 2):
        add(folder, province.officer, another_pdf(number))
    with pytest.raises(Refused) as refusal:
        add(folder, province.officer, another_pdf(3))
    assert refusal.value.reason == (
        "Hồ sơ đã đủ 2 tệp nên không nhận thêm. "
        "Hãy bỏ bớt tệp không dùng đến, hoặc gộp các trang quét thành một tệp PDF."
    )
    remove_evidence(evidence_id=Evidence.objects.first().pk, by=province.officer)
    add(folder, province.officer, another_pdf(3))


def test_uploading_and_removing_in_a_loop_comes_to_an_end(province, folder, settings):
    """Bytes are never deleted, so what was removed counts towards three times the quota."""
    settings.EVIDENCE_MAX_FILES = 2
    for number in range(6):
        assert room_left(folder).files == min(2, 6 - number)
        added = add(folder, province.officer, another_pdf(number))
        remove_evidence(evidence_id=added.pk, by=province.officer)
    with pytest.raises(Refused) as refusal:
        add(folder, province.officer, another_pdf(7))
    assert refusal.value.reason == (
        "Đơn vị đã tải lên gần hết 6 tệp hoặc 600 MB mà hệ thống giữ cho một hồ sơ, kể cả các tệp đã bỏ, "
        "nên không nhận thêm tệp này. Tài liệu đang có vẫn được giữ; hãy nhờ quản trị hệ thống nâng hạn mức."
    )


def test_the_bytes_of_what_was_removed_count_too(province, folder, settings):
    settings.EVIDENCE_MAX_BYTES = len(PDF) + 10
    for _ in range(3):
        remove_evidence(evidence_id=add(folder, province.officer, pdf()).pk, by=province.officer)
    with pytest.raises(Refused) as refusal:
        add(folder, province.officer, pdf())
    assert "kể cả các tệp đã bỏ" in refusal.value.reason


def test_a_file_is_looked_at_before_the_folder_is_locked(province, folder, monkeypatch):
    """Looking at a large file takes seconds, in which nobody else is to wait (on SQLite the whole database would)."""
    order = []
    for name in ("inspect_upload", "lock_folder"):
        plain = getattr(services, name)
        monkeypatch.setattr(
            services, name, lambda *given, name=name, plain=plain, **more: order.append(name) or plain(*given, **more)
        )
    add(folder, province.officer, pdf())
    assert order == ["inspect_upload", "lock_folder"]


def test_a_folder_says_how_much_room_is_left(province, folder, settings):
    settings.EVIDENCE_MAX_BYTES = 3 * 1024
    big = PDF + b" " * 2000 + b"%%EOF"
    add(folder, province.officer, pdf(content=big))
    with pytest.raises(Refused) as refusal:
        add(folder, province.officer, pdf("b.pdf", big + b" %%EOF"))
    assert refusal.value.reason == (
        "Hồ sơ chỉ còn 1 KB trong 3 KB, tệp này 3 KB. Hãy quét lại ở 150–200 dpi, hoặc bỏ bớt tệp không dùng đến."
    )
    assert room_left(folder).size == 3 * 1024 - len(big)


def describe(evidence, by, **changes):
    given = {"title": "Báo cáo", "doc_number": "1/BC", "doc_date": None, "version": evidence.version} | changes
    return describe_evidence(evidence_id=evidence.pk, by=by, **given)


def test_a_document_is_described_and_the_trail_knows_what_it_was(province, folder):
    found = describe(add(folder, province.officer, pdf()), province.head)
    assert (found.title, found.doc_number, found.doc_date, found.version) == ("Báo cáo", "1/BC", None, 1)
    detail = AuditEvent.objects.get(event="evidence.described").detail
    assert (detail["old"]["doc_number"], detail["new"]["doc_number"]) == ("412/BC-UBND", "1/BC")


def test_two_people_describing_a_document_overwrite_nobody(province, folder):
    read = add(folder, province.officer, pdf())
    describe(read, province.officer)
    assert describe(read, province.head).version == 1  # the very same words
    with pytest.raises(Conflict) as conflict:
        describe(read, province.head, title="Khác")
    assert conflict.value.reason == (
        "Người khác vừa sửa tài liệu này, hiện lưu: “Báo cáo”, 1/BC. Muốn giữ nội dung của bạn, hãy bấm lưu lần nữa."
    )
    assert describe(conflict.value.theirs, province.head, title="Khác").title == "Khác"


def test_a_removed_document_is_gone_from_lists_and_its_file_may_come_again(province, folder):
    wrong = add(folder, province.officer, pdf())
    remove_evidence(evidence_id=wrong.pk, by=province.officer)
    remove_evidence(evidence_id=wrong.pk, by=province.officer)
    wrong.refresh_from_db()
    assert (wrong.removed_by, list(living_evidence(folder))) == (province.officer, [])
    assert AuditEvent.objects.filter(event="evidence.removed").count() == 1
    assert add(folder, province.officer, pdf()) != wrong


def test_a_document_that_was_filed_stays(province, folder):
    found = add(folder, province.officer, pdf())
    submission_at(S.SUBMITTED, province, folder.campaign)
    with pytest.raises(Refused) as refusal:
        remove_evidence(evidence_id=found.pk, by=province.officer)
    assert refusal.value.reason == (
        "Tệp đã nằm trong hồ sơ đã nộp nên không bỏ được; biên nhận ghi lại đúng những gì đã nộp."
    )
    later = add(folder, province.officer, another_pdf(1))
    assert [row.kept != "" for row in own_rows(folder)] == [True, False]
    remove_evidence(evidence_id=later.pk, by=province.officer)


def test_the_copy_of_a_launch_document_stays(province, folder):
    found = add(folder, province.officer, pdf())
    draft = submission_at(S.DRAFT, province, folder.campaign)
    LaunchDocument.objects.create(submission=draft, evidence=found)
    with pytest.raises(Refused) as refusal:
        remove_evidence(evidence_id=found.pk, by=province.officer)
    assert refusal.value.reason == (
        "Tệp đang là bản chụp của văn bản phát động. Hãy chọn tệp khác ở văn bản phát động rồi mới bỏ được."
    )
    assert [use.label for use in own_rows(folder)[0].uses] == ["Văn bản phát động"]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [("staff", "Chỉ người của đơn vị làm được việc này."), ("secretary", "Chỉ người của đơn vị làm được việc này.")],
)
def test_only_the_unit_removes_its_documents(province, folder, who, sentence):
    found = add(folder, province.officer, pdf())
    with pytest.raises(Refused) as refusal:
        remove_evidence(evidence_id=found.pk, by=getattr(province, who))
    assert refusal.value.reason == sentence


def test_the_trail_remembers_who_fetched_a_document(province, folder):
    found = add(folder, province.officer, pdf())
    assert hand_out(evidence_id=found.pk, by=province.staff) == found.file
    event = AuditEvent.objects.get(event="evidence.fetched")
    assert (event.actor, event.object_id) == (province.staff, str(found.pk))


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
    submission_at(S.SUBMITTED, province, folder.campaign)
    assert Evidence.objects.visible_to(province.everybody()[who]).exists() == sees


@pytest.mark.parametrize(
    ("who", "sees"),
    [("officer", True), ("head", True), ("bloc_secretary", False), ("staff", False), ("leader", False),
     ("admin", True)],
)  # fmt: skip
def test_nobody_else_sees_a_document_before_it_was_filed(province, folder, who, sees):
    submission_at(S.SUBMITTED, province, folder.campaign)
    late = add(folder, province.officer, pdf())
    assert Evidence.objects.visible_to(province.everybody()[who]).exists() == sees
    assert bool(evidence_rows(folder, province.everybody()[who])) == sees
    clock.assume(on("2021-06-20 09:00"))
    receipt = file_evidence(province, folder.campaign)
    late.refresh_from_db()
    assert late.filed_at == receipt.received_at
    assert Evidence.objects.visible_to(province.everybody()[who]).exists()


def test_filing_again_does_not_change_when_a_document_was_filed(province, folder):
    found = add(folder, province.officer, pdf())
    first = submission_at(S.SUBMITTED, province, folder.campaign).receipts.get()
    clock.assume(on("2021-06-20 09:00"))
    file_evidence(province, folder.campaign)
    found.refresh_from_db()
    assert found.filed_at == first.received_at


def test_that_a_draft_uses_a_document_is_for_the_unit_to_know(province, folder):
    found = add(folder, province.officer, pdf())
    submission_at(S.SUBMITTED, province, folder.campaign)
    draft = submission_at(S.DRAFT, province, folder.campaign, K.LAUNCH_DOCUMENT)
    draft.launch_document.evidence = found
    draft.launch_document.save()
    people = province.everybody()
    labels = {who: [use.label for use in evidence_rows(folder, people[who])[0].uses]
              for who in ("officer", "staff", "bloc_secretary", "admin")}  # fmt: skip
    assert labels == {
        "officer": ["Văn bản phát động"], "staff": [], "bloc_secretary": [], "admin": ["Văn bản phát động"],
    }  # fmt: skip


def test_evidence_of_another_member_is_not_visible_to_a_plain_member(province, folder):
    add(folder, province.officer, pdf())
    assert not Evidence.objects.visible_to(province.officers[1]).exists()
