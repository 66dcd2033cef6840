"""Making and freezing scoring tables."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from blocs.models import Bloc
from campaigns.models import Campaign, Target
from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from core.text import clean
from organizations.enums import Role
from organizations.queries import people_at
from organizations.services import notify
from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import rule_of
from scoring.enums import TableState
from scoring.models import Criterion, ScoringTable
from scoring.models.tables import default_chain
from scoring.queries.agreements import all_agree, member_ids
from scoring.queries.soundness import errors_of
from scoring.queries.tables import lock_frozen_table, lock_table, next_version, unfinished
from scoring.services.copies import begin, built, copy_parts, settings_of, write_parts
from scoring.services.versions import take_effect
from scoring.workflow import TABLE

Template = Mapping[str, Any]
AT_THE_COVENANT = "Thống nhất tại hội nghị ký kết giao ước thi đua"
PLAIN_KEYS = ("ranked_by", "bloc_mode", "missing_self", "appeal_days")


@transaction.atomic(durable=True)
def create_table_from_template(*, campaign: Campaign, bloc: Bloc, template: Template, by: Any) -> ScoringTable:
    """A draft table of the bloc (its next version) after ``template``, shaped as fixtures/scoring/*.json.

    Criteria are linked to the campaign's targets by indicator number and label. Raises Refused, with the number of the
    criterion, for an unknown target and for params that do not fit the rule.
    """
    table = _draft(campaign, bloc, by)
    table.name = template["name"]
    table.source = template.get("source", "")
    table.rounding_step = Decimal(template["rounding_step"])
    table.bonus_cap = Decimal(template["bonus_cap"])
    table.total_cap = Decimal(template["total_cap"]) if template.get("total_cap") else None
    table.tie_breaks = template.get("tie_breaks", default_chain())
    table.classes = template.get("classes", [])
    for key in PLAIN_KEYS:
        if key in template:
            setattr(table, key, template[key])
    begin(table)
    parts = built(table, template["groups"])
    targets = {(one.indicator.no, one.label): one for one in _targets(campaign)}
    for (_, criteria), group in zip(parts, template["groups"], strict=True):
        for one, row in zip(criteria, group["criteria"], strict=True):
            one.target = _target(row, targets)
            require_rule(one)
    write_parts(parts)
    audit.record("table.created", on=table, by=by, template=template.get("code", ""), version=table.version)
    return table


@transaction.atomic(durable=True)
def create_empty_table(*, campaign: Campaign, bloc: Bloc, name: str, by: Any) -> ScoringTable:
    """A draft table without groups, for a bloc that writes its own."""
    table = _draft(campaign, bloc, by)
    table.name = clean(name) or f"Bảng tiêu chí chấm điểm năm {campaign.year}"
    begin(table)
    audit.record("table.created", on=table, by=by, template="", version=table.version)
    return table


@transaction.atomic(durable=True)
def copy_table(*, campaign: Campaign, bloc: Bloc, source: ScoringTable, by: Any) -> ScoringTable:
    """A draft table after one that the same bloc had in another campaign; targets are of that one, so none is linked.

    Refused for a table of another bloc.
    """
    table = _draft(campaign, bloc, by)
    if source.bloc_id != bloc.pk:
        raise Refused("Chỉ chép được bảng tiêu chí của chính khối này.")
    for key, value in settings_of(source).items():
        setattr(table, key, value)
    begin(table)
    copy_parts(source, table, keep_targets=source.campaign_id == campaign.pk)
    audit.record("table.created", on=table, by=by, copied_from=source.pk, version=table.version)
    return table


@transaction.atomic(durable=True)
def freeze_table(*, table_id: int, by: Any, basis: str = AT_THE_COVENANT) -> ScoringTable:
    """The standing body closes the table before all members have answered; from here sheets are opened on it.

    ``basis`` says on what the members agreed ("Biên bản họp khối số … ngày …"); those who were asked hear of it. A new
    version takes effect on the sheets that are not published. Refused with every arithmetic error of the table.
    """
    table = lock_table(table_id)
    require(by, "scoring.freeze_table", table)
    if not clean(basis) and not all_agree(table):
        raise Refused("Chưa đủ ý kiến đồng ý của các thành viên: ghi căn cứ chốt, ví dụ “Biên bản họp khối số …”.")
    asked = table.state == TableState.PROPOSED
    close(table, by=by, basis=clean(basis))
    if asked and not table.change_reason:  # of a change they hear by the version
        body = f"{table.name} ({table.bloc}). Căn cứ: {table.basis or 'tất cả thành viên đồng ý'}."
        tell_members(table, title="Bảng tiêu chí chấm điểm đã được chốt", body=body, cause=f"table-closed:{table.pk}")
    return table


def close(table: ScoringTable, *, by: Any, basis: str) -> ScoringTable:
    """Freeze the locked ``table``, in the caller's transaction."""
    TABLE.move(table, "freeze")
    in_force = lock_frozen_table(table.campaign, table.bloc)
    if in_force and (not table.change_reason or table.version <= in_force.version):
        raise Refused("Khối đã có bảng tiêu chí được thống nhất.")
    require_sound(table)
    if in_force:
        take_effect(in_force, table, by=by)
    table.frozen_at, table.frozen_by, table.basis = clock.now(), by, basis
    table.save(update_fields=["state", "frozen_at", "frozen_by", "basis"])
    audit.record("table.frozen", on=table, by=by, basis=basis)
    return table


def tell_members(table: ScoringTable, *, title: str, body: str, cause: str) -> None:
    """A letter to officers and heads of all members of the bloc."""
    people = people_at(member_ids(table), Role.OFFICER, Role.HEAD)
    notify(people, title=title, body=body, url=reverse("scoring:table", args=[table.pk]), dedupe=cause)


def require_sound(table: ScoringTable) -> None:
    """Refused with all that is wrong with the table (N06; B1: members may split, not exceed)."""
    errors = errors_of(table)
    if errors:
        raise Refused(" ".join(errors))


def _draft(campaign: Campaign, bloc: Bloc, by: Any) -> ScoringTable:
    """A table that is not saved yet, of somebody who may make it."""
    table = ScoringTable(campaign=campaign, bloc=bloc)
    require(by, "scoring.create_table", table)
    if agreed := lock_frozen_table(campaign, bloc):
        raise Refused(
            f"Khối đã có bảng tiêu chí đang áp dụng (phiên bản {agreed.version}). "
            "Muốn sửa, hãy mở bảng đó và bấm “Thay đổi bảng”."
        )
    if begun := unfinished(campaign.pk, [bloc.pk]).first():
        raise Refused(
            f"Khối đã có bảng tiêu chí phiên bản {begun.version} ({begun.get_state_display().lower()}). Hãy mở bảng đó "
            "để làm tiếp; muốn soạn lại từ đầu thì xóa bản soạn đó trước."
        )
    table.version = next_version(campaign, bloc)
    return table


def _targets(campaign: Campaign) -> Any:
    return Target.objects.filter(indicator__campaign=campaign).select_related("indicator")


def _target(row: Template, targets: Mapping[tuple[str, str], Target]) -> Target | None:
    """The target that a criterion names; Refused when the campaign has no such line."""
    if not row.get("indicator"):
        return None
    label = row.get("target_label") or ""
    target = targets.get((row["indicator"], label))
    if target is None:
        part = f" “{label}”" if label else ""
        raise Refused(f"Tiêu chí {row['no']}: phong trào không có chỉ tiêu số {row['indicator']}{part}.")
    return target


def require_rule(criterion: Criterion) -> None:
    """Refused when the params of the criterion do not fit its rule."""
    try:
        rule_of(criterion.rule, criterion.params)
    except ParamsRefused as refusal:
        raise Refused(f"Tiêu chí {criterion.no}: {refusal.sentence}") from refusal
