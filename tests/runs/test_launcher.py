"""The launcher with a toy worker: the real processes and the real store, without TensorFlow."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from mtl_core.errors import StoreError
from mtl_core.records.commands import StopCommand
from mtl_core.records.events import EpochEvent, ProgressEvent
from mtl_core.runs import kept_record, process_control
from mtl_core.runs import launcher as launchers
from mtl_core.runs.launcher import LocalLauncher
from mtl_core.runs.workspace import Workspace

DATASET = "ab" * 16
TOY = Path(__file__).parents[1] / "processes" / "toy_worker.py"


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'w' / 'records.db'}"


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path / "w")


@pytest.fixture
def launch(store, workspace):
    """Make launchers; whatever they started is ended afterwards."""
    made = []

    def launch(slots=2, spares=0):
        made.append(LocalLauncher(store, workspace, slots, spares, program=(str(TOY),)))
        return made[-1]

    yield launch
    for each in made:
        each.close()
    for pid, start in workers(store):
        process_control.end(pid, start)


@pytest.fixture
def toy_run(store, experiment):
    """Queue a run of so many epochs of a fiftieth of a second."""
    return lambda epochs=3, *columns: store.create_run(DATASET, experiment(epochs, *columns), "", secrets.token_hex(8))


def workers(store):
    with store._database.read() as connection:
        return connection.exec_driver_sql("SELECT pid, pid_start FROM workers").all()


def living(store):
    return [pid for pid, start in workers(store) if process_control.alive(pid, start)]


def tick_until(launcher, eventually, holds):
    eventually(lambda: launcher.tick() or holds())


def test_a_queued_run_gets_a_worker_and_is_finished(store, launch, toy_run, eventually):
    launcher, run = launch(), toy_run()
    tick_until(launcher, eventually, lambda: store.run(run.id).state == "finished")
    assert store.run(run.id).sentence == "Finished; the weights of epoch 3 are kept."
    assert [entry.event.epoch for entry in store.events(run.id, kinds=[EpochEvent])] == [1, 2, 3]
    tick_until(launcher, eventually, lambda: not workers(store) and not launcher._children)  # buried, no zombie


def test_without_spares_nobody_waits_for_nothing(store, launch):
    launcher = launch(spares=0)
    launcher.tick()
    assert workers(store) == []


def test_a_spare_waits_takes_a_run_and_is_replaced(store, launch, toy_run, eventually, monkeypatch):
    launcher = launch(slots=2, spares=1)
    launcher.tick()
    launcher.tick()
    spare = living(store)
    assert len(spare) == 1
    run = toy_run(500)
    eventually(lambda: store.run(run.id).state != "queued")  # nobody ticked: the spare took it by itself
    eventually(lambda: store.run(run.id).epoch > 0)
    launcher.tick()
    assert living(store) == spare  # another that loads TensorFlow would hold up a short run
    monkeypatch.setattr("mtl_core.runs.workers.BEGINS_FOR", 0.0)
    launcher.tick()
    assert len(living(store)) == 2
    assert spare[0] in living(store)
    store.send(run.id, StopCommand())
    eventually(lambda: store.run(run.id).state == "stopped")


def test_no_more_than_the_slots_work_at_once(store, launch, toy_run, eventually):
    launcher = launch(slots=2)
    runs = [toy_run(4) for _ in range(5)]
    most = []

    def all_done():
        now = [store.run(run.id).state for run in runs]
        most.append(sum(state in ("starting", "running") for state in now))
        return set(now) == {"finished"}

    tick_until(launcher, eventually, all_done)
    assert max(most) <= 2
    started = [store.run(run.id).started for run in runs]
    assert started == sorted(started)


def test_a_killed_workers_run_is_found_and_resumes_from_its_checkpoint(store, launch, toy_run, eventually):
    launcher, run = launch(), toy_run(2000)
    tick_until(launcher, eventually, lambda: store.run(run.id).epoch > 3)
    os.kill(living(store)[0], signal.SIGKILL)
    tick_until(launcher, eventually, lambda: store.run(run.id).state == "interrupted")
    assert "ended unexpectedly" in store.run(run.id).sentence
    reached = store.run(run.id).epoch
    store.resume_run(run.id)
    tick_until(launcher, eventually, lambda: store.run(run.id).epoch > reached + 3)
    store.send(run.id, StopCommand())
    eventually(lambda: store.run(run.id).state == "stopped")
    epochs = [entry.event.epoch for entry in store.events(run.id, kinds=[EpochEvent])]
    assert epochs == list(range(1, len(epochs) + 1))  # none lost, none twice
    assert len({entry.event.step for entry in store.events(run.id, kinds=[ProgressEvent])}) == 2


def test_a_new_launcher_goes_on_with_the_workers_of_the_old_one(store, launch, toy_run, eventually):
    first, run = launch(slots=1, spares=1), toy_run(500)
    tick_until(first, eventually, lambda: store.run(run.id).state == "running")
    worker = store.events(run.id, kinds=[ProgressEvent])[0].event.step if store.events(run.id) else None
    first.close()
    assert store.load()._replace(beginning=0) == (1, 0, 0, 0)  # the spare is gone, the worker is not
    second = launch(slots=1, spares=0)
    toy_run()
    for _ in range(5):
        second.tick()
    assert store.load()._replace(beginning=0) == (1, 0, 0, 1)  # its slot is taken
    store.send(run.id, StopCommand())
    tick_until(second, eventually, lambda: store.load().queued == 0)
    assert store.run(run.id).state == "stopped"
    pids = {entry.event.step for entry in store.events(run.id, kinds=[ProgressEvent])}
    assert len(pids) == 1
    assert worker in {None, *pids}


def test_a_spare_ends_when_its_launcher_is_gone(store, workspace, launch, eventually):
    script = (
        "import sys, time; from mtl_core.runs.launcher import *\n"
        "w = Workspace(Path(sys.argv[1])); s = Store(w.database_url)\n"
        "LocalLauncher(s, w, 1, 1, program=(sys.argv[2],)).start()\n"
        "time.sleep(600)"
    )
    environment = {**os.environ, "PYTHONPATH": str(TOY.parents[2])}
    environment.pop("MTL_DATABASE_URL", None)
    parent = subprocess.Popen([sys.executable, "-c", script, str(workspace.root), str(TOY)], env=environment)
    eventually(lambda: living(store))
    parent.kill()
    parent.wait()
    eventually(lambda: not living(store))


def test_closing_ends_the_spares(store, launch):
    launcher = launch(spares=2)
    launcher.tick()
    pids = living(store)
    assert len(pids) == 2
    launcher.close()
    assert [process_control.start_of(pid) for pid in pids] == [None, None]
    assert workers(store) == []


def test_a_worker_that_cannot_start_is_told_and_not_tried_without_end(store, launch, monkeypatch, eventually):
    monkeypatch.setenv("MTL_TOY", "cannot start")
    clock = SimpleNamespace(monotonic=lambda: clock.now, now=0.0)
    monkeypatch.setattr(launchers, "time", clock)
    launcher = launch(spares=1)
    tick_until(launcher, eventually, lambda: launcher.problem)
    assert 'cannot start ("the toy is broken")' in launcher.problem
    launcher.tick()
    assert launcher._children == {}
    clock.now = 3.0  # it has rested two seconds
    launcher.tick()
    assert len(launcher._children) == 1


def test_a_worker_that_could_not_write_how_it_ended_is_told_apart(store, launch, toy_run, eventually):
    launcher, run = launch(), toy_run(3, "untold")
    tick_until(launcher, eventually, lambda: store.run(run.id).state == "interrupted")
    assert "could not write down how" in store.run(run.id).sentence


def test_runs_of_an_earlier_version_get_a_record_in_their_folder(store, workspace, launch, toy_run, eventually):
    launcher, run, queued = launch(), toy_run(), toy_run()
    tick_until(launcher, eventually, lambda: store.run(run.id).state == "finished")
    path = workspace.run(run.id) / kept_record.FILE
    tick_until(launcher, eventually, lambda: not living(store))
    path.unlink()
    launcher._keep_records()
    assert kept_record.read(path.parent) == store.record(run.id)
    assert store.run(queued.id)


def test_what_was_deleted_goes_with_its_files(store, workspace, launch, toy_run, monkeypatch, eventually):
    launcher, run = launch(), toy_run()
    workspace.dataset(DATASET).mkdir()
    tick_until(launcher, eventually, lambda: store.run(run.id).state == "finished")
    assert workspace.run(run.id).exists()
    tick_until(launcher, eventually, lambda: not workers(store))
    store.delete_run(run.id)
    launcher.tick()
    assert workspace.run(run.id).exists()  # it can be undone
    monkeypatch.setattr(launchers, "GRACE", -1.0)
    launcher.tick()
    assert not workspace.run(run.id).exists()
    assert workspace.dataset(DATASET).exists()


def test_its_thread_does_it_all(store, launch, toy_run, eventually):
    launcher, run = launch(), toy_run()
    launcher.start()
    eventually(lambda: store.run(run.id).state == "finished")
    launcher.close()


def test_its_thread_outlives_a_store_that_fails_for_a_while(store, launch, toy_run, monkeypatch, eventually, caplog):
    launcher, run = launch(), toy_run()

    def fail(*_):
        raise StoreError("The records are busy.")

    sweep = store.sweep
    monkeypatch.setattr(store, "sweep", fail)
    launcher.start()
    eventually(lambda: launcher.problem == "The records are busy.")
    assert "The records are busy." in caplog.text
    monkeypatch.setattr(store, "sweep", sweep)
    eventually(lambda: store.run(run.id).state == "finished")
    assert launcher.problem is None
    launcher.close()


def test_settings_come_from_the_environment(store, workspace, monkeypatch):
    monkeypatch.setenv("MTL_SLOTS", "3")
    monkeypatch.setenv("MTL_SPARES", "0")
    launcher = LocalLauncher(store, workspace)
    assert (launcher.slots, launcher.spares) == (3, 0)
    monkeypatch.setenv("MTL_SLOTS", "none")
    with pytest.raises(StoreError, match='MTL_SLOTS must be a whole number of at least 1, received "none"'):
        LocalLauncher(store, workspace)


def test_a_worker_gets_little_of_our_environment(store, launch, monkeypatch, toy_run, eventually):
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "1")
    environment = launch()._environment()
    assert "SECRET_OF_THE_SERVER" not in environment
    assert environment["MTL_DATABASE_URL"] == store.url
    assert int(environment["OMP_NUM_THREADS"]) >= 1
