from __future__ import annotations

import pytest

from mtl_core.errors import StoreError
from mtl_core.records.commands import StopCommand
from mtl_core.records.summary import RunSummary
from mtl_core.runs.leases import LeaseError
from tests.told import told


def test_what_a_worker_writes_is_seen(store, lease):
    assert (lease.run.state, lease.run.phase) == ("starting", "preparing")
    lease.update(state="running", phase="training", epoch=1.5)
    lease.append([told("epoch", {"epoch": 2}, 1.0)], epoch=2.0, kept_epoch=2)
    run = store.run(lease.run.id)
    assert (run.state, run.phase, run.epoch, run.kept_epoch) == ("running", "training", 2.0, 2)
    assert run.started is not None
    assert run.finished is None
    assert run.heartbeat_age >= 0


def test_pausing_is_the_workers_word(store, lease):
    lease.update(state="running")
    lease.update(state="paused", sentence="The loss is not a number.")
    assert store.run(lease.run.id).sentence == "The loss is not a number."
    lease.update(state="running")
    assert (store.run(lease.run.id).state, store.run(lease.run.id).sentence) == ("running", "")


def test_the_end_is_written_once(store, lease):
    lease.finish("finished", "Done.", RunSummary(kept_epoch=3, seconds=1.5))
    first = store.run(lease.run.id)
    assert (first.state, first.sentence, first.kept_epoch) == ("finished", "Done.", 3)
    assert first.summary == RunSummary(kept_epoch=3, seconds=1.5)
    lease.finish("finished", "Done.", RunSummary(kept_epoch=3, seconds=1.5))
    assert store.run(lease.run.id).state == "finished"
    with pytest.raises(LeaseError):
        lease.finish("failed")
    for write in (lease.beat, lambda: lease.append([told("note", {}, 0.0)]), lambda: lease.update(epoch=9.0)):
        with pytest.raises(LeaseError):
            write()
    assert store.run(lease.run.id).epoch == 0.0


def test_an_old_worker_that_wakes_up_is_refused(store, lease, enrol, claim):
    lease.append([told("note", {"sentence": "old"}, 0.0)])
    lease.finish("interrupted")
    store.resume_run(lease.run.id)
    new = claim(store, enrol())
    assert new.epoch > lease.epoch
    writes = [
        lease.beat,
        lambda: lease.append([told("note", {"sentence": "old"}, 0.0)]),
        lambda: lease.update(state="paused"),
        lambda: lease.finish("finished"),
    ]
    for write in writes:
        with pytest.raises(LeaseError, match="Run 1 was taken from this worker"):
            write()
    new.append([told("note", {"sentence": "new"}, 0.0)])
    assert [entry.event.sentence for entry in store.events(lease.run.id)] == ["old", "new"]
    assert store.run(lease.run.id).state == "starting"


def test_orders_are_not_given_to_an_old_worker(store, lease, enrol, claim):
    lease.finish("interrupted")
    store.resume_run(lease.run.id)
    new = claim(store, enrol())
    store.send(lease.run.id, StopCommand())
    with pytest.raises(LeaseError):
        lease.take_commands()
    assert new.take_commands() == [StopCommand()]


def test_a_repeated_batch_is_written_once(store, lease):
    batch = [told("note", {"epoch": number}, 0.0) for number in range(3)]
    lease.append(batch)
    lease.last_event -= 3  # as if the answer to the commit had been lost
    lease.append([*batch, told("note", {"epoch": 3}, 0.0)])
    assert [entry.event.epoch for entry in store.events(lease.run.id)] == [0, 1, 2, 3]


def test_a_resumed_curve_goes_on_where_it_was_cut(store, lease, enrol, claim):
    points = [told("progress", {"epoch": epoch}, 0.0) for epoch in (0.5, 1.5, 2.5)]
    lease.append([told("phase", {"phase": "training"}, 0.0), *points, told("epoch", {"epoch": 2}, 0.0)])
    lease.append([told("weights", {"epoch": 2.6}, 0.0)])
    lease.finish("interrupted")
    store.resume_run(lease.run.id)
    resumed = claim(store, enrol())
    resumed.append([told("note", {"epoch": 2.0}, 0.0)])
    assert len(store.events(lease.run.id)) == 7  # only a point of a curve cuts
    last = store.events(lease.run.id)[-1].seq
    resumed.append([told("progress", {"epoch": 2.2}, 0.0)])
    resumed.append([told("progress", {"epoch": 2.1}, 0.0)])  # and only a worker's first
    assert store.events(lease.run.id, after=last)[0].event.epoch == 2.2
    assert [entry.event.epoch for entry in store.events(lease.run.id)] == [None, 0.5, 1.5, 2, 2.0, 2.2, 2.1]


def test_an_impossible_move_writes_nothing(store, lease):
    with pytest.raises(StoreError, match="Run 1 is starting, so it cannot become queued"):
        lease.append([told("note", {}, 0.0)], state="queued")
    assert store.events(lease.run.id) == []


def test_what_an_earlier_worker_left_is_written_before_all_else(store, lease):
    lease.restore([told("progress", {"epoch": 1.5}, 0.0), told("epoch", {"epoch": 2}, 0.0)])
    lease.append([told("progress", {"epoch": 2.5}, 0.0)])
    assert [entry.event.epoch for entry in store.events(lease.run.id)] == [1.5, 2, 2.5]
