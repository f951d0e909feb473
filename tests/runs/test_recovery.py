"""Records that were damaged or lost come back from the folders; nothing is deleted on the way."""

from __future__ import annotations

import gzip
import json
import secrets
from pathlib import Path

import pytest

from mtl_core.cli.main import main
from mtl_core.errors import DamagedError, StoreError
from mtl_core.records.budget import Budget
from mtl_core.records.summary import RunSummary
from mtl_core.runs import kept_record, process_control
from mtl_core.runs.recovery import count_unlisted, recover
from mtl_core.runs.store import Parent, Store, Wanted
from mtl_core.runs.workspace import Workspace
from tests.told import told

DATASET, COMPARED = "ab" * 16, "cd" * 16


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MTL_WORKSPACE", str(tmp_path))
    monkeypatch.delenv("MTL_DATABASE_URL", raising=False)
    made = Workspace(tmp_path)
    made.create()
    made.dataset(DATASET).mkdir()
    facts = {"name": "wine.csv", "rows": 178, "columns": [{}, {}]}
    (made.dataset(DATASET) / "dataset.json").write_text(json.dumps(facts))
    return made


@pytest.fixture
def store(workspace):
    opened = Store(workspace.database_url)
    opened.add_dataset(DATASET, "wine.csv", 178, 2)
    yield opened
    opened.close()


def claimed(store):
    worker_id = secrets.token_hex(8)
    store.enrol(worker_id, 1, process_control.start_of(1) or "")
    lease = store.claim(worker_id, 9)
    assert lease is not None
    return lease


def work(store, workspace, state="finished"):
    """Take the next run, train an epoch of it, and keep its record in its folder."""
    lease = claimed(store)
    lease.append([told("epoch", {"epoch": 1.0, "loss": 0.25}, 5.0)], state="running", epoch=1.0)
    if state != "running":
        lease.finish(state, "Done.", RunSummary(kept_epoch=1))
    folder = workspace.run(lease.run.id)
    folder.mkdir()
    kept_record.write(folder, lease.record())
    return lease


@pytest.fixture
def known(store, workspace, text):
    """A finished run, one that extends it, one of a comparison that searches and one at work, as the records hold
    them."""
    first = store.create_run(DATASET, text, "first", "a")
    work(store, workspace)
    store.create_run(DATASET, text, "second", "b", parent=Parent(first.id, frozen=True))
    work(store, workspace)
    store.create_comparison(COMPARED, DATASET, [Wanted("equal", "third", text, Budget(trials=3))])
    work(store, workspace)
    store.create_run(DATASET, text, "fourth", "d")
    work(store, workspace, "running")
    return store.runs()


def lose(path: Path) -> None:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()


def zero(path: Path) -> None:
    content = path.read_bytes()
    lose(path)
    path.write_bytes(bytes(100) + content[100:])


def cut(path: Path) -> None:
    content = path.read_bytes()
    lose(path)
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize("damage", [lose, zero, cut])
def test_runs_are_listed_again_with_all_that_is_known_of_them(store, workspace, known, damage):
    events = [store.events(run.id) for run in known]
    store.close()  # so that all of it stands in the one file
    damage(workspace.root / "records.db")
    found = recover(workspace)
    assert (found.runs, found.unreadable) == (4, 0)
    assert (found.aside is None) == (damage is lose)
    again = store.runs()  # the same store goes on with the new file
    assert [run.id for run in again] == [run.id for run in known]
    for before, after in zip(known[1:], again[1:], strict=True):
        assert after == before
    assert [run.search for run in again] == [None, Budget(trials=3), None, None]
    assert [store.events(run.id) for run in again] == events
    assert [(group, run.name) for group, run in store.compared_runs(COMPARED)] == [("equal", "third")]
    assert (again[0].state, again[0].name) == ("interrupted", "fourth")
    assert "press Resume" in again[0].sentence
    assert [row.name for row in store.dataset_rows()] == ["wine.csv"]
    store.resume_run(again[0].id)
    assert store.create_run(DATASET, again[0].experiment, "fifth", "e").number == 5
    assert recover(workspace)[:2] == (0, 0)


def test_what_was_damaged_is_kept(store, workspace, known):
    store.close()
    zero(workspace.root / "records.db")
    content = (workspace.root / "records.db").read_bytes()
    found = recover(workspace)
    assert found.aside is not None
    assert found.aside.read_bytes() == content
    assert f"The damaged records are kept as {found.aside.name}" in found.sentence()


def test_a_worker_of_before_cannot_write_to_the_run_of_after(store, workspace, text):
    store.create_run(DATASET, text, "", "a")
    old = work(store, workspace, "running")
    store.close()
    zero(workspace.root / "records.db")
    recover(workspace)
    store.resume_run(old.run.id)
    claimed(store)
    with pytest.raises(StoreError, match="was taken from this worker"):
        old.beat()


def test_whoever_has_the_lost_file_open_learns_of_it(store, workspace, known):
    assert len(store.runs()) == len(known)
    lose(workspace.root / "records.db")
    with pytest.raises(DamagedError, match="are gone; list the runs again"):
        store.runs()
    recover(workspace)
    assert len(store.runs()) == 4


TABLES = {"datasets": [{}], "runs": [{}], "parents": [], "compared_runs": [], "events": []}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"not gzip", b"\x1f\x8b\x08\x00", b"cut", b"[]"),
        *("[]", "3", "{", "{}"),
        *(json.dumps(TABLES | broken) for broken in ({"runs": 3}, {"runs": []}, {"datasets": []})),
    ],
)
def test_a_folder_of_which_nothing_says_what_it_is_is_left_and_counted(store, workspace, known, content):
    path = workspace.run(known[1].id) / kept_record.FILE
    zipped = gzip.compress(content.encode()) if isinstance(content, str) else content
    path.write_bytes(path.read_bytes()[:50] if content == b"cut" else zipped)
    store.close()
    lose(workspace.root / "records.db")
    found = recover(workspace)
    assert (found.runs, found.unreadable) == (3, 1)
    assert "1 folder that cannot be listed" in found.sentence()
    assert path.exists()


def test_two_runs_of_one_number_both_come_back(store, workspace, text):
    store.create_run(DATASET, text, "old", "a")
    work(store, workspace)
    store.close()
    lose(workspace.root / "records.db")
    again = Store(workspace.database_url)
    again.add_dataset(DATASET, "wine.csv", 178, 2)
    again.create_run(DATASET, text, "new", "a")
    assert count_unlisted(again, workspace) == 1
    recover(workspace)
    assert [(run.number, run.name) for run in again.runs()] == [(2, "old"), (1, "new")]
    assert count_unlisted(again, workspace) == 0
    again.close()


def test_the_command_says_what_it_did(store, workspace, known, capsys):
    store.close()
    zero(workspace.root / "records.db")
    assert main(["recover"]) == 0
    assert capsys.readouterr().out.startswith("Listed again from their folders: 4 runs and 1 table. The damaged")


def test_records_on_a_read_only_or_missing_disk_are_no_damage(workspace, monkeypatch):
    monkeypatch.setenv("MTL_DATABASE_URL", f"sqlite:///{workspace.root / 'datasets'}")  # a folder
    with pytest.raises(StoreError, match="cannot be opened"):
        recover(workspace)
