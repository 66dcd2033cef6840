"""What each unit does in the year: register, pass the programme on, record figures, report, attach evidence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from campaigns.enums import Level
from campaigns.enums import SubmissionKind as Kind
from campaigns.models import Campaign, Evidence, Participation, Submission, Target, Title
from campaigns.outlines import OUTLINES
from campaigns.places import LaunchValues, LineValues, TitleValues, as_line
from campaigns.pledges import shortfall
from campaigns.queries import progress
from campaigns.queries.addressees import bloc_offices
from campaigns.queries.assignments import fingerprint
from campaigns.services import answers, filing, presenting
from campaigns.services import submissions as services
from campaigns.services.assignments import assign_targets
from campaigns.services.evidence import add_evidence
from campaigns.services.progress import Recorded, revise_figures
from core.authz import can
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

# The unit whose registration lies before its head for a day, also at the stage "registration".
PRESENTED_UNIT = "hg-vi-xuyen"

TEXTS = {
    "contents": "Thi đua thực hiện thắng lợi các chỉ tiêu kinh tế - xã hội năm 2021; xây dựng nông thôn mới.",
    "situation": "Thuận lợi: được tỉnh quan tâm chỉ đạo. Khó khăn: dịch bệnh, thiên tai ảnh hưởng đến sản xuất.",
    "direction": "Đã ban hành kế hoạch phát động, tổ chức ký giao ước thi đua giữa các xã, cơ quan trực thuộc.",
    "movements": "Duy trì phong trào “Cả nước chung sức xây dựng nông thôn mới”, “Cả nước chung tay vì người nghèo”.",
    "exemplars": "Phát hiện, giới thiệu 03 điển hình tiên tiến trên cổng thông tin của đơn vị.",
    "awards": "Tặng 42 giấy khen cho tập thể, cá nhân có thành tích.",
    "shortcomings": "Một số chỉ tiêu đạt thấp do nguồn lực còn hạn chế; việc gửi báo cáo của cấp dưới có lúc chậm.",
    "plans": "Tập trung hoàn thành các chỉ tiêu còn lại; nâng chất lượng phong trào ở cơ sở.",
    "proposals": "",
    "results": "Phần lớn chỉ tiêu bám sát kế hoạch đăng ký; chỉ tiêu đạt thấp đã được phân tích nguyên nhân.",
    "bloc_activity": "Tham gia đầy đủ các cuộc họp, hoạt động của khối; chưa có cuộc kiểm tra nào trong kỳ.",
    "classification": "Đơn vị tự đánh giá hoàn thành tốt nhiệm vụ; điểm tự chấm nêu tại bảng tự chấm điểm.",
    "commendation": "Đề nghị cấp có thẩm quyền xét theo kết quả xếp hạng của khối.",
}


# What every unit competes for, by the codes of the catalogue; one in two names its candidates.
TITLES = (
    ("co-tinh-2013", 1, ""),
    ("tap-the-tien-tien-tap-the-2013", 12, ""),
    ("cstd-tinh-2013", 2, "Vàng Thị Mai (minh họa)\nNguyễn Văn Sơn (minh họa)"),
    ("cstd-co-so-2013", 15, ""),
)
LAUNCHED_ON = date(2021, 1, 5)
LOWER = "Đăng ký theo khả năng thực tế: dịch bệnh, thiên tai còn ảnh hưởng đến sản xuất (dữ liệu minh họa)."


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
    """Registration, launching document, figures, two reports, a piece of evidence; staff answer on the next day."""
    for kind in (Kind.REGISTER, Kind.MIDTERM_REPORT, Kind.FINAL_REPORT):
        at = member.files_at[kind]
        presented = kind == Kind.REGISTER and member.data["unit"] == PRESENTED_UNIT
        returned = kind == Kind.REGISTER and member.data["unit"] == RETURNED_UNIT
        yield at - timedelta(hours=30), lambda kind=kind: _write(member, kind)  # type: ignore[misc]
        if presented:
            yield at - timedelta(hours=25), lambda: _present(member)
        yield at, lambda kind=kind: _file(member, kind)  # type: ignore[misc]
        if returned:
            yield at + timedelta(hours=3), lambda: _send_back(member)
            yield at + timedelta(hours=27), lambda: _file(member, Kind.REGISTER)
        yield at + timedelta(hours=51), lambda kind=kind: _accept_for_bloc(member, kind)  # type: ignore[misc]
        yield at + timedelta(hours=52), lambda kind=kind: _accept(member, kind)  # type: ignore[misc]
    for day in _days(member):
        yield datetime(day.year, day.month, day.day, 16, tzinfo=VIETNAM), lambda day=day: _record(member, day)  # type: ignore[misc]
    launched = datetime(2021, 1, 25 - member.index % 20, 15, tzinfo=VIETNAM)
    yield launched, lambda: _launch(member)
    yield launched + timedelta(days=2), lambda: _accept(member, Kind.LAUNCH_DOCUMENT)
    yield datetime(2021, 11, 22, 10, tzinfo=VIETNAM), lambda: _report_year(member)


def _write(member: Member, kind: Kind) -> None:
    officer = member.person(Role.OFFICER)
    draft = services.open_submission(participation=member.participation, kind=kind, by=officer)
    lines = _lines(member) if kind == Kind.REGISTER else {}
    texts = {part.key: _text(part.key) for part in OUTLINES[kind]}
    services.save_draft(
        submission_id=draft.pk,
        texts=texts,
        lines=lines,
        titles=_titles(member) if kind == Kind.REGISTER else None,
        by=officer,
    )


def _titles(member: Member) -> list[TitleValues]:
    """What the unit competes for; one in two names the people already."""
    known = dict(Title.objects.values_list("code", "pk"))
    return [TitleValues(known[code], number, names if member.index % 2 else "") for code, number, names in TITLES]


def _launch(member: Member) -> None:
    """The unit passes the programme on by a plan of its own, in a page that says so, and files it."""
    officer = member.person(Role.OFFICER)
    number = f"{member.index + 5:02d}/KH-UBND"
    scan = _attach(member, "Kế hoạch phát động thi đua năm 2021 (minh họa)", number, LAUNCHED_ON, "ke-hoach.pdf")
    draft = services.open_submission(participation=member.participation, kind=Kind.LAUNCH_DOCUMENT, by=officer)
    document = LaunchValues(number, LAUNCHED_ON, "Phát động phong trào thi đua năm 2021 (minh họa)", scan.pk)
    services.save_draft(submission_id=draft.pk, texts={}, launch_document=document, by=officer)
    _file(member, Kind.LAUNCH_DOCUMENT)


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
            last_year = None if one["last_year"] is None else Decimal(one["last_year"])
            value, given = Decimal(one["registered"]), Decimal(one["registered"]) if key[0] in GIVEN else None
            lower = shortfall(target, str(target), value, given, Level.PROVINCE)
            lines[target.pk] = as_line(value, last_year, one["measures"], LOWER if lower else "")
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


def _present(member: Member) -> None:
    presenting.present(submission_id=_submission(member, Kind.REGISTER).pk, by=member.person(Role.OFFICER))


def _send_back(member: Member) -> None:
    answers.send_back(
        submission_id=_submission(member, Kind.REGISTER).pk,
        by=_staff(),
        reason=RETURN_REASON,
        remarks={"contents": f"Nêu rõ việc của từng xã và thời gian hoàn thành. {MARK}"},
    )


def _accept(member: Member, kind: Kind) -> None:
    answers.accept(submission_id=_submission(member, kind).pk, by=_staff())


def _accept_for_bloc(member: Member, kind: Kind) -> None:
    """What the bloc's own plan asks for, the leader's office answers too; for the leader's unit the deputy's."""
    submission = _submission(member, kind)
    office = people_at(bloc_offices(member.participation), Role.BLOC_SECRETARY).first()
    if office and can(office, "campaigns.answer", submission):
        answers.accept(submission_id=submission.pk, by=office)


def _staff() -> User:
    return User.objects.get(username="chuyenvien")


def _days(member: Member) -> list[date]:
    days = {day for one in member.data.get("figures", []) for day in one["progress"]}
    return sorted(date.fromisoformat(day) for day in days)


def _record(member: Member, day: date) -> None:
    targets = _targets()
    source = f"Báo cáo số {10 * day.month + member.index}/BC-UBND ngày {day.day}/{day.month}/{day.year} {MARK}"
    changes = {
        (targets[(one["indicator"], one["label"] or "")].pk, day): Recorded(
            Decimal(one["progress"][day.isoformat()]), source
        )
        for one in member.data["figures"]
        if day.isoformat() in one["progress"]
    }
    revise_figures(
        participation=member.participation,
        changes=changes,
        seen=progress.fingerprint({}, changes),  # the first of that day: nothing stood there
        by=member.person(Role.OFFICER),
    )


def _report_year(member: Member) -> None:
    number = f"{100 + member.index}/BC-UBND"
    title = "Báo cáo kết quả thực hiện chỉ tiêu năm 2021 (minh họa)"
    _attach(member, title, number, date(2021, 11, 20), "bao-cao-minh-hoa.pdf")


def _attach(member: Member, title: str, number: str, day: date, name: str) -> Evidence:
    """Pictures of three pages that say what they are, as a PDF."""
    pages = [_page(f"MINH CHUNG - DU LIEU MINH HOA - {member.data['unit']} - {name} - TRANG {at}") for at in (1, 2, 3)]
    content = BytesIO()
    pages[0].save(content, format="PDF", save_all=True, append_images=pages[1:])
    return add_evidence(
        participation=member.participation,
        title=title,
        doc_number=number,
        doc_date=day,
        file=SimpleUploadedFile(name, content.getvalue()),
        by=member.person(Role.OFFICER),
    )


def _page(text: str) -> Image.Image:
    page = Image.new("L", (595, 842), "white")
    ImageDraw.Draw(page).text((60, 80), text, fill="black")
    return page
