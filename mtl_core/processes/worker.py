"""A worker process: it loads TensorFlow, waits for one run, trains it, and ends; the only place where everything meets.

``python -m mtl_core.processes.worker --worker ID --launcher PID --slots N``, with the workspace and the store named by
the environment. Before TensorFlow is loaded the process takes the last place in the machine: nice 19, first to be ended
when memory runs out (``oom_score_adj`` 800, where /proc may be written), MTL_WORKER_MEMORY GB of data (6; where the
system bounds none, the run says so), files for its owner alone. SIGTERM makes it leave its run resumable. It ends with
code UNTOLD where it could not write down how its run ended.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import io
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from mtl_core import disk, process_limits
from mtl_core.errors import MTLError, StoreError, TrainingError
from mtl_core.experiment import Experiment
from mtl_core.loading import pause_collecting
from mtl_core.records.budget import Budget
from mtl_core.records.events import NoteEvent
from mtl_core.records.summary import RunSummary
from mtl_core.runs import kept_record, process_control
from mtl_core.runs.environment import whole_number
from mtl_core.runs.journal import Journal
from mtl_core.runs.leases import Lease, LeaseError
from mtl_core.runs.run_reporter import EndedError, RunReporter
from mtl_core.runs.states import State
from mtl_core.runs.store import Run, Store
from mtl_core.runs.workers import UNTOLD
from mtl_core.runs.workspace import Workspace

POLL = 0.04  # seconds between two looks at the queue
_LAST_TRIES = 900.0  # seconds in which the end of a run is reported again and again where the store cannot be reached
_GIGABYTE = 2**30
_UNBOUND = (
    "This system sets no bound to the memory of a training; one that needs more than there is slows the whole machine. "
    "A smaller batch, less width or fewer columns need less."
)


class Job(Protocol):
    """What a worker can do; ``mtl_core.workflow.job`` is it."""

    def warm_up(self) -> None:
        """Load and compile what every run needs."""

    def run(self, dataset_folder: Path, experiment: Experiment, folder: Path, observer: RunReporter) -> RunSummary:
        """Train, judge and export; returns the summary."""

    def extend(
        self,
        bundle: Path,
        dataset_folder: Path,
        experiment: Experiment,
        folder: Path,
        observer: RunReporter,
        frozen: bool,
    ) -> RunSummary:
        """Teach the network in ``bundle`` the last task of the experiment; the rest as ``run`` does it."""

    def search(
        self, dataset_folder: Path, experiment: Experiment, folder: Path, observer: RunReporter, budget: Budget
    ) -> RunSummary:
        """Seek better settings than the experiment's; the summary is that of the best ones' training."""


def load_job() -> Job:
    """The real job, and TensorFlow with it."""
    with pause_collecting():
        from mtl_core.workflow import job

    return job


def main(arguments: Sequence[str] | None = None, load: Callable[[], Job] = load_job) -> None:
    """The life of a worker."""
    parser = argparse.ArgumentParser(prog="mtl_core.processes.worker")
    parser.add_argument("--worker", required=True)
    parser.add_argument("--launcher", required=True, type=int)
    parser.add_argument("--slots", required=True, type=int)
    options = parser.parse_args(arguments)
    process_control.confine(whole_number("MTL_WORKER_MEMORY", 6, 1) * _GIGABYTE)
    sys.stdout, sys.stderr = _speaking(1), _speaking(2)
    faulthandler.enable()
    job = load()
    workspace = Workspace.from_environment()
    store = Store(workspace.database_url)
    lease = _claim(store, options)
    if lease is None:  # a run that waits already warms the worker up by itself
        job.warm_up()
        gc.freeze()  # what stays until the end: looking through all of TensorFlow again and again costs .3 s of a run
        lease = _wait(store, options)
    told = lease is None or work(lease, job, workspace)
    if lease is not None:
        _queue_twins(store, lease.run.id)
    store.close()
    sys.exit(0 if told else UNTOLD)


def work(lease: Lease, job: Job, workspace: Workspace) -> bool:
    """Do the one run, and report how it ended; whether that could be written down.

    Only the job may fail: what cannot be said or kept on the way is left out.
    """
    folder = workspace.run(lease.run.id)
    _write_into(folder / "log.txt")
    with Journal(folder / "undelivered.jsonl") as journal:
        with RunReporter(lease, journal) as reporter, Ending(reporter) as ending:
            signal.signal(signal.SIGTERM, lambda *_: reporter.end())
            _keep_record(lease, folder)
            ending.summary = _do(lease.run, job, workspace, reporter)
        told = _report(ending, lease, reporter)
    _keep_record(lease, folder)
    return told


def _do(run: Run, job: Job, workspace: Workspace, reporter: RunReporter) -> RunSummary:
    """The summary of the run, once it is done."""
    experiment, folder = Experiment.from_json(run.experiment), workspace.run(run.id)
    dataset = workspace.dataset(run.dataset_id)
    bundle = workspace.run(run.parent.id) / "bundle.zip" if run.parent else None
    if bundle and not bundle.is_file():
        raise TrainingError("The model that this run adds a task to was deleted; train that model again first.")
    if not process_limits.MEMORY_IS_BOUND:
        reporter.report(NoteEvent(epoch=0.0, sentence=_UNBOUND))
    try:
        if bundle and run.parent:
            return job.extend(bundle, dataset, experiment, folder, reporter, run.parent.frozen)
        if run.search:
            return job.search(dataset, experiment, folder, reporter, run.search)
        return job.run(dataset, experiment, folder, reporter)
    except FileNotFoundError as error:
        if folder.exists():
            raise
        raise TrainingError("The folder of this run was deleted while it trained; train again.") from error


class Ending:
    """How a run ended, in the words of its record: a context around the job in which no exception goes unnoticed."""

    def __init__(self, reporter: RunReporter) -> None:
        self._reporter = reporter
        self.summary: RunSummary | None = None
        self.state: State | None = None  # None: the run is another's now, and nothing may be written
        self.sentence = ""

    def __enter__(self) -> Ending:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if error is None:
            self._succeed(self.summary or RunSummary())
            return True
        traceback.print_exception(error)
        if isinstance(error, LeaseError):
            return True
        self.state, self.sentence = _verdict(error, self._reporter.stop_asked)
        return isinstance(error, Exception)

    def _succeed(self, summary: RunSummary) -> None:
        stopped = summary.stopped_by == "command"
        self.state = "stopped" if stopped else "finished"
        self.sentence = _ENDS[stopped, summary.kept_epoch is not None].format(epoch=summary.kept_epoch)


# By whether the person ended it, and whether a network is kept.
_ENDS = {
    (True, True): "Stopped as asked; the weights of epoch {epoch} are kept.",
    (True, False): "Stopped as asked.",
    (False, True): "Finished; the weights of epoch {epoch} are kept.",
    (False, False): "Finished.",
}


def _verdict(error: BaseException, stop_asked: bool) -> tuple[State, str]:
    """State and sentence for an exception that left the job, which the person had or had not told to stop."""
    if isinstance(error, EndedError):
        return "interrupted", "The training process was asked to end; press Resume to go on from the last checkpoint."
    if isinstance(error, MTLError):
        return "failed", str(error)
    if refused := disk.refusal(error):
        stopped = (
            "Stopped as asked, but the last state could not be saved. {refused} Resume goes on from the checkpoint."
        )
        ended = "{refused} Resume goes on from the last checkpoint."
        return "interrupted", (stopped if stop_asked else ended).format(refused=refused)
    if _is_about_memory(error):
        sentence = "Training needs more memory than it may take; choose a smaller batch, less width or fewer columns."
        return "failed", sentence
    template = "Training ended by a fault of the program itself ({kind}); the run's log.txt says where."
    return "failed", template.format(kind=type(error).__name__)


def _is_about_memory(error: BaseException) -> bool:
    # TensorFlow's own class is known by name, so that a worker without it (in a test) need not load it.
    return isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError"


def _wait(store: Store, options: argparse.Namespace) -> Lease | None:
    """The first run that this worker gets; None once its launcher is gone and there is nothing to do."""
    while (lease := _claim(store, options)) is None and os.getppid() == options.launcher:
        time.sleep(POLL)
    return lease


def _claim(store: Store, options: argparse.Namespace) -> Lease | None:
    try:
        return store.claim(options.worker, options.slots)
    except StoreError as error:
        print(f"The queue cannot be read and is asked again: {error}", flush=True)
        return None


def _report(ending: Ending, lease: Lease, reporter: RunReporter) -> bool:
    """Write the last events and the end into the store, as soon as it can be reached; whether all was said."""
    deadline = time.monotonic() + _LAST_TRIES
    while ending.state is not None:
        try:
            reporter.deliver()
            lease.finish(ending.state, ending.sentence, ending.summary)
            return True
        except StoreError as error:
            print(f"The end of the run cannot be written: {error}", flush=True)
            if isinstance(error, LeaseError):
                return True  # it is for another to say
            if time.monotonic() > deadline:
                return False
            time.sleep(1.0)
    return True


def _queue_twins(store: Store, run_id: str) -> None:
    """Queue the trainings of each task alone that were wanted with the run."""
    try:
        if store.twins_wanted(run_id) is None:
            return
        from mtl_core.comparison import twins  # it loads pandas and SciPy

        twins.queue_wanted(store, run_id)
    except StoreError as error:
        print(f"Its tasks cannot be queued to be learnt alone: {error}", flush=True)


def _keep_record(lease: Lease, folder: Path) -> None:
    """Keep in the run's folder what the records hold of it, so that it can be listed again without them."""
    try:
        kept_record.write(folder, lease.record())
    except (OSError, StoreError) as error:
        print(f"The run's record could not be kept in its folder: {error}", flush=True)


class _Unfailing(io.FileIO):
    """A file for what a process says: what the disk does not take is lost, and nobody is stopped by that."""

    def write(self, data: Any) -> int:
        """Write what can be written."""
        with suppress(OSError):
            super().write(data)
        return memoryview(data).nbytes


def _speaking(descriptor: int) -> io.TextIOWrapper:
    """A stream for what this process says, to that descriptor at once."""
    file = _Unfailing(descriptor, "w", closefd=False)
    return io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", write_through=True)


def _write_into(log: Path) -> None:
    """Send all that this process says, crash reports of native code included, to the end of that file, and make its
    folder; where that cannot be, it goes to where it went before."""
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        print(f"The run's log cannot be written: {error}", flush=True)
        return
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)


if __name__ == "__main__":
    main()
