"""What the store promises when many write, when processes die, and when the database is not as it should be."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mtl_core.errors import StoreError
from mtl_core.runs import database, schema
from mtl_core.runs.store import Store

DATASET = "ab" * 16
WRITER = Path(__file__).with_name("concurrent_writer.py")
ROOT = WRITER.parents[2]


def rival(*arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, WRITER, *arguments], stdout=subprocess.PIPE, text=True, env=environment)


def said(rivals):
    lines = [process.communicate()[0].split() for process in rivals]
    assert [process.returncode for process in rivals] == [0] * len(rivals)
    return [line for each in lines for line in each]


def test_eight_writers_that_open_a_new_store_at_once_lose_nothing(url, text):
    ids = said([rival("create", url, DATASET, text, "15") for _ in range(8)])
    store = Store(url)
    runs = store.runs()
    store.close()
    assert {run.id for run in runs} == set(ids)
    assert [run.number for run in runs] == list(range(120, 0, -1))


def test_eight_claimers_share_the_queue_without_quarrel(store, queue):
    waiting = {queue().id for _ in range(60)}
    claimed = said([rival("claim", store.url) for _ in range(8)])
    assert len(claimed) == 60
    assert set(claimed) == waiting


def test_what_was_acknowledged_outlives_a_kill(store, queue):
    chance = random.Random(1)
    for kill in range(4):
        run = queue()
        process = rival("write", store.url, f"worker {kill}")
        acknowledged = [int(process.stdout.readline()) for _ in range(chance.randint(1, 60))]
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in process.communicate()[0].split("\n") if line]
        parts = [(entry.event.epoch, int(entry.event.sentence)) for entry in store.events(run.id)]
        assert parts[: 2 * len(acknowledged)] == [(number, part) for number in acknowledged for part in (0, 1)]
        assert len(parts) % 2 == 0  # a batch is there as a whole or not at all
        store.check()
        assert store.sweep() == [run.id]


def test_a_store_that_another_holds_says_so_and_loses_nothing(url, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    first, second = Store(url), Store(url)
    with first._database.write() as connection:
        connection.execute(schema.tombstones.insert().values(id="a", owner="local", number=1, time=0.0))
        with pytest.raises(StoreError, match="are busy"):
            second.add_dataset(DATASET, "wine", 1, 1)
        assert second.dataset_rows() == []  # reading goes on
    second.add_dataset(DATASET, "wine", 1, 1)
    assert [row.name for row in first.dataset_rows()] == ["wine"]
    first.close()
    second.close()


def test_a_failed_write_leaves_nothing(store):
    def half() -> None:
        with store._database.write() as connection:
            connection.execute(schema.tombstones.insert().values(id="a", owner="local", number=9, time=0.0))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with store._database.read() as connection:
        assert connection.execute(schema.tombstones.select()).all() == []


@pytest.mark.parametrize("damage", ["header", "middle", "half"])
def test_a_damaged_file_is_told(tmp_path, text, damage):
    path = tmp_path / "records.db"
    store = Store(f"sqlite:///{path}")
    store.add_dataset(DATASET, "wine", 1, 1)
    for number in range(60):
        store.create_run(DATASET, text, "", str(number))
    store.close()
    content = bytearray(path.read_bytes())
    if damage == "header":
        content[:100] = bytes(100)
    elif damage == "middle":
        content[len(content) // 3 : 2 * len(content) // 3] = b"\xa5" * (2 * len(content) // 3 - len(content) // 3)
    else:
        del content[len(content) // 2 :]
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"records\.db are damaged; list the runs again"):
        _open_and_check(f"sqlite:///{path}")


def _open_and_check(url):
    store = Store(url)
    try:
        store.check()
    finally:
        store.close()


def test_records_of_another_version_are_left_alone(store):
    with store._database.write() as connection:
        connection.execute(schema.versions.update().values(version=99))
    with pytest.raises(StoreError, match=f"are of version 99, but this MTL Studio reads version {schema.VERSION}"):
        Store(store.url)


def test_records_of_the_first_version_get_what_they_lack(store, queue):
    run = queue()
    with store._database.write() as connection:
        schema.compared_runs.drop(connection)
        schema.parents.drop(connection)
        schema.marks.drop(connection)
        schema.wanted_twins.drop(connection)
        connection.execute(schema.versions.update().values(version=1))
    for _ in range(2):
        again = Store(store.url)
        assert again.runs(compared=False) == [run]
        assert again.comparisons() == []
        assert again.marks() == {}
        again.close()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://somewhere/x", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_is_no_store_is_refused(url):
    with pytest.raises(StoreError, match="address of the records"):
        Store(url)


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path):
    with pytest.raises(StoreError, match="cannot be reached") as told:
        Store(f"postgresql://mtl:secret@/mtl?host={tmp_path}")
    assert "secret" not in str(told.value)


def test_the_folder_is_made_for_its_owner_alone(tmp_path):
    Store(f"sqlite:///{tmp_path / 'new' / 'records.db'}").close()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
