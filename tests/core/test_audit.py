"""The trail: written with the deed, gone with it when it is undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import ProtectedError

from core import audit
from core.models import AuditEvent


def test_record_says_who_did_what_to_what_and_when(province, at):
    moment = at("2021-01-08 09:00")
    audit.record(
        "unit.renamed", on=province.unit, by=province.staff, old="Cũ", share=Decimal("0.5"), day=date(2021, 1, 8)
    )
    event = AuditEvent.objects.get(event="unit.renamed")
    assert (event.actor, event.object_type, event.object_id) == (
        province.staff,
        "organizations.unit",
        str(province.unit.pk),
    )
    assert event.detail == {"old": "Cũ", "share": "0.5", "day": "2021-01-08"}
    assert f"{event.at:%Y-%m-%d %H:%M}" == f"{moment.astimezone(event.at.tzinfo):%Y-%m-%d %H:%M}"


def test_record_of_the_system_has_no_actor(province):
    assert audit.record("unit.counted", on=province.unit, by=None).actor is None


def test_record_of_a_deed_that_is_undone_is_undone_too(province):
    before = AuditEvent.objects.count()
    with transaction.atomic():
        audit.record("unit.renamed", on=province.unit, by=province.staff)
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == before


def test_a_person_in_the_trail_cannot_be_deleted(province):
    audit.record("unit.renamed", on=province.unit, by=province.leader)
    province.leader.all_seats.all().delete()
    with pytest.raises(ProtectedError):
        province.leader.delete()
