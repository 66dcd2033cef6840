"""Submissions in every state, brought there by the services."""

from datetime import date, datetime
from decimal import Decimal

from campaigns.enums import SubmissionKind
from campaigns.enums import SubmissionState as S
from campaigns.forms.drafts import form_of
from campaigns.models import Campaign, Receipt, Submission
from campaigns.outlines import OUTLINES
from campaigns.places import LaunchValues, LineValues, as_line
from campaigns.queries.submissions import targets_of
from campaigns.services import answers, filing
from campaigns.services import submissions as services
from core import clock
from tests.factories.campaigns import participation_of
from tests.factories.ground import Province
from tests.support.dates import on

IN_TIME = "2021-01-08 09:00"
REASON = "Chưa nêu biện pháp cho chỉ tiêu giảm nghèo."
LAUNCHED_BY = LaunchValues("05/KH-UBND", date(2020, 12, 24), "Phát động phong trào thi đua năm 2021")
REGISTERED = [Decimal("39"), Decimal("4.5")]


def texts(kind: SubmissionKind) -> dict[str, str]:
    """Every part of the outline, written."""
    return {part.key: f"{part.heading}: đã viết." for part in OUTLINES[kind]}


def lines(submission: Submission) -> dict[int, LineValues]:
    """A registration value for every figure, in the order of the document; measures for every line."""
    values = iter(REGISTERED)
    return {
        target.pk: as_line(next(values) if target.is_quantitative else None, None, "Giao chỉ tiêu cho từng xã")
        for target in targets_of(submission.participation)
    }


def seen(submission: Submission) -> str:
    """What the hidden field of a page says that was opened now."""
    fresh = Submission.objects.select_related("participation__campaign").get(pk=submission.pk)
    return str(form_of(fresh)["seen"].value())


def begun(
    province: Province, campaign: Campaign, kind: SubmissionKind = SubmissionKind.REGISTER, *, member: int = 0
) -> Submission:
    """A draft that the officer of unit number ``member`` has opened and not written yet."""
    return services.open_submission(
        participation=participation_of(campaign, province.units[member]), kind=kind, by=province.officers[member]
    )


def written(
    province: Province, campaign: Campaign, kind: SubmissionKind = SubmissionKind.REGISTER, *, member: int = 0
) -> Submission:
    """A complete draft, saved once (version 1)."""
    draft = begun(province, campaign, kind, member=member)
    return save(draft, province, member=member)


def save(submission: Submission, province: Province, *, member: int = 0) -> Submission:
    """The officer saves a complete draft."""
    saved = services.save_draft(
        submission_id=submission.pk,
        texts=texts(SubmissionKind(submission.kind)),
        lines=lines(submission) if submission.kind == SubmissionKind.REGISTER else None,
        launch_document=LAUNCHED_BY if submission.kind == SubmissionKind.LAUNCH_DOCUMENT else None,
        by=province.officers[member],
    )
    return saved.submission


def file(submission: Submission, province: Province, *, member: int = 0) -> Receipt:
    """The head signs and files the saved version."""
    submission.refresh_from_db()
    return filing.submit(submission_id=submission.pk, version=submission.version, by=province.heads[member])


def submission_at(
    state: S,
    province: Province,
    campaign: Campaign,
    kind: SubmissionKind = SubmissionKind.REGISTER,
    *,
    member: int = 0,
    moment: str | datetime = IN_TIME,
) -> Submission:
    """A submission of unit number ``member`` in ``state``, filed at ``moment``, which it then is."""
    clock.assume(on(moment) if isinstance(moment, str) else moment)
    submission = written(province, campaign, kind, member=member)
    if state != S.DRAFT:
        file(submission, province, member=member)
    if state == S.RETURNED:
        answers.send_back(submission_id=submission.pk, by=province.staff, reason=REASON)
    if state == S.ACCEPTED:
        answers.accept(submission_id=submission.pk, by=province.staff)
    submission.refresh_from_db()
    return submission


def file_evidence(
    province: Province, campaign: Campaign, kind: SubmissionKind = SubmissionKind.MIDTERM_REPORT, *, member: int = 0
) -> Receipt:
    """Everything in the folder of unit number ``member`` goes out with a report now, so that others see it."""
    return file(written(province, campaign, kind, member=member), province, member=member)
