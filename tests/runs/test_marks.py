"""Stars, tags and notes of runs: whose they are, and that they survive what runs survive."""

from __future__ import annotations

import pytest

from mtl_core.errors import StoreError
from mtl_core.runs import kept_record
from mtl_core.runs.store import Mark


def test_mark_takes_the_place_of_the_one_before(store, queue):
    run, mark = queue(), Mark(True, "a, b", "good")
    store.mark_run(run.id, mark)
    assert store.marks() == {run.id: mark}
    store.mark_run(run.id, Mark(note="better"))
    assert store.marks() == {run.id: Mark(note="better")}
    store.mark_run(run.id, Mark())
    assert store.marks() == {}


def test_nobody_marks_the_run_of_another(store, queue):
    run = queue()
    with pytest.raises(StoreError, match="not there"):
        store.mark_run(run.id, Mark(starred=True), "somebody else")
    store.mark_run(run.id, Mark(starred=True))
    assert store.marks("somebody else") == {}


def test_mark_comes_back_with_the_record(store, queue, tmp_path):
    run = queue()
    store.mark_run(run.id, Mark(True, "a", "b"))
    kept_record.write(tmp_path, store.record(run.id))
    kept = kept_record.read(tmp_path)
    store.delete_run(run.id)
    store.purge_runs(-1.0)
    assert store.marks() == {}
    assert store.relist(kept)
    assert store.marks() == {run.id: Mark(True, "a", "b")}


def test_record_of_an_older_version_has_no_mark(store, queue):
    run = queue()
    record = {name: rows for name, rows in store.record(run.id).items() if name != "marks"}
    store.delete_run(run.id)
    store.purge_runs(-1.0)
    assert store.relist(record)
    assert store.marks() == {}
