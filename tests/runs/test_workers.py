from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from mtl_core.errors import BusyError, StoreError
from mtl_core.runs import process_control, workers
from mtl_core.runs.database import Database
from mtl_core.runs.leases import LeaseError
from mtl_core.runs.workers import HUNG_AFTER


@pytest.fixture
def sleeper():
    """Another living process."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    process.kill()
    process.communicate()


def test_the_first_in_the_queue_is_claimed_first(store, queue, enrol, claim):
    first, second = queue(), queue()
    lease = claim(store, enrol())
    assert (lease.run.id, lease.run.state, store.run(first.id).state) == (first.id, "starting", "starting")
    assert claim(store, enrol()).run.id == second.id
    assert store.claim(enrol()) is None


def test_a_worker_takes_one_run_in_its_life(store, queue, enrol, claim):
    queue(), queue()
    worker = enrol()
    claim(store, worker).finish("finished")
    assert store.claim(worker) is None
    assert store.claim("never enrolled") is None


def test_no_more_runs_than_slots(store, queue, enrol, claim):
    queue(), queue(), queue()
    first = claim(store, enrol(), slots=2)
    claim(store, enrol(), slots=2)
    last = enrol()
    assert store.claim(last, slots=2) is None
    first.finish("finished")
    assert claim(store, last, slots=2).run.number == 3


def test_the_load(store, queue, enrol, claim, monkeypatch):
    assert store.load() == (0, 0, 0, 0)
    queue(), queue()
    worker = enrol()
    enrol()
    assert store.load() == (0, 0, 2, 2)
    lease = claim(store, worker)
    assert store.load() == (1, 1, 1, 1)
    lease.update(epoch=0.1)
    store.delete_run(store.runs()[0].id)
    assert store.load() == (1, 1, 1, 0)  # it may be short
    monkeypatch.setattr(workers, "BEGINS_FOR", 0.0)
    assert store.load() == (1, 0, 1, 0)


def test_a_dismissed_worker_never_claims(store, queue, enrol, claim):
    idle, busy = enrol(), enrol()
    queue(), queue()
    claim(store, busy)
    assert store.dismiss(idle)
    assert store.claim(idle) is None
    assert not store.dismiss(busy)


def test_a_worker_that_had_a_run_is_known_even_when_it_is_dead(store, queue, enrol, claim):
    queue()
    worker = enrol(1, "long ago")
    claim(store, worker)
    assert len(store.sweep()) == 1
    assert not store.dismiss(worker)


def test_living_workers_are_left_in_peace(store, lease):
    assert store.sweep() == []
    lease.beat()


def test_the_run_of_a_dead_worker_is_found_at_once(store, queue, enrol, claim, sleeper):
    queue()
    lease = claim(store, enrol(sleeper.pid))
    lease.update(state="running", epoch=3.25)
    assert store.sweep() == []
    sleeper.kill()
    sleeper.wait()
    assert store.sweep() == [lease.run.id]
    run = store.run(lease.run.id)
    assert (run.state, run.heartbeat_age) == ("interrupted", None)
    assert run.sentence == (
        "The training process ended unexpectedly at epoch 3.2; press Resume to go on from the last checkpoint."
    )
    assert store.load() == (0, 0, 0, 0)
    with pytest.raises(LeaseError):
        lease.beat()
    assert store.sweep() == []


def test_a_zombie_is_dead(store, queue, enrol, claim, sleeper, eventually):
    queue()
    lease = claim(store, enrol(sleeper.pid))
    sleeper.kill()  # and nobody waits for it yet
    eventually(lambda: process_control.start_of(sleeper.pid) is None)
    assert store.sweep() == [lease.run.id]


def test_a_pid_that_another_process_has_now_is_no_worker(store, queue, enrol, claim, sleeper):
    queue()
    lease = claim(store, enrol(sleeper.pid, "another boot:1"))
    assert store.sweep() == [lease.run.id]
    assert sleeper.poll() is None  # it is not ours to end


def test_the_dead_idle_are_struck_off(store, enrol):
    enrol(1, "long ago")
    assert store.sweep() == []
    assert store.load() == (0, 0, 0, 0)


def test_a_worker_that_hangs_is_ended_and_its_run_interrupted(store, clock, queue, enrol, claim, sleeper):
    queue()
    lease = claim(store, enrol(sleeper.pid))
    sleeper.send_signal(signal.SIGSTOP)
    swept = []
    while not swept:
        clock.now += 0.5
        assert clock.now < 20
        swept = store.sweep()
    assert swept == [lease.run.id]
    assert clock.now > HUNG_AFTER
    assert sleeper.wait() == -signal.SIGKILL
    assert "gave no sign of life" in store.run(lease.run.id).sentence


def test_where_nothing_can_be_written_no_worker_is_ended_for_its_silence(
    store, clock, queue, enrol, claim, sleeper, monkeypatch
):
    queue()
    lease = claim(store, enrol(sleeper.pid))
    full = "The disk that holds the records in here is full; free some space, then try again."
    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", _refuse(full))
        for _ in range(round(2 * HUNG_AFTER)):
            clock.now += 0.5
            assert store.sweep() == []
        for _ in range(50):  # the heart cannot beat, which says nothing of the training
            clock.now += 0.5
            with pytest.raises(StoreError, match="The disk that holds the records in here is full"):
                store.sweep()  # what the page says meanwhile
    for _ in range(10):  # seconds enough for the worker to bring what waited
        clock.now += 0.5
        assert store.sweep() == []
    assert sleeper.poll() is None
    lease.beat()
    for _ in range(20):
        clock.now += 0.5
        assert store.sweep() == []


def _refuse(sentence):
    def write(_):
        raise StoreError(sentence)

    return write


def test_one_that_hangs_while_it_holds_the_records_is_ended(store, clock, queue, enrol, claim, sleeper, monkeypatch):
    queue()
    lease = claim(store, enrol(sleeper.pid))
    write = Database.write

    def held(database):
        if sleeper.poll() is None:
            raise BusyError("The records in here are busy.")
        return write(database)

    def end(pid, _):
        assert pid == sleeper.pid
        sleeper.kill()
        sleeper.wait()

    monkeypatch.setattr(Database, "write", held)
    monkeypatch.setattr(process_control, "end", end)
    swept = []
    while not swept:
        clock.now += 0.5
        assert clock.now < 20
        swept = store.sweep()
    assert swept == [lease.run.id]


def test_a_beating_heart_keeps_the_run(store, clock, lease):
    for _ in range(100):
        clock.now += 0.5
        if clock.now % 5 == 0:
            lease.beat()
        assert store.sweep() == []


def test_when_the_sweeper_itself_slept_nobody_is_to_blame(store, clock, lease):
    store.sweep()
    clock.now += 3600
    assert store.sweep() == []
    clock.now += 1
    assert store.sweep() == []
    lease.beat()


def test_a_paused_run_is_watched_like_any_other(store, queue, enrol, claim, sleeper):
    queue()
    lease = claim(store, enrol(sleeper.pid))
    lease.update(state="paused")
    sleeper.kill()
    sleeper.wait()
    assert store.sweep() == [lease.run.id]
