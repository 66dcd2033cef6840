"""The list of a unit's documents as a workbook ("Danh mục minh chứng")."""

from collections.abc import Iterable

from campaigns.models import Participation
from campaigns.queries.evidence import EvidenceRow
from core import spreadsheets
from core.dates import local_day
from core.numbers import format_size
from core.spreadsheets import Column, Template

TEMPLATE = Template(
    id="danh-muc-minh-chung",
    version="1",
    title="Danh mục minh chứng",
    guide=("Các tài liệu trong hồ sơ của đơn vị, theo thứ tự tải lên, và nơi từng tài liệu được viện dẫn.",),
    columns=(
        Column("no", "TT", kind="number", width=6, locked=True),
        Column("title", "Tên minh chứng", width=48, locked=True),
        Column("doc_number", "Số, ký hiệu", width=18, locked=True),
        Column("doc_date", "Ngày văn bản", kind="date", width=14, locked=True),
        Column("file_name", "Tệp", width=32, locked=True),
        Column("size", "Dung lượng", width=12, locked=True),
        Column("added_on", "Ngày tải lên", kind="date", width=14, locked=True),
        Column("uses", "Dùng ở", width=40, locked=True),
        Column("remarks", "Lưu ý", width=40, locked=True),
    ),
)


def write(folder: Participation, rows: Iterable[EvidenceRow]) -> bytes:
    """The workbook of these rows."""
    heading = f"{TEMPLATE.title} – {folder.unit.name} – {folder.campaign.heading}"
    return spreadsheets.write(
        TEMPLATE,
        (
            {
                "no": number,
                "title": one.title,
                "doc_number": one.doc_number,
                "doc_date": one.doc_date,
                "file_name": one.file_name,
                "size": format_size(one.file.size),
                "added_on": local_day(one.added_at),
                "uses": "; ".join(use.label for use in row.uses),
                "remarks": " ".join(one.warnings),
            }
            for number, row in enumerate(rows, start=1)
            for one in (row.evidence,)
        ),
        heading=heading,
        context=f"{folder.campaign.code}/{folder.unit.code}",
    )
