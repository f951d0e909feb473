"""A worker process from its start to its end, with a toy for a job."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from mtl_core.experiment import Experiment
from mtl_core.records.budget import Budget
from mtl_core.records.commands import PauseCommand, ResumeCommand, StopCommand, WeightsCommand
from mtl_core.records.events import EpochEvent, NoteEvent, WeightsEvent
from mtl_core.records.summary import RunSummary
from mtl_core.runs import kept_record, process_control
from mtl_core.runs.store import Parent, Store, Wanted
from mtl_core.runs.workers import NOT_WRITTEN, UNTOLD
from mtl_core.runs.workspace import Workspace

DATASET = "ab" * 16
TOY = Path(__file__).with_name("toy_worker.py")


@pytest.fixture
def store(workspace):
    opened = Store(f"sqlite:///{workspace.root / 'records.db'}")
    opened.add_dataset(DATASET, "wine", 1, 2)
    yield opened
    opened.close()


@pytest.fixture
def start(store, workspace):
    """Start and enrol a toy worker; all are ended afterwards."""
    started = []

    def start(slots=9, **variables):
        worker_id = secrets.token_hex(8)
        arguments = ["--worker", worker_id, "--launcher", str(os.getpid()), "--slots", str(slots)]
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MTL_")},
            "PYTHONPATH": str(TOY.parents[2]),
            "MTL_WORKSPACE": str(workspace.root),
            **variables,
        }
        worker = subprocess.Popen([sys.executable, TOY, *arguments], env=environment)
        started.append(worker)
        store.enrol(worker_id, worker.pid, process_control.start_of(worker.pid))
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def queue(store, epochs=3, *columns):
    experiment = Experiment.model_validate(
        {
            "columns": {name: {"kind": "numeric"} for name in ("x", "y", *columns)},
            "tasks": [{"column": "y", "kind": "regression"}],
            "training": {"epochs": epochs},
        }
    )
    return store.create_run(DATASET, experiment.to_json(), "", secrets.token_hex(8)).id


def until(holds):
    deadline = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


def log(workspace, run_id):
    return (workspace.run(run_id) / "log.txt").read_text()


def test_one_run_then_the_end(store, start):
    first, second = queue(store), queue(store)
    assert start().wait() == 0
    run = store.run(first)
    assert (run.state, run.kept_epoch, run.epoch) == ("finished", 3, 3.0)
    assert run.summary == RunSummary(kept_epoch=3, stopped_by="epochs")
    assert store.run(second).state == "queued"


def test_a_run_with_a_parent_starts_from_its_model(store, workspace, start):
    first = queue(store)
    experiment = store.run(first).experiment
    workspace.run(first).mkdir(parents=True)
    (workspace.run(first) / "bundle.zip").write_text("the model")
    assert start().wait() == 0
    second = store.create_run(DATASET, experiment, "", "key", parent=Parent(first, frozen=True)).id
    assert start().wait() == 0
    assert store.run(second).state == "finished"
    assert store.events(second, kinds=[NoteEvent])[0].event.sentence == "the model, frozen"
    (workspace.run(first) / "bundle.zip").unlink()
    third = store.create_run(DATASET, experiment, "", "other key", parent=Parent(first, frozen=False)).id
    assert start().wait() == 0
    assert store.run(third).state == "failed"
    assert "was deleted" in store.run(third).sentence


def test_a_search_has_its_budget_and_may_end_without_a_network(store, start):
    experiment = store.run(queue(store)).experiment
    assert start().wait() == 0
    wanted = Wanted("search", "Better settings", experiment, Budget(trials=7))
    store.create_comparison("one", DATASET, [wanted])
    assert start().wait() == 0
    [(_, run)] = store.compared_runs("one")
    assert (run.state, run.sentence, run.kept_epoch) == ("stopped", "Stopped as asked.", None)
    assert store.events(run.id, kinds=[NoteEvent])[0].event.sentence == "7 trials"


def test_a_run_says_where_the_system_bounds_no_memory(store, start):
    run_id = queue(store, epochs=1)
    assert start(MTL_TOY="unbound").wait() == 0
    [note] = store.events(run_id, kinds=[NoteEvent])
    assert note.event.sentence.startswith("This system sets no bound to the memory of a training")


def test_a_spare_waits_for_a_run(store, start):
    worker = start()
    until(lambda: os.getpriority(os.PRIO_PROCESS, worker.pid) == 19)
    run_id = queue(store)
    until(lambda: store.run(run_id).state == "finished")
    assert worker.wait() == 0


def test_orders_are_obeyed_and_shown_once_they_are(store, start):
    run_id = queue(store, 5000)
    start()
    until(lambda: store.run(run_id).state == "running")
    store.send(run_id, WeightsCommand(weights={"t0": 2.0}))
    until(lambda: store.events(run_id, kinds=[WeightsEvent]))
    assert store.events(run_id, kinds=[WeightsEvent])[0].event.after == {"t0": 2.0}
    store.send(run_id, PauseCommand())
    until(lambda: store.run(run_id).state == "paused")
    store.send(run_id, ResumeCommand())
    until(lambda: store.run(run_id).state == "running")
    store.send(run_id, PauseCommand())
    until(lambda: store.run(run_id).state == "paused")
    store.send(run_id, StopCommand())
    store.send(run_id, StopCommand())
    until(lambda: store.run(run_id).state == "stopped")
    assert store.run(run_id).sentence.startswith("Stopped as asked; the weights of epoch")
    assert store.run(run_id).summary.stopped_by == "command"


@pytest.mark.parametrize(
    ("fault", "state", "sentence"),
    [
        ("sentence", "failed", 'Task "y" has no rows left to train on.'),
        ("memory", "failed", "Training needs more memory than it may take"),
        ("tensor", "failed", "Training needs more memory than it may take"),
        ("disk", "interrupted", "The disk is full; free some space, then try again. Resume goes on"),
        ("unexpected", "failed", "by a fault of the program itself (ZeroDivisionError); the run's log.txt says where"),
    ],
)
def test_every_ending_is_told_in_a_sentence(store, start, workspace, fault, state, sentence):
    run_id = queue(store, 3, fault)
    assert start().wait() == 0
    run = store.run(run_id)
    assert run.state == state
    assert sentence in run.sentence
    assert "Traceback" not in run.sentence
    assert "secret value" not in run.sentence
    assert "Traceback" in log(workspace, run_id)


def test_a_real_lack_of_memory_is_told(store, start):
    run_id = queue(store, 3, "greedy")
    assert start(MTL_WORKER_MEMORY="1").wait() == 0
    assert "needs more memory" in store.run(run_id).sentence


def test_a_crash_of_native_code_leaves_a_trace_and_is_found(store, start, workspace):
    run_id = queue(store, 3, "abort")
    assert start().wait() == -signal.SIGABRT
    assert "Fatal Python error: Aborted" in log(workspace, run_id)
    assert store.sweep() == [run_id]
    assert store.run(run_id).state == "interrupted"


def test_asked_to_end_it_leaves_a_run_that_can_be_resumed(store, start):
    run_id = queue(store, 500)
    worker = start()
    until(lambda: store.run(run_id).epoch > 3)
    worker.terminate()
    assert worker.wait() == 0
    run = store.run(run_id)
    assert (run.state, "was asked to end" in run.sentence) == ("interrupted", True)
    store.resume_run(run_id)
    start()
    until(lambda: store.run(run_id).epoch > run.epoch + 2)
    epochs = [entry.event.epoch for entry in store.events(run_id, kinds=[EpochEvent])]
    assert epochs == list(range(1, len(epochs) + 1))


def test_kills_at_any_moment_lose_no_epoch_and_double_none(store, start):
    run_id = queue(store, 60)
    for pause in (0.0, 0.13, 0.31):
        worker, reached = start(), store.run(run_id).epoch
        until(lambda reached=reached: store.run(run_id).epoch > reached + 1)
        time.sleep(pause)
        worker.kill()
        worker.wait()
        assert store.sweep() == [run_id]
        store.resume_run(run_id)
    assert start().wait() == 0
    assert store.run(run_id).state == "finished"
    assert [entry.event.epoch for entry in store.events(run_id, kinds=[EpochEvent])] == list(range(1, 61))


def fill(disk):
    """Leave no byte on that disk; the file that does it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    assert os.statvfs(disk).f_bavail == 0
    return filler


def test_a_full_disk_ends_the_run_with_the_true_reason(store, start, workspace, small_disk):
    disk = small_disk("size=200k")
    (workspace.root / "runs").rmdir()
    (workspace.root / "runs").symlink_to(disk)
    fill(disk)
    run_id = queue(store, 5000)
    worker = start()
    assert worker.wait() == 0  # though neither its log nor a report on its way could be written
    run = store.run(run_id)
    assert (run.state, run.sentence.startswith("The disk is full; free some space")) == ("interrupted", True)


@pytest.fixture
def all_on_a_small_disk(small_disk):
    """A disk that holds the whole workspace, and a run on it."""
    disk = small_disk("size=2m")
    workspace = Workspace(disk / "w")
    workspace.create()
    store = Store(workspace.database_url)
    store.add_dataset(DATASET, "wine", 1, 2)
    yield disk, store
    store.close()


def enrolled(store, disk, **variables):
    worker_id = secrets.token_hex(8)
    environment = {**os.environ, "PYTHONPATH": str(TOY.parents[2]), "MTL_WORKSPACE": str(disk / "w"), **variables}
    environment.pop("MTL_DATABASE_URL", None)
    arguments = ["--worker", worker_id, "--launcher", str(os.getpid()), "--slots", "9"]
    worker = subprocess.Popen([sys.executable, TOY, *arguments], env=environment)
    store.enrol(worker_id, worker.pid, process_control.start_of(worker.pid))
    return worker


def test_where_the_records_are_full_too_the_reason_is_written_once_there_is_room(all_on_a_small_disk):
    disk, store = all_on_a_small_disk
    run_id = queue(store, 5000)
    worker = enrolled(store, disk)
    until(lambda: store.run(run_id).epoch > 1)
    filler = fill(disk)
    cut_off = disk / "w" / "runs" / run_id / "checkpoint.new"
    until(lambda: cut_off.exists() and cut_off.stat().st_size == 0)  # it has met the full disk
    filler.unlink()
    until(lambda: store.run(run_id).state not in ("starting", "running"))
    run = store.run(run_id)
    assert run.state == "interrupted"
    assert "The disk is full; free some space" in run.sentence
    assert worker.wait() == 0


def test_a_worker_that_can_never_write_how_it_ended_says_so_by_its_code(all_on_a_small_disk):
    disk, store = all_on_a_small_disk
    run_id = queue(store, 5000)
    worker = enrolled(store, disk, MTL_TOY_TRIES="0.5")
    until(lambda: store.run(run_id).epoch > 1)
    filler = fill(disk)
    assert worker.wait() == UNTOLD
    filler.unlink()
    assert store.sweep(lambda _: NOT_WRITTEN) == [run_id]
    assert "since the disk was full or the records could not be reached" in store.run(run_id).sentence


def test_a_run_whose_folder_is_gone_ends_and_says_so(store, start, workspace):
    run_id = queue(store, 5000)
    worker = start()
    until(lambda: store.run(run_id).epoch > 1)
    workspace.run(run_id).rename(workspace.root / "elsewhere")  # at once, while the worker writes
    assert worker.wait() == 0
    run = store.run(run_id)
    assert (run.state, run.sentence) == ("failed", "The folder of this run was deleted while it trained; train again.")
    assert not workspace.run(run_id).exists()


def test_a_stop_ends_the_run_though_the_disk_is_full(store, start):
    run_id = queue(store, 5000, "disk_at_stop")
    worker = start()
    until(lambda: store.run(run_id).state == "running")
    store.send(run_id, StopCommand())
    assert worker.wait() == 0
    run = store.run(run_id)
    assert run.state == "interrupted"
    assert run.sentence.startswith("Stopped as asked, but the last state could not be saved. The disk is full;")


def test_a_log_that_cannot_be_written_holds_up_nothing(store, start, workspace):
    run_id = queue(store)
    (workspace.run(run_id) / "log.txt").mkdir(parents=True)
    (workspace.run(run_id) / "undelivered.jsonl").mkdir()
    assert start().wait() == 0
    assert store.run(run_id).state == "finished"


def test_its_record_stands_in_its_folder_from_its_start_to_its_end(store, start, workspace):
    run_id = queue(store, 5000)
    start()
    until(lambda: store.run(run_id).state == "running")
    kept = kept_record.read(workspace.run(run_id))
    assert kept is not None
    assert (kept["runs"][0]["state"], kept["events"]) == ("starting", [])
    store.send(run_id, StopCommand())
    until(lambda: kept_record.read(workspace.run(run_id))["runs"][0]["state"] == "stopped")
    assert kept_record.read(workspace.run(run_id))["events"]


def test_a_worker_whose_run_was_taken_leaves_it_alone(store, start, workspace):
    run_id = queue(store, 5000)
    worker = start()
    until(lambda: store.run(run_id).state == "running")
    worker.send_signal(signal.SIGSTOP)
    with store._database.write() as connection:  # what a sweep on another machine would do
        connection.exec_driver_sql("UPDATE runs SET state = 'interrupted', lease_epoch = lease_epoch + 1")
    events = len(store.events(run_id))
    worker.send_signal(signal.SIGCONT)
    assert worker.wait() == 0
    assert store.run(run_id).state == "interrupted"
    assert len(store.events(run_id)) == events
    assert "was taken from this worker" in log(workspace, run_id)


def test_it_loads_nothing_large_before_its_limits(tmp_path):
    """In the real worker, the limits are those of the process that loads TensorFlow, and pandas."""
    script = (
        "import sys, resource; from mtl_core.processes import worker\n"
        "def load():\n"
        "    assert not {'tensorflow', 'pandas', 'scipy'} & set(sys.modules)\n"
        "    print(resource.getrlimit(resource.RLIMIT_DATA)[0]); raise SystemExit\n"
        "worker.main(['--worker', 'w', '--launcher', '1', '--slots', '1'], load)"
    )
    environment = {**os.environ, "PYTHONPATH": str(TOY.parents[2]), "MTL_WORKER_MEMORY": "2"}
    answer = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert int(answer.stdout) <= 2 * 2**30


def test_what_it_loaded_is_not_looked_through_for_garbage(tmp_path):
    """Each look through all of TensorFlow would hold up the run that somebody waits for."""
    script = (
        "import gc; from mtl_core.processes import worker\n"
        "class Job:\n"
        "    def warm_up(self): self.loaded = [[] for _ in range(5000)]\n"
        "worker._claim, worker._wait = lambda *_: None, lambda *_: print(gc.get_freeze_count())\n"
        "worker.main(['--worker', 'w', '--launcher', '1', '--slots', '1'], Job)"
    )
    environment = {**os.environ, "PYTHONPATH": str(TOY.parents[2]), "MTL_WORKSPACE": str(tmp_path)}
    answer = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert int(answer.stdout) > 5000


def test_a_run_that_wanted_them_is_followed_by_its_twins(store, start):
    numeric = {"kind": "numeric"}
    tasks = [{"column": name, "kind": "regression"} for name in ("y", "z")]
    columns = {"x": numeric, "y": numeric, "z": numeric}
    experiment = Experiment.model_validate({"columns": columns, "tasks": tasks, "training": {"epochs": 1}})
    run = store.create_run(DATASET, experiment.to_json(), "", "key", twins=True)
    assert start().wait(60) == 0
    assert store.run(run.id).state == "finished"
    assert [twin.state for _, twin in store.compared_runs(f"twins-{run.id}")] == ["queued", "queued"]
