from __future__ import annotations

import math

import pytest

from mtl_core.errors import StoreError
from mtl_core.records.commands import WeightsCommand
from mtl_core.records.events import PhaseEvent, parse_event
from mtl_core.runs import run_reporter as couriers
from mtl_core.runs.journal import Journal
from mtl_core.runs.leases import LeaseError
from mtl_core.runs.run_reporter import EndedError, RunReporter
from mtl_core.runs.states import STATES, TRANSITIONS
from tests.told import told


@pytest.fixture
def url(tmp_path):
    """What a courier does is the same on either database."""
    return f"sqlite:///{tmp_path / 'records.db'}"


@pytest.fixture
def journal(tmp_path):
    """Where reports wait."""
    with Journal(tmp_path / "undelivered.jsonl") as journal:
        yield journal


def test_reports_arrive_and_the_run_shows_what_they_say(store, lease, journal, eventually):
    with RunReporter(lease, journal) as reporter:
        reporter.report(parse_event("phase", {"phase": "building"}))
        eventually(lambda: store.run(lease.run.id).phase == "building")
        assert store.run(lease.run.id).state == "starting"
        reporter.report(parse_event("phase", {"phase": "training"}))
        reporter.report(parse_event("progress", {"epoch": 0.5, "train": {"t0": math.nan}}))
        reporter.report(parse_event("epoch", {"epoch": 1}))
        eventually(lambda: store.run(lease.run.id).epoch == 1.0)
        assert (store.run(lease.run.id).state, store.run(lease.run.id).phase) == ("running", "training")
        reporter.report(parse_event("state", {"state": "paused", "sentence": "Paused as asked."}))
        eventually(lambda: store.run(lease.run.id).state == "paused")
        assert store.run(lease.run.id).sentence == "Paused as asked."
        reporter.report(parse_event("phase", {"phase": "evaluating"}))
        eventually(lambda: store.run(lease.run.id).state == "running")
    assert [entry.event.kind for entry in store.events(lease.run.id)] == [
        *("phase", "phase", "progress", "epoch", "state", "phase")
    ]


def test_orders_come_back_once(store, lease, journal, eventually):
    got = []
    with RunReporter(lease, journal) as reporter:
        store.send(lease.run.id, WeightsCommand(weights={"t0": 3.0}))
        eventually(lambda: got.extend(reporter.commands()) or got)
        assert got == [WeightsCommand(weights={"t0": 3.0})]
        assert reporter.commands() == []


def test_the_heart_beats_while_the_training_lives(store, lease, journal, eventually, monkeypatch):
    monkeypatch.setattr(couriers, "BEAT", 0.0)
    monkeypatch.setattr(couriers, "_LONG_PATIENCE", 1.0)

    def seq():
        with store._database.read() as connection:
            return connection.exec_driver_sql("SELECT heartbeat_seq FROM runs").scalar_one()

    first = seq()
    with RunReporter(lease, journal) as reporter:
        eventually(lambda: reporter.commands() == [] and seq() > first + 3)
        silent = []
        eventually(lambda: silent.append(seq()) or (len(silent) > 20 and len(set(silent[-20:])) == 1))


def test_where_the_store_cannot_be_written_the_reports_wait(store, lease, journal, eventually, monkeypatch):
    tries = []

    def refuse(*_, **__):
        tries.append(1)
        raise StoreError("The disk is full.")

    append = lease.append
    monkeypatch.setattr(lease, "append", refuse)
    with RunReporter(lease, journal) as reporter:
        for number in range(3):
            reporter.report(parse_event("note", {"epoch": number}))
        eventually(lambda: len(tries) > 2)
        assert [report.event.epoch for report in journal.read_left(0)] == [0, 1, 2]
        assert store.events(lease.run.id) == []
        monkeypatch.setattr(lease, "append", append)
        eventually(lambda: [entry.event.epoch for entry in store.events(lease.run.id)] == [0, 1, 2])
    assert journal.read_left(0) == []


def test_a_killed_workers_last_reports_are_brought_by_the_next(store, lease, journal, enrol, claim):
    lease.append([told("epoch", {"epoch": 1}, 0.0)])
    killed = RunReporter(lease, journal)  # its thread never ran
    killed.report(parse_event("progress", {"epoch": 1.5}))
    killed.report(parse_event("epoch", {"epoch": 2}))
    lease.finish("interrupted")
    store.resume_run(lease.run.id)
    with RunReporter(claim(store, enrol()), journal) as reporter:
        reporter.report(parse_event("note", {"epoch": 2.0}))
        reporter.report(parse_event("progress", {"epoch": 2.1}))
        reporter.deliver()
    assert [entry.event.epoch for entry in store.events(lease.run.id)] == [1, 1.5, 2, 2.0, 2.1]
    assert journal.read_left(0) == []


def test_a_disk_that_is_full_holds_no_training_up(store, lease, journal, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "write", refuse)
    with RunReporter(lease, journal) as reporter:
        reporter.report(parse_event("note", {"epoch": 1}))
        reporter.deliver()
    assert len(store.events(lease.run.id)) == 1


def test_a_training_whose_run_was_taken_must_leave_it(store, lease, journal, eventually):
    lease.finish("interrupted")
    with RunReporter(lease, journal) as reporter:
        reporter.report(parse_event("note", {}))

        def told():
            try:
                reporter.commands()
            except LeaseError:
                return True
            return False

        eventually(told)
        with pytest.raises(LeaseError):
            reporter.report(parse_event("note", {}))


def test_an_ended_training_is_left_at_its_next_call(lease, journal):
    reporter = RunReporter(lease, journal)
    reporter.commands()
    reporter.end()
    with pytest.raises(EndedError):
        reporter.commands()
    with pytest.raises(EndedError):
        reporter.report(parse_event("note", {}))


def test_no_phase_asks_for_a_move_that_the_table_forbids():
    phases = {"preparing": None, "building": None, "training": "running", "evaluating": "running"}
    moves = {
        RunReporter._note_fields(object.__new__(RunReporter), PhaseEvent(phase=phase)).get("state") for phase in phases
    }
    assert moves == {None, "running"}
    assert all("running" in {*TRANSITIONS[state], state} for state in STATES if state in ("starting", "paused"))
