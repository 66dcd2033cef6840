"""What follows when a document of a unit is found infected: the people who handed it in and the staff are told."""

from django.urls import reverse

from campaigns.models import Evidence
from campaigns.queries.evidence import why_kept
from core import audit
from core.models import StoredFile
from core.scanning import ON_INFECTED
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify

UNFILED = (
    "Một tệp đơn vị tải lên nhưng chưa nộp bị cách ly, không ai mở được. Máy quét gọi mã độc này là “{}”. "
    "Đơn vị đã được báo để quét lại máy tính và thay tệp."
)


def tell(stored: StoredFile, signature: str) -> None:
    """Tell staff and the people of every unit that has this file among its evidence (integrity row 78); each once.

    Staff do not learn what a document is called that was not filed yet (P3). Runs in the caller's transaction.
    """
    found = Evidence.objects.filter(file=stored, removed_at=None).select_related(
        "participation__unit", "participation__campaign__authority__standing_body", "participation__campaign"
    )
    for evidence in found.order_by("added_at"):
        folder = evidence.participation
        body = _body(evidence, signature)
        letter = {
            "title": f"Phát hiện mã độc trong minh chứng của {folder.unit.short_name}",
            "url": reverse("campaigns:folder", args=[folder.pk]),
            "dedupe": f"infected:{evidence.pk}",
        }
        notify(people_at([folder.unit_id], Role.HEAD, Role.OFFICER), body=body, **letter)
        to_staff = body if evidence.filed_at else UNFILED.format(signature)
        notify(people_at(folder.campaign.offices, Role.STAFF), body=to_staff, **letter)
        audit.record("evidence.quarantined", on=evidence, by=None, signature=signature)


def _body(evidence: Evidence, signature: str) -> str:
    """What happened, and what the unit does: a document that something filed names stays, beside a clean one."""
    why = why_kept(evidence)
    deed = f", tải lên bản sạch; nơi nhận thấy bản ấy khi đơn vị nộp hồ sơ kế tiếp. {why}"
    return (
        f"Tệp “{evidence.file_name}” ({evidence.title}) bị cách ly, không ai mở được. "
        f"Máy quét gọi mã độc này là “{signature}”. "
        f"Đơn vị hãy quét lại máy tính của mình{deed if why else ', bỏ tệp này và tải lên bản sạch.'}"
    )


ON_INFECTED.append(tell)
