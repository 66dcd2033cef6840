"""Asking the members of a bloc what they think of its table, their answers, taking it back."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from core import audit, clock
from core.authz import require
from core.exceptions import Refused
from core.text import clean
from organizations.enums import Role
from organizations.models import Unit
from organizations.services import notify
from scoring.models import Agreement, ScoringTable
from scoring.queries.agreements import all_agree, member_ids
from scoring.queries.tables import lock_table
from scoring.services.tables import close, require_sound, tell_members
from scoring.workflow import TABLE

BY_ALL = "Tất cả các thành viên trong khối đồng ý"


@transaction.atomic(durable=True)
def propose_table(*, table_id: int, by: Any) -> ScoringTable:
    """Ask every member of the bloc for its opinion; from here the table is not edited. Refused while it has errors."""
    table = lock_table(table_id)
    require(by, "scoring.propose_table", table)
    require_sound(table)
    units = member_ids(table)
    if not units:
        raise Refused(f"Khối chưa có thành viên năm {table.campaign.year} nên chưa lấy ý kiến được.")
    TABLE.move(table, "propose")
    table.proposed_at, table.proposed_by = clock.now(), by
    table.save(update_fields=["state", "proposed_at", "proposed_by"])
    event = audit.record("table.proposed", on=table, by=by, members=len(units))
    tell_members(
        table,
        title="Cho ý kiến về bảng tiêu chí chấm điểm",
        body=f"{table.name} ({table.bloc}). Thủ trưởng đơn vị trả lời đồng ý, hoặc nêu đề nghị sửa.",
        cause=f"table-proposed:{event.pk}",
    )
    return table


@transaction.atomic(durable=True)
def answer_table(*, table_id: int, unit: Unit, agrees: bool, note: str, by: Any) -> ScoringTable:
    """The head of a member says what its unit thinks; another answer replaces it. The last agreement freezes the table.

    Refused for a disagreement that does not say what should be otherwise.
    """
    table = lock_table(table_id)
    require(by, "scoring.answer_table", table)
    if unit.pk not in by.unit_ids(Role.HEAD) or unit.pk not in member_ids(table):
        raise Refused("Chỉ trả lời được cho đơn vị của mình, là thành viên của khối trong năm.")
    note = clean(note)
    if not agrees and not note:
        raise Refused("Chưa đồng ý thì ghi rõ đề nghị sửa gì.")
    Agreement.objects.update_or_create(
        table=table, unit=unit, defaults={"agrees": agrees, "note": note, "at": clock.now(), "by": by}
    )
    event = audit.record("table.answered", on=table, by=by, unit=unit.code, agrees=agrees, note=note)
    if not agrees:
        _tell_drafters(table, unit, note, f"table-answered:{event.pk}")
    if all_agree(table):
        close(table, by=by, basis=BY_ALL)
        _tell_agreed(table, f"table-frozen:{event.pk}")
    return table


@transaction.atomic(durable=True)
def withdraw_table(*, table_id: int, by: Any) -> ScoringTable:
    """Take the table back to be edited; the answers that were given fall, for they were about another text."""
    table = lock_table(table_id)
    require(by, "scoring.withdraw_table", table)
    TABLE.move(table, "withdraw")
    table.proposed_at = table.proposed_by = None
    table.save(update_fields=["state", "proposed_at", "proposed_by"])
    dropped = [
        {"unit": one.unit.code, "agrees": one.agrees, "note": one.note}
        for one in table.agreements.select_related("unit")
    ]
    table.agreements.all().delete()
    event = audit.record("table.withdrawn", on=table, by=by, dropped=dropped)
    tell_members(
        table,
        title="Bảng tiêu chí chấm điểm được rút lại để sửa",
        body=f"{table.name} ({table.bloc}). Các ý kiến đã gửi không còn tính; đơn vị được hỏi lại khi bảng sửa xong.",
        cause=f"table-withdrawn:{event.pk}",
    )
    return table


def _tell_agreed(table: ScoringTable, cause: str) -> None:
    """All members hear that all agreed; of a change they hear by the version that took effect."""
    if not table.change_reason:
        body = f"{table.name} ({table.bloc}): {BY_ALL.lower()}; các đơn vị tự chấm theo bảng này."
        tell_members(table, title="Bảng tiêu chí chấm điểm đã được thống nhất", body=body, cause=cause)


def _tell_drafters(table: ScoringTable, unit: Unit, note: str, cause: str) -> None:
    """Whoever asked hears at once what a member would have otherwise."""
    if table.proposed_by is not None:
        url = reverse("scoring:table", args=[table.pk])
        title = f"{unit.short_name} chưa đồng ý với bảng tiêu chí"
        notify([table.proposed_by], title=title, body=note, url=url, dedupe=cause)
