"""Whether a stored file may be opened: released, waiting for the virus scanner, or quarantined (integrity C6, T14).

Without a scanner (``settings.CLAMD`` empty) every file is released, except those found infected before. The sweep asks
about what nobody has answered yet; a scanner that is down leaves files waiting and is missing in /readyz.
"""

import logging
from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from core import clamd, clock, filestore, health
from core.exceptions import Refused
from core.models import Scan, StoredFile

AT_ONCE = 20  # files of one sweep
INFECTED = "Phát hiện mã độc. Tệp bị cách ly, không ai mở được"
WAITING = "Đã nhận, đang chờ quét mã độc. Tệp vẫn tính đúng hạn; người khác mở được khi quét xong."
# What upper floors do when a file is found infected, in the transaction that says so; each may run twice.
ON_INFECTED: list[Callable[[StoredFile, str], None]] = []

logger = logging.getLogger(__name__)


class Safety(StrEnum):
    """What is known of a file."""

    RELEASED = "released"
    WAITING = "waiting"
    INFECTED = "infected"


def safety_of(stored: StoredFile) -> Safety:
    """What is known of ``stored`` (select its ``scan`` along, else this is a query)."""
    scan: Scan | None = getattr(stored, "scan", None)
    if scan is not None and scan.infected:
        return Safety.INFECTED
    known = scan is not None and scan.infected is False
    return Safety.RELEASED if known or not settings.CLAMD else Safety.WAITING


def is_infected(sha256: str) -> bool:
    """Whether the scanner has found malware in these very bytes before."""
    return Scan.objects.filter(file=sha256, infected=True).exists()


def refuse_unsafe(stored: StoredFile, *, own: bool) -> None:
    """Raise Refused for a quarantined file (F08), and for one that waits unless it is the reader's ``own``."""
    safety = safety_of(stored)
    if safety == Safety.INFECTED:
        raise Refused(f"{INFECTED}.")
    if safety == Safety.WAITING and not own:
        raise Refused(WAITING)


def sweep() -> int:
    """Ask the scanner about files that it has not answered for, those not asked longest first; returns how many it did.

    Nothing without a scanner.
    """
    if not settings.CLAMD:
        return 0
    answered = 0
    try:
        clamd.ping(settings.CLAMD)
        health.beat("scanner")
        for stored in _unanswered():
            answered += _scan(stored)
    except clamd.Silent as silence:
        logger.error("the virus scanner at %s is down: %s", settings.CLAMD, silence)
    return answered


def _unanswered() -> list[StoredFile]:
    waiting = StoredFile.objects.filter(Q(scan=None) | Q(scan__infected=None))
    return list(waiting.order_by(F("scan__asked_at").asc(nulls_first=True), "pk")[:AT_ONCE])


def _scan(stored: StoredFile) -> bool:
    """Ask about one file and keep the answer; a file it cannot make sense of stays waiting and is asked again later."""
    Scan.objects.update_or_create(file=stored, defaults={"asked_at": clock.real_now()})
    try:
        with filestore.open_stored(stored) as content:
            signature = clamd.scan(settings.CLAMD, content)
    except (clamd.Silent, FileNotFoundError) as problem:
        if isinstance(problem, clamd.Silent) and problem.down:
            raise
        logger.error("no answer about %s: %s", stored.sha256, problem)
        return False
    _keep(stored, signature)
    return True


@transaction.atomic(durable=True)
def _keep(stored: StoredFile, signature: str) -> None:
    Scan.objects.filter(file=stored).update(
        infected=bool(signature), signature=signature[:200], completed_at=clock.real_now()
    )
    if signature:
        for tell in ON_INFECTED:
            tell(stored, signature)
