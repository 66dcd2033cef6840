"""What the offices of two blocs wrote in their reports in the year of the demonstration."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from blocs.models import Bloc
from campaigns.models import Campaign
from core.dates import VIETNAM
from organizations.models import User
from reports.enums import DocumentKind as K
from reports.rules import Subject
from reports.services.bloc_texts import save_bloc_texts

MARK = "(Dữ liệu minh họa.)"
OFFICES = {"huyen-1": "khoi.huyen-1", "tong-hop": "khoi.tong-hop"}
TEXTS = {
    "situation": "Các đơn vị trong khối có nhiều điểm tương đồng về nhiệm vụ; dịch bệnh ảnh hưởng một số hoạt động.",
    "direction": "Trưởng khối đã ban hành kế hoạch hoạt động, tổ chức ký giao ước thi đua giữa các đơn vị từ đầu năm.",
    "results": "Nhìn chung các đơn vị bám sát kế hoạch; chỉ tiêu chưa đạt đã được phân tích nguyên nhân, có biện pháp.",
    "bloc_activity": "Khối đã họp đánh giá theo đợt thi đua, thăm và tặng quà hộ nghèo tại xã được phân công giúp đỡ.",
    "plans": "Tiếp tục thực hiện kế hoạch hoạt động của khối.\nMỗi đơn vị giới thiệu ít nhất một điển hình tiên tiến.",
}
WRITTEN = {
    K.BLOC_MIDTERM_REPORT: datetime(2021, 6, 18, 10, tzinfo=VIETNAM),
    K.BLOC_FINAL_REPORT: datetime(2021, 12, 7, 15, tzinfo=VIETNAM),
}


def bloc_report_deeds(programme: str) -> Iterator[tuple[datetime, Callable[[], Any]]]:
    """Each office writes its part before each of the two reports."""
    for kind, at in WRITTEN.items():
        for bloc in OFFICES:
            yield at, lambda kind=kind, bloc=bloc: _write(programme, bloc, kind)  # type: ignore[misc]


def _write(programme: str, bloc: str, kind: K) -> None:
    subject = Subject(Campaign.objects.get(code=programme), Bloc.objects.get(code=bloc), kind)
    texts = {key: f"{text} {MARK}" for key, text in TEXTS.items()}
    save_bloc_texts(subject=subject, texts=texts, by=User.objects.get(username=OFFICES[bloc]))
