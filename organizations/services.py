"""Writing units, people and letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction

from core import clock, outbox
from core.authz import require
from core.text import clean, fold, sort_key
from organizations.enums import Role, UnitKind
from organizations.models import Notice, Seat, Unit, User

BATCH = 2000


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


@dataclass(frozen=True)
class Letter:
    """A letter to one person; ``dedupe`` names its cause, so that the same cause never writes to that person twice."""

    recipient: User
    title: str
    body: str
    url: str
    dedupe: str


def deliver(letters: Iterable[Letter]) -> int:
    """Put each letter into its inbox and a mail into the outbox; returns how many were new. Three queries and one more
    per BATCH, however many people.

    Runs in the caller's transaction, so that the letters stand exactly when their causes do.
    """
    written = list(letters)
    known = set(
        Notice.objects.filter(
            dedupe__in={one.dedupe for one in written}, recipient__in=[one.recipient.pk for one in written]
        ).values_list("recipient_id", "dedupe")
    )
    fresh = [one for one in written if (one.recipient.pk, one.dedupe) not in known]
    moment = clock.now()
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=one.recipient.pk,
                title=_subject(one.title),
                body=one.body,
                url=one.url,
                dedupe=one.dedupe,
                created_at=moment,
            )
            for one in fresh
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    outbox.queue(_mail(one) for one in fresh)
    return len(fresh)


def notify(recipients: Iterable[User], *, title: str, body: str, url: str, dedupe: str) -> int:
    """The same letter to several people, see ``deliver``."""
    return deliver(Letter(person, title, body, url, dedupe) for person in recipients)


@lru_cache(maxsize=64)  # many people get letters with the same title
def _subject(title: str) -> str:
    """One line, as inbox and mail show it."""
    return clean(title)[:250]


def _mail(letter: Letter) -> outbox.Mail:
    person = letter.recipient
    body = f"Kính gửi {person},\n\n{letter.body}\n\nMở: {urljoin(settings.BASE_URL, letter.url)}\n"
    return outbox.Mail(person.email, _subject(letter.title), body, f"{letter.dedupe}:{person.pk}")


@transaction.atomic(durable=True)
def open_notice(*, notice: Notice, by: Any) -> Notice:
    """Mark a letter as read."""
    require(by, "organizations.open_notice", notice)
    if notice.read_at is None:
        notice.read_at = clock.now()
        notice.save(update_fields=["read_at"])
    return notice
