from __future__ import annotations

import re
import threading

import pytest

from mtl_core.errors import ExperimentError, StoreError
from mtl_core.records.commands import PauseCommand, StopCommand
from mtl_core.records.events import EpochEvent
from mtl_core.runs.store import Parent

DATASET = "ab" * 16


def test_a_new_run_waits(store, text):
    run = store.create_run(DATASET, text, "first", "key")
    assert re.fullmatch("[0-9a-f]{32}", run.id)
    assert (run.number, run.name, run.state, run.epoch, run.epochs) == (1, "first", "queued", 0.0, 7)
    assert (run.dataset_id, run.experiment, run.summary, run.heartbeat_age) == (DATASET, text, None, None)
    assert store.run(run.id) == run


def test_what_cannot_be_run_is_refused(store, text):
    with pytest.raises(StoreError, match="table is not there"):
        store.create_run("cd" * 16, text, "no table", "key")
    with pytest.raises(ExperimentError):
        store.create_run(DATASET, "{}", "no experiment", "key")
    assert store.runs() == []


def test_a_run_may_extend_one_of_its_own_owner_alone(store, text):
    parent = store.create_run(DATASET, text, "first", "key")
    assert parent.parent is None
    child = store.create_run(DATASET, text, "second", "other key", parent=Parent(parent.id, frozen=False))
    assert store.run(child.id).parent == Parent(parent.id, frozen=False)
    store.add_dataset(DATASET, "wine", 1, 2, "other")
    with pytest.raises(StoreError, match="run is not there"):
        store.create_run(DATASET, text, "stolen", "key", "other", parent=Parent(parent.id, frozen=True))


def test_one_key_one_run_however_many_ask(store, text):
    found = []
    ask = lambda: found.append(store.create_run(DATASET, text, "twice", "key").id)  # noqa: E731
    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert [run.id for run in store.runs()] == list(set(found))


def test_the_key_of_a_deleted_run_is_free_again(store, text):
    first = store.create_run(DATASET, text, "first", "key")
    store.delete_run(first.id)
    assert store.create_run(DATASET, text, "second", "key").id != first.id


def test_newest_first_numbered_and_renamed(store, queue):
    first, second = queue(), queue()
    store.rename_run(first.id, "better")
    assert [(run.number, run.name) for run in store.runs()] == [(2, "a run"), (1, "better")]
    assert store.ahead(second.id) == 1


def test_owners_see_their_own_runs_only(store, queue):
    run = queue()
    assert store.runs("other") == []
    asks = [
        lambda: store.run(run.id, "other"),
        lambda: store.rename_run(run.id, "stolen", "other"),
        lambda: store.delete_run(run.id, "other"),
        lambda: store.restore_run(run.id, "other"),
        lambda: store.resume_run(run.id, "other"),
        lambda: store.ahead(run.id, "other"),
        lambda: store.events(run.id, owner="other"),
        lambda: store.decimate(run.id, EpochEvent, 9, "other"),
        lambda: store.send(run.id, StopCommand(), "other"),
    ]
    for ask in asks:
        with pytest.raises(StoreError, match=r"not there|gone for good"):
            ask()
    assert store.run(run.id) == run


def test_numbers_are_each_owners_own(store, queue):
    queue()
    store.add_dataset(DATASET, "wine", 100, 5, owner="other")
    assert queue("other").number == 1


def test_deleting_and_bringing_back(store, queue, enrol, claim):
    first, second = queue(), queue()
    store.delete_run(first.id)
    with pytest.raises(StoreError, match="may have been deleted"):
        store.run(first.id)
    assert claim(store, enrol()).run.id == second.id  # nobody trains what is deleted
    store.restore_run(first.id)
    assert store.run(first.id).state == "queued"


def test_a_held_run_is_not_deleted(store, lease):
    with pytest.raises(StoreError, match="Run 1 is starting; stop it first, then delete it"):
        store.delete_run(lease.run.id)
    assert store.run(lease.run.id).state == "starting"


def test_purged_runs_are_gone_for_good_and_their_numbers_stay_taken(store, queue):
    run = queue()
    store.send(run.id, PauseCommand())
    store.delete_run(run.id)
    assert store.purge_runs(grace=60) == []
    assert store.purge_runs(grace=-1) == [run.id]
    with pytest.raises(StoreError, match="gone for good"):
        store.restore_run(run.id)
    assert queue().number == 2


def test_a_deleted_run_stays_while_its_worker_lives(store, lease):
    lease.finish("stopped")
    store.delete_run(lease.run.id)
    assert store.purge_runs(grace=-1) == []
    store.claim("nobody")
    with store._database.write() as connection:
        connection.exec_driver_sql("DELETE FROM workers")
    assert store.purge_runs(grace=-1) == [lease.run.id]


def test_resuming(store, lease, queue, enrol, claim):
    store.resume_run(lease.run.id)
    assert store.run(lease.run.id).state == "starting"  # it is at work: nothing to resume
    lease.finish("interrupted", "The machine went down.")
    later = queue()
    store.resume_run(lease.run.id)
    store.resume_run(lease.run.id)
    resumed = store.run(lease.run.id)
    assert (resumed.state, resumed.sentence, resumed.finished) == ("queued", "", None)
    assert store.ahead(lease.run.id) == 1
    assert claim(store, enrol()).run.id == later.id
    assert claim(store, enrol()).run.id == lease.run.id


@pytest.mark.parametrize("end", ["finished", "stopped", "failed"])
def test_what_has_ended_is_not_resumed(store, lease, end):
    lease.finish(end)
    with pytest.raises(StoreError, match=f"Run 1 is {end}, so it cannot become queued"):
        store.resume_run(lease.run.id)


def test_ahead_counts_what_works_and_what_waits(store, queue, enrol, claim):
    runs = [queue() for _ in range(4)]
    held = claim(store, enrol())
    assert [store.ahead(run.id) for run in runs] == [0, 1, 2, 3]
    store.delete_run(runs[1].id)
    held.finish("finished")
    assert [store.ahead(run.id) for run in runs[2:]] == [0, 1]
