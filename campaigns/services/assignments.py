"""Giving units their targets (giao chỉ tiêu)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from campaigns.enums import CampaignState
from campaigns.models import AssignedTarget, Campaign
from campaigns.queries.assignments import Key, fingerprint, grid
from campaigns.queries.campaigns import lock_campaign, participations_of
from campaigns.queries.reminded import people_of
from core import audit
from core.authz import require
from core.exceptions import Conflict, Refused
from organizations.services import Letter, deliver

CHANGED = "Người khác đã sửa chỉ tiêu giao sau khi bạn mở trang."
FOREIGN = "Có đơn vị hoặc chỉ tiêu không còn trong phong trào này; hãy tải lại trang rồi nhập lại."


@transaction.atomic(durable=True)
def assign_targets(
    *, campaign_id: int, values: Mapping[Key, Decimal | None], seen: str, by: Any, file_sha256: str = ""
) -> int:
    """Give units their targets, all at once: ``values`` by (unit id, target id), None takes one back.

    ``seen`` is the ``fingerprint`` of what was stored for these units when it was read. Raises Conflict with what is
    stored now when it changed since, Refused for a unit or target that has no part in the campaign. The trail keeps the
    hash of the workbook they came from. Returns how many values changed.
    """
    campaign = lock_campaign(campaign_id)
    require(by, "campaigns.assign", campaign)
    stored = grid(campaign)
    units = {unit.pk: unit for unit in stored.units_of(None)}
    targets = {target.pk for target in stored.targets}
    if any(unit not in units or target not in targets for unit, target in values):
        raise Refused(FOREIGN)
    if fingerprint(stored.values, {unit for unit, _ in values}) != seen:
        raise Conflict(CHANGED, stored.values)
    changes = {key: value for key, value in values.items() if stored.values.get(key) != value}
    _store(campaign, changes)
    if changes:
        told = [[units[unit].code, target, _text(stored.values.get((unit, target))), _text(value)]
                for (unit, target), value in changes.items()]  # fmt: skip
        event = audit.record("targets.assigned", on=campaign, by=by, changes=told, file=file_sha256)
        _tell(campaign, {unit for unit, _ in changes}, f"targets-assigned:{event.pk}")
    return len(changes)


def _tell(campaign: Campaign, unit_ids: set[int], cause: str) -> None:
    """The units that take part hear that what they were given changed; before the launch nobody knows of it yet."""
    if campaign.state != CampaignState.LAUNCHED:
        return
    folders = list(participations_of(campaign).filter(unit__in=unit_ids))
    people = people_of(folders)
    deliver(
        Letter(
            recipient=person,
            title="Chỉ tiêu giao cho đơn vị đã thay đổi",
            body=f"{campaign.heading}: mức giao mới hiện ở bản đăng ký và bảng kết quả của {folder.unit.name}.",
            url=reverse("campaigns:folder", args=[folder.pk]),
            dedupe=f"{cause}:{folder.pk}",
        )
        for folder in folders
        for person in people[folder.unit_id]
    )


def _store(campaign: Campaign, changes: Mapping[Key, Decimal | None]) -> None:
    """Write what is given, delete what is taken back."""
    AssignedTarget.objects.bulk_create(
        [AssignedTarget(unit_id=unit, target_id=target, value=value)
         for (unit, target), value in changes.items() if value is not None],
        update_conflicts=True,
        unique_fields=["target", "unit"],
        update_fields=["value"],
    )  # fmt: skip
    gone = {key for key, value in changes.items() if value is None}
    rows = AssignedTarget.objects.filter(target__indicator__campaign=campaign).values_list("pk", "unit_id", "target_id")
    taken_back = [pk for pk, unit, target in rows if (unit, target) in gone] if gone else []
    AssignedTarget.objects.filter(pk__in=taken_back).delete()


def _text(value: Decimal | None) -> str | None:
    """A figure for the trail; None where there is none."""
    return None if value is None else f"{value.normalize():f}"
