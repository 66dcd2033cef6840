"""Writing units, people and letters."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction

from core import clock, outbox
from core.authz import require
from core.text import clean, fold, sort_key
from organizations.enums import Role, UnitKind
from organizations.models import Notice, Seat, Unit, User


def name_keys(name: str, short_name: str, code: str) -> dict[str, str]:
    """The columns that searching and sorting read, which follow from a unit's names and code."""
    return {"search_text": fold(f"{name} {short_name} {code}")[:400], "sort_key": sort_key(short_name)[:500]}


@transaction.atomic
def register_unit(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: UnitKind,
    parent: Unit | None = None,
    standing_body: Unit | None = None,
) -> Unit:
    """Make the unit with this code known, or bring its names up to date; its code is its identity."""
    name, short_name = clean(name), clean(short_name)
    unit, _ = Unit.objects.update_or_create(
        code=code,
        defaults={
            "name": name,
            "short_name": short_name,
            "kind": kind,
            "parent": parent,
            "standing_body": standing_body,
            **name_keys(name, short_name, code),
        },
    )
    return unit


@transaction.atomic
def open_account(*, username: str, full_name: str, email: str, password_hash: str, unit: Unit, role: Role) -> User:
    """Give a person an account (if there is none by this name) and a seat at ``unit``.

    ``password_hash`` is what ``make_password`` gives. Admins may enter the admin site.
    """
    admin = role == Role.ADMIN
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={
            "full_name": clean(full_name),
            "email": email,
            "password": password_hash,
            "is_staff": admin,
            "is_superuser": admin,
        },
    )
    Seat.objects.get_or_create(user=user, unit=unit, role=role, ended_on=None)
    return user


def notify(recipients: Iterable[User], *, title: str, body: str, url: str, dedupe: str) -> int:
    """Put a letter into each inbox and a mail into the outbox, once per ``dedupe``; returns the number of new letters.

    Runs in the caller's transaction, so that the letter stands exactly when its cause does.
    """
    people = list(recipients)
    known = set(Notice.objects.filter(dedupe=dedupe, recipient__in=people).values_list("recipient_id", flat=True))
    fresh = [person for person in people if person.pk not in known]
    moment = clock.now()
    Notice.objects.bulk_create(
        [
            Notice(recipient=person, title=title[:250], body=body, url=url, dedupe=dedupe, created_at=moment)
            for person in fresh
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    link = urljoin(settings.BASE_URL, url)
    outbox.queue(
        outbox.Mail(person.email, title, f"Kính gửi {person},\n\n{body}\n\nMở: {link}\n", f"{dedupe}:{person.pk}")
        for person in fresh
    )
    return len(fresh)


@transaction.atomic(durable=True)
def open_notice(*, notice: Notice, by: Any) -> Notice:
    """Mark a letter as read."""
    require(by, "organizations.open_notice", notice)
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice
