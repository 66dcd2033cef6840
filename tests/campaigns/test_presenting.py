"""From the officer to the head: presented, signed or given back; who is told what, and what each page says."""

import pytest
from django.db import IntegrityError, transaction

from campaigns.enums import SubmissionKind as K
from campaigns.enums import SubmissionState as S
from campaigns.models import Submission
from campaigns.services.presenting import present, take_back
from campaigns.steps import submission_steps
from core import clock
from core.exceptions import Refused
from core.models import AuditEvent
from organizations.models import Notice
from tests.factories.campaigns import launched_campaign
from tests.factories.submissions import IN_TIME, begun, file, save, submission_at, written
from tests.support.dates import on
from tests.support.pages import text_of

WHEN = "09:00 thứ Sáu 08/01/2021"


@pytest.fixture
def campaign(province):
    made = launched_campaign(province)
    clock.assume(on(IN_TIME))
    return made


@pytest.fixture
def draft(province, campaign):
    return written(province, campaign)


@pytest.fixture
def presented(province, draft):
    return present(submission_id=draft.pk, by=province.officer)


def letters(person):
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


def page(submission, *more):
    return "/".join(["/phong-trao/ho-so", str(submission.pk), *more, ""])


def test_presenting_tells_the_head_once(province, draft):
    for _ in range(2):
        present(submission_id=draft.pk, by=province.officer)
    draft.refresh_from_db()
    assert (draft.presented_by, draft.presented_at.replace(second=0, microsecond=0)) == (province.officer, on(IN_TIME))
    letter = Notice.objects.get(recipient=province.head, title="Chờ ký: Bản đăng ký thi đua")
    assert letter.body.startswith(f"Cán bộ đầu mối Đồng Văn trình lúc {WHEN}.")
    assert letter.body.endswith("Hãy đọc rồi ký nộp, hoặc trả lại để sửa.")
    assert letters(province.officer).count(letter.title) == 0
    assert AuditEvent.objects.filter(event="submission.presented").count() == 1


def states(submission):
    return [(one.label, one.state) for one in submission_steps(submission)][:3]


def test_the_steps_say_whether_the_officer_or_the_head_has_it(province, draft):
    writing = [("Đơn vị soạn", "current"), ("Thủ trưởng ký", "todo"), ("Nơi nhận duyệt", "todo")]
    signing = [("Đơn vị soạn", "passed"), ("Thủ trưởng ký", "current"), ("Nơi nhận duyệt", "todo")]
    assert states(draft) == writing
    assert states(present(submission_id=draft.pk, by=province.officer)) == signing
    assert states(take_back(submission_id=draft.pk, by=province.head)) == writing
    filed = file(draft, province).submission
    assert states(filed) == [("Đơn vị soạn", "passed"), ("Thủ trưởng ký", "passed"), ("Nơi nhận duyệt", "current")]


def test_what_is_not_complete_is_not_presented(province, campaign):
    draft = begun(province, campaign)
    with pytest.raises(Refused, match=r"Chưa trình được, bản nháp vẫn được giữ. Chưa viết mục “Nội dung thi đua”."):
        present(submission_id=draft.pk, by=province.officer)


def test_those_of_others_present_nothing(province, draft):
    with pytest.raises(Refused, match=r"Chỉ cán bộ, thủ trưởng của đơn vị soạn được hồ sơ này."):
        present(submission_id=draft.pk, by=province.officers[1])


def test_what_was_filed_is_not_presented(province, campaign):
    filed = submission_at(S.SUBMITTED, province, campaign)
    with pytest.raises(Refused, match=r"Hồ sơ đã nộp nên không sửa được nữa"):
        present(submission_id=filed.pk, by=province.officer)


def test_saving_keeps_it_before_the_head_and_filing_ends_it(province, presented):
    save(presented, province)
    presented.refresh_from_db()
    assert presented.presented_by == province.officer
    file(presented, province)
    presented.refresh_from_db()
    assert (presented.state, presented.presented_at, presented.presented_by) == (S.SUBMITTED, None, None)


def test_the_head_gives_it_back_with_a_word(province, presented):
    take_back(submission_id=presented.pk, by=province.head, note="Bổ sung chỉ tiêu giảm nghèo.")
    presented.refresh_from_db()
    assert (presented.presented_at, presented.presented_by) == (None, None)
    letter = Notice.objects.get(recipient=province.officer, title="Thủ trưởng trả lại để sửa: Bản đăng ký thi đua")
    assert "Lời nhắn: Bổ sung chỉ tiêu giảm nghèo." in letter.body


def test_what_was_given_back_may_be_presented_again_and_is_told_again(province, presented, at):
    take_back(submission_id=presented.pk, by=province.head)
    at("2021-01-08 10:00")
    present(submission_id=presented.pk, by=province.officer)
    assert letters(province.head).count("Chờ ký: Bản đăng ký thi đua") == 2


def test_only_the_head_gives_back_and_only_what_was_presented(province, draft):
    with pytest.raises(Refused, match=r"Chỉ thủ trưởng đơn vị trả lại được cho cán bộ soạn."):
        take_back(submission_id=draft.pk, by=province.officer)
    with pytest.raises(Refused, match=r"Hồ sơ không chờ ký: chưa được trình, hoặc đã trả lại cán bộ soạn."):
        take_back(submission_id=draft.pk, by=province.head)


@pytest.mark.parametrize("change", [{"presented_by": None}, {"state": S.SUBMITTED}])
def test_the_database_keeps_who_and_when_together_and_while_it_is_the_units_turn(presented, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=presented.pk).update(**change)


def test_the_officer_sees_why_it_cannot_be_presented_yet(province, campaign, sign_in):
    words = text_of(sign_in(province.officer).get(page(begun(province, campaign))))
    assert "Trình thủ trưởng ký Còn 3 chỗ phải bổ sung." in words


def test_the_officer_presents_and_reads_that_it_waits(province, draft, sign_in):
    client = sign_in(province.officer)
    answer = client.post(page(draft, "trinh"), follow=True)
    assert "Đã trình thủ trưởng ký. Thủ trưởng được báo ngay." in text_of(answer)
    assert f"Trình lúc {WHEN} – thủ trưởng sẽ đọc và ký." in text_of(answer)
    assert "Trả lại cán bộ soạn" not in text_of(answer)
    home = text_of(client.get("/"))
    assert "Bản đăng ký thi đua – đã trình thủ trưởng" in home
    assert "Viết tiếp" not in home


def test_the_officer_who_presents_too_early_reads_what_is_missing(province, campaign, sign_in):
    answer = sign_in(province.officer).post(page(begun(province, campaign), "trinh"), follow=True)
    assert "Chưa trình được, bản nháp vẫn được giữ." in text_of(answer)


def test_the_head_finds_it_first_and_gives_it_back(province, presented, sign_in):
    client = sign_in(province.head)
    home = text_of(client.get("/"))
    assert "Bản đăng ký thi đua – chờ ký" in home
    assert f"Cán bộ đầu mối Đồng Văn trình lúc {WHEN}" in home
    assert "Xem và ký" in home
    words = text_of(client.get(page(presented)))
    assert f"Chờ ký Cán bộ đầu mối Đồng Văn trình lúc {WHEN}." in words
    assert "Đăng ký 2/2 chỉ tiêu; không đăng ký danh hiệu." in words
    answer = client.post(page(presented, "tra-can-bo"), {"note": "Xem lại."}, follow=True)
    assert "Đã trả lại cán bộ soạn. Cán bộ được báo ngay." in text_of(answer)
    assert "Chờ ký" not in text_of(answer)


def test_a_word_that_is_too_long_is_not_sent(province, presented, sign_in):
    answer = sign_in(province.head).post(page(presented, "tra-can-bo"), {"note": "x" * 1001}, follow=True)
    assert "Chưa trả lại được." in text_of(answer)
    assert "Chờ ký" in text_of(answer)


def test_signing_again_says_how_often_it_was_filed(province, campaign, sign_in):
    back = submission_at(S.RETURNED, province, campaign)
    words = text_of(sign_in(province.head).get(page(back)))
    assert "Nộp lại lần 2 (bản nộp lần 1 đã bị trả lại)." in words


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        (K.LAUNCH_DOCUMENT, "Văn bản số 05/KH-UBND ngày 24/12/2020, không kèm bản chụp."),
        (K.MIDTERM_REPORT, "Đã viết {all}/{all} mục; 0 chỉ tiêu có số liệu."),
    ],
)
def test_the_head_reads_what_is_signed(province, campaign, sign_in, kind, fact):
    draft = written(province, campaign, kind)
    parts = draft.sections.count()
    assert fact.format(all=parts) in text_of(sign_in(province.head).get(page(draft)))
