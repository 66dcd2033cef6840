"""Filing: drafts, conflicts, receipts, lateness, answers (integrity C1-C5, P1-P6)."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.merging import fingerprints
from campaigns.models import Delivery, Receipt, Submission
from campaigns.queries.places import as_line, places_of
from campaigns.services import answers, filing
from campaigns.services import campaigns as campaign_services
from campaigns.services import submissions as services
from core import snapshots
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.models import Notice
from tests.factories.campaigns import DUE, launched_campaign, milestone_of, participation_of
from tests.factories.submissions import REASON, begun, file, lines, save, submission_at, texts, written

ONE_MINUTE = timedelta(minutes=1)


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


def events(submission):
    found = AuditEvent.objects.filter(object_type="campaigns.submission", object_id=str(submission.pk))
    return list(found.order_by("pk").values_list("event", flat=True))


# -- the draft -------------------------------------------------------------------------------------------------------


def test_open_submission_twice_gives_the_same_draft(province, campaign):
    first, second = begun(province, campaign), begun(province, campaign)
    assert first == second
    assert events(first) == ["submission.opened"]


def test_open_submission_of_another_unit_is_refused(province, campaign):
    folder = participation_of(campaign, province.unit)
    with pytest.raises(Refused) as refusal:
        services.open_submission(participation=folder, kind=K.REGISTER, by=province.officers[1])
    assert refusal.value.reason == "Chỉ người của đơn vị làm được việc này."


def test_save_draft_keeps_texts_and_figures_with_who_and_when(province, campaign, at):
    at("2021-01-05 14:20")
    submission = written(province, campaign)
    assert dict(submission.sections.values_list("key", "text")) == texts(K.REGISTER)
    assert [line.value for line in submission.lines.all()] == [Decimal("39"), Decimal("4.5"), None]
    assert (submission.version, submission.saved_by) == (1, province.officer)
    assert f"{submission.saved_at:%d/%m/%Y %H:%M}" == "05/01/2021 14:20"


def test_save_draft_asks_about_what_two_people_changed_and_keeps_what_is_stored(province, campaign):
    draft = begun(province, campaign)
    seen = fingerprints(places_of(draft))
    save(draft, province)
    saved = services.save_draft(
        submission_id=draft.pk, seen=seen, texts={"contents": "Bản của tôi", "titles": ""}, lines={}, by=province.head
    )
    kept = texts(K.REGISTER)
    assert saved.merged.asked == {"text:contents": kept["contents"]}
    assert saved.merged.theirs == {"text:titles": kept["titles"]}
    assert (saved.submission.version, saved.submission.saved_by) == (1, province.officer)
    assert dict(draft.sections.values_list("key", "text")) == kept


def test_save_draft_joins_what_two_people_wrote_in_different_places(province, campaign):
    draft = begun(province, campaign)
    seen = fingerprints(places_of(draft))
    services.save_draft(
        submission_id=draft.pk, seen=seen, texts={"contents": "Của cán bộ"}, lines={}, by=province.officer
    )
    saved = services.save_draft(
        submission_id=draft.pk,
        seen=seen,
        texts={"contents": "", "titles": "Của thủ trưởng"},
        lines={},
        by=province.head,
    )
    assert dict(draft.sections.values_list("key", "text")) == {"contents": "Của cán bộ", "titles": "Của thủ trưởng"}
    assert (saved.submission.version, saved.merged.asked) == (2, {})


def test_save_draft_of_what_is_stored_already_changes_nothing(province, campaign):
    submission = written(province, campaign)
    assert save(submission, province).version == 1


def test_lines_are_joined_row_by_row(province, campaign):
    draft = begun(province, campaign)
    seen, values = fingerprints(places_of(draft)), lines(draft)
    first, second, third = values
    services.save_draft(submission_id=draft.pk, seen=seen, texts={}, lines={first: values[first]}, by=province.officer)
    mine = {first: as_line(Decimal(50), None, ""), second: values[second]}
    saved = services.save_draft(submission_id=draft.pk, seen=seen, texts={}, lines=mine, by=province.head)
    assert list(saved.merged.asked) == [f"line:{first}"]
    assert [line.value for line in draft.lines.all()] == [Decimal(39), Decimal("4.5")]
    assert third not in {line.target_id for line in draft.lines.all()}


def test_save_draft_of_a_filed_submission_is_refused(province, campaign):
    submission = submission_at(S.SUBMITTED, province, campaign)
    with pytest.raises(Refused) as refusal:
        save(submission, province)
    assert refusal.value.reason == ("Hồ sơ đã nộp nên không sửa được nữa; muốn sửa, hãy đề nghị nơi nhận trả lại.")


# -- filing ----------------------------------------------------------------------------------------------------------


def test_submit_gives_a_receipt_made_of_the_hash_and_tells_both_sides(province, campaign, at):
    at("2021-01-08 09:00")
    submission = written(province, campaign)
    receipt = file(submission, province)
    assert receipt.code == snapshots.receipt_code(receipt.payload)
    assert receipt.sha256 == snapshots.sha256(receipt.payload)
    assert (receipt.of_version, receipt.received_from, receipt.previous_sha256) == (1, province.head, "")
    assert events(submission) == ["submission.opened", "submission.saved", "submission.received"]
    told = dict(Notice.objects.exclude(dedupe__startswith="campaign-").values_list("recipient__username", "title"))
    assert told == {
        "chuyenvien": "Đồng Văn đã nộp Bản đăng ký thi đua",
        "canbo.dong-van": f"Biên nhận Bản đăng ký thi đua: {receipt.code}",
        "thutruong.dong-van": f"Biên nhận Bản đăng ký thi đua: {receipt.code}",
    }


def test_submit_by_the_officer_is_refused_with_the_sentence(province, campaign):
    submission = written(province, campaign)
    with pytest.raises(Refused) as refusal:
        filing.submit(submission_id=submission.pk, version=1, by=province.officer)
    assert refusal.value.reason == "Chỉ thủ trưởng đơn vị ký nộp; cán bộ đầu mối soạn và trình thủ trưởng."
    assert Receipt.objects.count() == 0


def test_submit_the_same_version_twice_gives_the_same_receipt_and_one_letter(province, campaign):
    submission = written(province, campaign)
    first = filing.submit(submission_id=submission.pk, version=1, by=province.head)
    letters = Notice.objects.count()
    second = filing.submit(submission_id=submission.pk, version=1, by=province.head)
    assert first == second
    assert (Receipt.objects.count(), Delivery.objects.count(), Notice.objects.count()) == (1, 1, letters)


def test_submit_an_old_version_is_a_conflict(province, campaign):
    submission = written(province, campaign)
    services.save_draft(submission_id=submission.pk, texts={"contents": "Viết thêm"}, lines={}, by=province.officer)
    with pytest.raises(Conflict) as conflict:
        filing.submit(submission_id=submission.pk, version=1, by=province.head)
    assert conflict.value.reason == ("Hồ sơ đã được lưu thêm sau khi bạn mở trang. Hãy đọc lại bản mới nhất rồi nộp.")


def test_submit_another_version_of_a_filed_submission_is_refused(province, campaign):
    submission = submission_at(S.SUBMITTED, province, campaign)
    with pytest.raises(Refused) as refusal:
        filing.submit(submission_id=submission.pk, version=7, by=province.head)
    assert refusal.value.reason == "Hồ sơ này đã được nộp; xem biên nhận ở trang hồ sơ."


def test_submit_with_gaps_names_every_gap_and_keeps_the_draft(province, campaign):
    draft = begun(province, campaign)
    values = lines(draft)
    without_figure = {target: values[target] | {"value": None, "measures": ""} for target in values}
    services.save_draft(
        submission_id=draft.pk,
        texts={"contents": "  ", "titles": "Cờ"},
        lines=without_figure,
        by=province.officer,
    )
    with pytest.raises(Refused) as refusal:
        filing.submit(submission_id=draft.pk, version=1, by=province.head)
    assert refusal.value.reason == (
        "Chưa nộp được, bản nháp vẫn được giữ. "
        "Chưa viết mục “Nội dung thi đua”. "
        "Chỉ tiêu 1: chưa ghi mức đăng ký cho “Thu nhập bình quân đầu người”. "
        "Chỉ tiêu 2: chưa ghi mức đăng ký cho “Tỷ lệ hộ nghèo giảm”. "
        "Chỉ tiêu nào không thuộc nhiệm vụ của đơn vị thì ghi rõ ở cột biện pháp, ghi chú."
    )
    draft.refresh_from_db()
    assert (draft.state, draft.version) == (S.DRAFT, 1)


def test_submit_a_report_needs_only_its_compulsory_parts(province, campaign):
    report = begun(province, campaign, K.MIDTERM_REPORT)
    compulsory = {key: text for key, text in texts(K.MIDTERM_REPORT).items() if key not in ("awards", "proposals")}
    services.save_draft(submission_id=report.pk, texts=compulsory, lines={}, by=province.officer)
    assert file(report, province).of_version == 1


def test_submit_after_the_campaign_was_called_off_is_refused(province, campaign):
    submission = written(province, campaign)
    campaign_services.cancel(campaign_id=campaign.pk, reason="Dừng", by=province.staff)
    with pytest.raises(Refused) as refusal:
        filing.submit(submission_id=submission.pk, version=1, by=province.head)
    assert refusal.value.reason == "Phong trào đang không mở để nộp hồ sơ."


# -- lateness --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("from_due", "days_late"),
    [
        (-ONE_MINUTE, 0),
        (timedelta(), 1),  # the instant itself is late: the interval is half-open
        (timedelta(days=1) - ONE_MINUTE, 1),
        (timedelta(days=1), 2),
    ],
)
def test_submit_around_the_deadline_counts_started_days(province, campaign, at, from_due, days_late):
    submission = written(province, campaign)
    at(DUE[K.REGISTER] + from_due)
    receipt = file(submission, province)
    delivery = Delivery.objects.get(submission=submission)
    assert delivery.days_late == days_late
    assert (delivery.due_at, delivery.received_at) == (DUE[K.REGISTER], receipt.received_at)


def test_a_delivery_at_the_instant_of_the_deadline_cannot_be_stored_as_in_time(province, campaign):
    submission = written(province, campaign)
    milestone = milestone_of(campaign, K.REGISTER)
    row = Delivery(submission=submission, milestone=milestone, due_at=milestone.due_at, received_at=milestone.due_at)
    with pytest.raises(IntegrityError, match="delivery_late_iff_after_due"), transaction.atomic():
        row.save()


def test_filing_again_after_a_return_leaves_the_first_delivery_as_it_was(province, campaign, at):
    submission = submission_at(S.RETURNED, province, campaign)
    at("2021-01-14 10:00")
    file(submission, province)
    assert [one.days_late for one in submission.deliveries.all()] == [0]


# -- the answer ------------------------------------------------------------------------------------------------------


def test_send_back_tells_the_unit_why_and_gives_it_the_turn(province, campaign):
    submission = submission_at(S.RETURNED, province, campaign)
    assert (submission.answer, submission.answered_by) == (REASON, province.staff)
    letter = Notice.objects.get(recipient=province.officer, title__contains="trả lại")
    assert letter.title == "Bản đăng ký thi đua của đơn vị đã được trả lại"
    assert letter.body == f"Lý do: {REASON}"


def test_send_back_without_reason_is_refused(province, campaign):
    submission = submission_at(S.SUBMITTED, province, campaign)
    with pytest.raises(Refused) as refusal:
        answers.send_back(submission_id=submission.pk, by=province.staff, reason="  ")
    assert refusal.value.reason == "Hãy ghi lý do trả lại để đơn vị biết cần sửa gì."
    submission.refresh_from_db()
    assert submission.state == S.SUBMITTED


def test_filing_again_makes_a_new_receipt_chained_to_the_first(province, campaign):
    submission = submission_at(S.RETURNED, province, campaign)
    first = submission.receipts.get()
    second = file(save(submission, province), province)
    assert second.previous_sha256 == first.sha256
    assert second.code != first.code
    assert second.of_version > first.of_version


def test_filing_again_unchanged_still_makes_a_new_receipt(province, campaign):
    submission = submission_at(S.RETURNED, province, campaign)
    second = file(submission, province)
    assert second.previous_sha256 == submission.receipts.first().sha256
    assert submission.receipts.count() == 2


def test_accept_ends_the_life_and_tells_the_unit(province, campaign):
    submission = submission_at(S.ACCEPTED, province, campaign)
    letter = Notice.objects.get(recipient=province.head, title__contains="được duyệt")
    assert letter.body == "Chuyên viên cơ quan thường trực Ủy ban nhân dân tỉnh đã duyệt hồ sơ của đơn vị."
    assert (submission.state, events(submission)[-1]) == (S.ACCEPTED, "submission.accepted")


@pytest.mark.parametrize("verb", ["accept", "send_back"])
def test_answer_a_second_time_is_refused(province, campaign, verb):
    submission = submission_at(S.ACCEPTED, province, campaign)
    reason = {"reason": REASON} if verb == "send_back" else {}
    with pytest.raises(Refused) as refusal:
        getattr(answers, verb)(submission_id=submission.pk, by=province.staff, **reason)
    assert refusal.value.reason == "Hồ sơ chưa được nộp hoặc đã có trả lời."


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("officer", "Chỉ cơ quan thường trực duyệt hoặc trả lại hồ sơ."),
        ("head", "Chỉ cơ quan thường trực duyệt hoặc trả lại hồ sơ."),
        ("bloc_secretary", "Chỉ cơ quan thường trực duyệt hoặc trả lại hồ sơ."),
        ("leader", "Chỉ cơ quan thường trực duyệt hoặc trả lại hồ sơ."),
        ("stranger", "Chỉ cơ quan thường trực duyệt hoặc trả lại hồ sơ."),
    ],
)
def test_accept_by_anybody_but_staff_is_refused(province, campaign, who, sentence):
    submission = submission_at(S.SUBMITTED, province, campaign)
    with pytest.raises(Refused) as refusal:
        answers.accept(submission_id=submission.pk, by=province.everybody()[who])
    assert refusal.value.reason == sentence


def test_accept_a_self_score_here_is_refused(province, campaign):
    submission = begun(province, campaign, K.SELF_SCORE)
    with pytest.raises(Refused) as refusal:
        answers.accept(submission_id=submission.pk, by=province.staff)
    assert refusal.value.reason == "Bảng tự chấm được duyệt và trả lại ngay trên bảng điểm."


# -- the snapshot ----------------------------------------------------------------------------------------------------


def test_snapshot_read_and_written_again_has_the_same_bytes(province, campaign):
    receipt = submission_at(S.SUBMITTED, province, campaign).receipts.get()
    assert snapshots.canonical_bytes(json.loads(bytes(receipt.payload))) == bytes(receipt.payload)
    assert snapshots.sha256(bytes(receipt.payload)) == receipt.sha256


def test_snapshot_holds_what_was_filed_when_and_by_whom(province, campaign):
    receipt = submission_at(S.SUBMITTED, province, campaign).receipts.get()
    content = json.loads(bytes(receipt.payload))
    assert content["unit"] == {"code": "dong-van", "name": "Huyện Đồng Văn"}
    assert (content["kind"], content["version"], content["received_from"]) == ("register", 1, "thutruong.dong-van")
    assert content["received_at"].startswith("2021-01-08T02:00:0")
    assert [(row["indicator"], row["value"], row["registered"]) for row in content["content"]["targets"]] == [
        ("Thu nhập bình quân đầu người", "38.5", "39"),
        ("Tỷ lệ hộ nghèo giảm", "4", "4.5"),
        ("Cải cách hành chính", None, None),
    ]


def test_snapshot_stays_when_the_draft_is_written_again(province, campaign):
    submission = submission_at(S.RETURNED, province, campaign)
    before = bytes(submission.receipts.get().payload)
    services.save_draft(
        submission_id=submission.pk,
        texts={"contents": "Đã viết lại."},
        lines={},
        by=province.officer,
    )
    assert bytes(submission.receipts.get().payload) == before


# -- who may read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "draft", "filed"),
    [
        ("officer", True, True),
        ("head", True, True),
        ("bloc_secretary", False, True),
        ("staff", False, True),
        ("leader", False, True),
        ("council_member", False, False),
        ("admin", True, True),
        ("stranger", False, False),
    ],
)
def test_visible_to_hides_drafts_from_everybody_but_the_unit(province, campaign, who, draft, filed):
    person = province.everybody()[who]
    submission = written(province, campaign)
    assert Submission.objects.visible_to(person).filter(pk=submission.pk).exists() == draft
    file(submission, province)
    assert Submission.objects.visible_to(person).filter(pk=submission.pk).exists() == filed
