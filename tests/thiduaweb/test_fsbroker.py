"""The broker made of files: nothing lost, nothing doubled, nothing half-read."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from thiduaweb.fsbroker import Transport

MESSAGES = 200


def connect(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.01,
    }
    return Connection(transport=Transport, transport_options=options)


def take_all(folder: Path) -> list[int]:
    """Everything another process can take until nothing has come for two seconds."""
    taken = []
    with connect(folder) as connection, connection.SimpleQueue("work") as queue:
        while True:
            try:
                message = queue.get(timeout=2)
            except Empty:
                return taken
            message.ack()
            taken.append(message.payload)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "broker"


@pytest.fixture
def connection(folder: Path) -> Iterator[Connection]:
    Transport.global_state.clear()  # a process knows one folder only; here each test has its own
    with connect(folder) as opened:
        yield opened


def take(connection: Connection) -> object:
    with connection.SimpleQueue("work") as queue:
        message = queue.get(block=False)
        message.ack()
        return message.payload


def test_gives_each_message_to_one_of_two_processes(folder: Path, connection: Connection) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        readers = [pool.submit(take_all, folder) for _ in range(2)]
        with connection.SimpleQueue("work") as queue:
            for number in range(MESSAGES):
                queue.put(number)
        taken = [number for reader in readers for number in reader.result()]
    assert sorted(taken) == list(range(MESSAGES))


def test_keeps_the_order_of_sending(connection: Connection) -> None:
    with connection.SimpleQueue("work") as queue:
        for number in range(5):
            queue.put(number)
    assert [take(connection) for _ in range(5)] == [0, 1, 2, 3, 4]


def test_passes_over_a_half_written_file_until_it_is_whole(folder: Path, connection: Connection) -> None:
    with connection.SimpleQueue("work") as queue:
        queue.put("đợt thi đua")
    (message,) = folder.glob("*.work.msg")
    whole = message.read_bytes()
    message.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Empty):
        take(connection)
    message.write_bytes(whole)
    assert take(connection) == "đợt thi đua"


def test_leaves_drafts_and_foreign_files_alone(folder: Path, connection: Connection) -> None:
    strangers = {
        "1_a.work.draft": b'{"body"',
        "notes.txt": b"",
        "1_b.other.work.msg": b"{}",
        "1_c.work.msg": b"\xff",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in strangers.items():
        (folder / name).write_bytes(content)
    with connection.SimpleQueue("work") as queue:
        queue.put("ours")
    assert take(connection) == "ours"
    with pytest.raises(Empty):
        take(connection)
    assert {path.name for path in folder.iterdir() if path.is_file()} == set(strangers)
