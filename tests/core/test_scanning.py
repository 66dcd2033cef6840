"""The virus scanner: what it says, what becomes of files while it says nothing (integrity C6, rows 78 and 79)."""

import logging

import pytest

from core import clamd, filestore, health, jobs, scanning
from core.exceptions import Refused
from core.models import Scan
from core.scanning import Safety, safety_of
from tests.support.clamd import EICAR, scanner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path, monkeypatch):
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(clamd, "SECONDS", 0.5)
    logging.getLogger("core.scanning").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("core.scanning").setLevel(logging.NOTSET)


def kept(content=b"%PDF-sach"):
    return filestore.keep(content, kind="pdf")


def again(stored):
    """As a page reads it."""
    return type(stored).objects.select_related("scan").get(pk=stored.pk)


def test_without_a_scanner_files_are_released_at_once():
    stored = kept()
    assert (scanning.sweep(), safety_of(again(stored)), Scan.objects.count()) == (0, Safety.RELEASED, 0)


def test_a_clean_file_is_released_once_it_was_scanned(settings):
    with scanner() as fake:
        settings.CLAMD = fake.address
        stored = kept()
        assert safety_of(again(stored)) == Safety.WAITING
        assert scanning.sweep() == 1
        assert safety_of(again(stored)) == Safety.RELEASED
        assert again(stored).scan.completed_at is not None


def test_an_infected_file_is_quarantined_for_everybody_and_for_good(settings):
    stored = kept(b"%PDF-" + EICAR)
    with scanner() as fake:
        settings.CLAMD = fake.address
        scanning.sweep()
    settings.CLAMD = ""
    assert (safety_of(again(stored)), again(stored).scan.signature) == (Safety.INFECTED, "Eicar-Signature")
    for own in (True, False):
        with pytest.raises(Refused) as refusal:
            scanning.refuse_unsafe(again(stored), own=own)
        assert refusal.value.reason == "Phát hiện mã độc. Tệp bị cách ly, không ai mở được."


def test_a_file_that_waits_is_open_to_its_own_unit_alone(settings):
    settings.CLAMD = "127.0.0.1:9"
    scanning.refuse_unsafe(kept(), own=True)
    with pytest.raises(Refused) as refusal:
        scanning.refuse_unsafe(kept(), own=False)
    assert refusal.value.reason == (
        "Đã nhận, đang chờ quét mã độc. Tệp vẫn tính đúng hạn; người khác mở được khi quét xong."
    )


@pytest.mark.parametrize(
    "mood",
    ["hang", "close", "", "stream: OK", "nonsense\0", "INSTREAM size limit exceeded. ERROR\0", "x" * 5000, "\xff\0"],
)
def test_a_scanner_that_makes_no_sense_leaves_the_file_waiting(settings, mood):
    with scanner(mood) as fake:
        settings.CLAMD = fake.address
        stored = kept()
        assert scanning.sweep() == 0
        assert safety_of(again(stored)) == Safety.WAITING
        fake.mood = "answer"
        assert scanning.sweep() == 1
        assert safety_of(again(stored)) == Safety.RELEASED


def test_one_file_without_an_answer_does_not_hold_up_the_others(settings, monkeypatch):
    monkeypatch.setattr(scanning, "AT_ONCE", 1)
    with scanner("nonsense\0") as fake:
        settings.CLAMD = fake.address
        stuck = kept(b"1")
        scanning.sweep()
        fake.mood, fresh = "answer", kept(b"2")
        scanning.sweep()
        assert [safety_of(again(one)) for one in (stuck, fresh)] == [Safety.WAITING, Safety.RELEASED]


def test_a_scanner_that_is_down_leaves_files_waiting_and_is_missing(settings):
    with scanner() as fake:
        settings.CLAMD = fake.address
        fake.close()
        stored = kept()
        assert (scanning.sweep(), safety_of(again(stored))) == (0, Safety.WAITING)
    health.beat("worker")
    health.beat("scheduler")
    assert health.missing() == ["scanner"]


def test_readyz_knows_the_scanner_where_there_is_one(settings):
    health.beat("worker")
    health.beat("scheduler")
    assert health.missing() == []
    with scanner() as fake:
        settings.CLAMD = fake.address
        assert health.missing() == ["scanner"]
        scanning.sweep()
        assert health.missing() == []


def test_scanning_twice_asks_once(settings):
    with scanner() as fake:
        settings.CLAMD = fake.address
        kept()
        for _ in range(2):
            jobs.SWEEPS["core.scan_files"].run()
        assert (fake.scanned, Scan.objects.count()) == (1, 1)


def test_a_scanner_on_a_socket_of_the_machine_is_asked_there(tmp_path):
    with pytest.raises(clamd.Silent) as silence:
        clamd.ping(str(tmp_path / "clamd.ctl"))
    assert silence.value.down
