"""Constraints by meaning: what they accept and refuse, on either database, with their sentence."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from core.constraints import all_or_none, in_order, set_exactly_when, within
from core.models import Job, OutboxMessage
from organizations.enums import UnitKind
from organizations.models import Unit
from tests.support.dates import on

pytestmark = pytest.mark.django_db
SENTENCE = {"name": "any", "message": "Lời cho người đọc."}


def unit(**changes):
    plain = {
        "code": "x",
        "name": "Đơn vị",
        "short_name": "Đơn vị",
        "kind": UnitKind.DISTRICT,
        "search_text": "x",
        "sort_key": "x",
    }
    return Unit(**plain | changes)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "ok"),
    [
        (None, None, True),
        (date(2021, 1, 1), None, True),
        (None, date(2021, 1, 1), True),
        (date(2021, 1, 1), date(2021, 1, 1), True),
        (date(2021, 1, 2), date(2021, 1, 1), False),
    ],
)
def test_in_order_accepts_equal_and_open_ends(valid_from, valid_to, ok):
    row = unit(valid_from=valid_from, valid_to=valid_to)
    if ok:
        row.save()
        return
    with pytest.raises(IntegrityError, match="unit_dates_in_order"), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    assert error.value.messages == ["Ngày hết hiệu lực trước ngày bắt đầu."]


@pytest.mark.parametrize(("percent", "ok"), [(0, True), (100, True), (101, False)])
def test_within_includes_both_ends(percent, ok):
    row = Job(name="x", percent=percent, queued_at=on("2021-01-08"))
    if ok:
        row.save()
        return
    with pytest.raises(IntegrityError, match="job_percent_0_100"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("state", "sent_at", "ok"),
    [
        ("queued", None, True),
        ("sent", on("2021-01-08"), True),
        ("sent", None, False),
        ("queued", on("2021-01-08"), False),
    ],
)
def test_set_exactly_when_ties_the_fact_to_the_state(state, sent_at, ok):
    row = OutboxMessage(
        dedupe="x",
        recipient="a@example.vn",
        subject="x",
        body="x",
        state=state,
        sent_at=sent_at,
        not_before=on("2021-01-08"),
    )
    if ok:
        row.save()
        return
    with pytest.raises(IntegrityError, match="mail_sent_when"), transaction.atomic():
        row.save()


def test_all_or_none_knows_only_two_ways():
    constraint = all_or_none("a", "b", **SENTENCE)
    assert constraint.condition == Q(a__isnull=True, b__isnull=True) | Q(a__isnull=False, b__isnull=False)


def test_within_leaves_it_to_the_column_whether_null_is_a_value():
    assert within("p", 0, 5, **SENTENCE).condition == Q(p__isnull=True) | (Q(p__gte=0) & Q(p__lte=5))


@pytest.mark.parametrize(
    "constraint",
    [
        all_or_none("a", "b", **SENTENCE),
        set_exactly_when("a", Q(state="x"), **SENTENCE),
        in_order("a", "b", **SENTENCE),
        within("p", 0, 5, **SENTENCE),
    ],
)
def test_every_constraint_carries_its_name_and_sentence(constraint):
    assert (constraint.name, constraint.violation_error_message) == ("any", "Lời cho người đọc.")


def test_in_order_compares_with_the_other_column():
    assert in_order("a", "b", **SENTENCE).condition == Q(a__isnull=True) | Q(b__isnull=True) | Q(b__gte=F("a"))
