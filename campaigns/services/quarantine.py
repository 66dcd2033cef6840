"""What follows when a document of a unit is found infected: the people who handed it in and the staff are told."""

from django.urls import reverse

from campaigns.models import Evidence
from core import audit
from core.models import StoredFile
from core.scanning import ON_INFECTED
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify


def tell(stored: StoredFile, signature: str) -> None:
    """Tell staff and the head of every unit that has this file among its evidence (integrity row 78); each once.

    Runs in the caller's transaction.
    """
    found = Evidence.objects.filter(file=stored, removed_at=None).select_related(
        "participation__unit", "participation__campaign__authority__standing_body", "participation__campaign"
    )
    for evidence in found.order_by("added_at"):
        folder = evidence.participation
        people = [
            *people_at([folder.unit_id], Role.HEAD, Role.OFFICER),
            *people_at(folder.campaign.offices, Role.STAFF),
        ]
        notify(
            people,
            title=f"Phát hiện mã độc trong minh chứng của {folder.unit.short_name}",
            body=f"Tệp “{evidence.file_name}” ({evidence.title}) bị cách ly, không ai mở được. "
            f"Máy quét gọi mã độc này là “{signature}”. "
            "Đơn vị hãy quét lại máy tính của mình, bỏ tệp này và tải lên bản sạch.",
            url=reverse("campaigns:folder", args=[folder.pk]),
            dedupe=f"infected:{evidence.pk}",
        )
        audit.record("evidence.quarantined", on=evidence, by=None, signature=signature)


ON_INFECTED.append(tell)
