"""What each unit does in the year: register, record figures, report, attach evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from campaigns.enums import SubmissionKind as Kind
from campaigns.models import Campaign, Participation, Submission, Target
from campaigns.outlines import OUTLINES
from campaigns.queries.assignments import fingerprint
from campaigns.queries.places import LineValues, as_line
from campaigns.services import answers, filing
from campaigns.services import submissions as services
from campaigns.services.assignments import assign_targets
from campaigns.services.evidence import add_evidence
from campaigns.services.progress import record_figures
from core.dates import VIETNAM
from organizations.enums import Role
from organizations.models import User
from organizations.queries import people_at
from thiduaweb.demo.ground import PROGRAMME

MARK = "(Dữ liệu minh họa.)"
TimedAct = tuple[datetime, Callable[[], Any]]

# The unit whose registration was sent back once, and the words it was sent back with.
RETURNED_UNIT = "hg-quan-ba"
RETURN_REASON = "Chưa nêu biện pháp cho chỉ tiêu giảm nghèo; đề nghị bổ sung rồi nộp lại."

TEXTS = {
    "contents": "Thi đua thực hiện thắng lợi các chỉ tiêu kinh tế - xã hội năm 2021; xây dựng nông thôn mới.",
    "titles": "Tập thể: Cờ thi đua của tỉnh. Cá nhân: 02 Chiến sĩ thi đua cấp tỉnh, 15 Chiến sĩ thi đua cơ sở.",
    "situation": "Thuận lợi: được tỉnh quan tâm chỉ đạo. Khó khăn: dịch bệnh, thiên tai ảnh hưởng đến sản xuất.",
    "direction": "Đã ban hành kế hoạch phát động, tổ chức ký giao ước thi đua giữa các xã, cơ quan trực thuộc.",
    "movements": "Duy trì phong trào “Cả nước chung sức xây dựng nông thôn mới”, “Cả nước chung tay vì người nghèo”.",
    "exemplars": "Phát hiện, giới thiệu 03 điển hình tiên tiến trên cổng thông tin của đơn vị.",
    "awards": "Tặng 42 giấy khen cho tập thể, cá nhân có thành tích.",
    "shortcomings": "Một số chỉ tiêu đạt thấp do nguồn lực còn hạn chế; việc gửi báo cáo của cấp dưới có lúc chậm.",
    "plans": "Tập trung hoàn thành các chỉ tiêu còn lại; nâng chất lượng phong trào ở cơ sở.",
    "proposals": "",
}


@dataclass(frozen=True)
class Member:
    """One unit of the demonstration: its place in the list, its invented figures, its bloc, when it files what."""

    index: int
    data: dict[str, Any]
    bloc: str
    files_at: dict[str, datetime]

    @property
    def participation(self) -> Participation:
        """Its folder in the programme."""
        return Participation.objects.select_related("campaign", "unit", "bloc").get(
            campaign__code=PROGRAMME, unit__code=self.data["unit"]
        )

    def person(self, role: Role) -> User:
        """Its officer or head."""
        return people_at([self.participation.unit_id], role).get()


# The indicators whose targets the programme's staff give to the districts: as much as each will register.
GIVEN = ("3", "4")


def give_targets(members: Iterable[Member]) -> None:
    """Staff give the districts their parts of what can be added up."""
    targets = _targets()
    values = {
        (member.participation.unit_id, targets[one["indicator"], ""].pk): Decimal(one["registered"])
        for member in members
        for one in member.data.get("figures", [])
        if one["indicator"] in GIVEN
    }
    campaign = Campaign.objects.get(code=PROGRAMME)
    seen = fingerprint({}, {unit for unit, _ in values})
    assign_targets(campaign_id=campaign.pk, values=values, seen=seen, by=_staff())


def unit_deeds(member: Member) -> Iterator[TimedAct]:
    """Registration, figures, two reports, a piece of evidence; staff answer on the next day."""
    for kind in (Kind.REGISTER, Kind.MIDTERM_REPORT, Kind.FINAL_REPORT):
        at = member.files_at[kind]
        returned = kind == Kind.REGISTER and member.data["unit"] == RETURNED_UNIT
        yield at - timedelta(hours=30), lambda kind=kind: _write(member, kind)  # type: ignore[misc]
        yield at, lambda kind=kind: _file(member, kind)  # type: ignore[misc]
        if returned:
            yield at + timedelta(hours=3), lambda: _send_back(member)
            yield at + timedelta(hours=27), lambda: _file(member, Kind.REGISTER)
        yield at + timedelta(hours=52), lambda kind=kind: _accept(member, kind)  # type: ignore[misc]
    for day in _days(member):
        yield datetime(day.year, day.month, day.day, 16, tzinfo=VIETNAM), lambda day=day: _record(member, day)  # type: ignore[misc]
    yield datetime(2021, 11, 22, 10, tzinfo=VIETNAM), lambda: _attach(member)


def _write(member: Member, kind: Kind) -> None:
    officer = member.person(Role.OFFICER)
    draft = services.open_submission(participation=member.participation, kind=kind, by=officer)
    lines = _lines(member) if kind == Kind.REGISTER else {}
    texts = {part.key: _text(part.key) for part in OUTLINES[kind]}
    services.save_draft(submission_id=draft.pk, texts=texts, lines=lines, by=officer)


def _text(key: str) -> str:
    return f"{TEXTS[key]} {MARK}" if TEXTS[key] else ""


def _lines(member: Member) -> dict[int, LineValues]:
    """Registered value, last year's result and measures for every figure of the unit; departments register none."""
    targets = _targets()
    figures = {(one["indicator"], one["label"] or ""): one for one in member.data.get("figures", [])}
    lines = {}
    for key, target in targets.items():
        one = figures.get(key)
        if one:
            lines[target.pk] = as_line(Decimal(one["registered"]), Decimal(one["last_year"]), one["measures"])
        elif target.value is not None:
            lines[target.pk] = as_line(None, None, "Không thuộc nhiệm vụ trực tiếp của đơn vị.")
    return lines


def _targets() -> dict[tuple[str, str], Target]:
    found = Target.objects.filter(indicator__campaign__code=PROGRAMME).select_related("indicator")
    return {(target.indicator.no, target.label): target for target in found}


def _submission(member: Member, kind: Kind) -> Submission:
    return Submission.objects.get(participation=member.participation, kind=kind)


def _file(member: Member, kind: Kind) -> None:
    submission = _submission(member, kind)
    filing.submit(submission_id=submission.pk, version=submission.version, by=member.person(Role.HEAD))


def _send_back(member: Member) -> None:
    answers.send_back(submission_id=_submission(member, Kind.REGISTER).pk, by=_staff(), reason=RETURN_REASON)


def _accept(member: Member, kind: Kind) -> None:
    answers.accept(submission_id=_submission(member, kind).pk, by=_staff())


def _staff() -> User:
    return User.objects.get(username="chuyenvien")


def _days(member: Member) -> list[date]:
    days = {day for one in member.data.get("figures", []) for day in one["progress"]}
    return sorted(date.fromisoformat(day) for day in days)


def _record(member: Member, day: date) -> None:
    targets = _targets()
    figures = {
        targets[(one["indicator"], one["label"] or "")].pk: Decimal(one["progress"][day.isoformat()])
        for one in member.data["figures"]
        if day.isoformat() in one["progress"]
    }
    record_figures(
        participation=member.participation,
        as_of=day,
        figures=figures,
        source="Dữ liệu minh họa",
        by=member.person(Role.OFFICER),
    )


def _attach(member: Member) -> None:
    """A picture of a page that says what it is, as a PDF."""
    page = Image.new("RGB", (595, 842), "white")
    ImageDraw.Draw(page).text((60, 80), f"MINH CHUNG - DU LIEU MINH HOA - {member.data['unit']}", fill="black")
    content = BytesIO()
    page.save(content, format="PDF")
    add_evidence(
        participation=member.participation,
        title="Báo cáo kết quả thực hiện chỉ tiêu năm 2021 (minh họa)",
        doc_number=f"{100 + member.index}/BC-UBND",
        doc_date=date(2021, 11, 20),
        file=SimpleUploadedFile("bao-cao-minh-hoa.pdf", content.getvalue()),
        by=member.person(Role.OFFICER),
    )
