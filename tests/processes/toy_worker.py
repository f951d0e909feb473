"""A worker whose job is a toy: the real process life without TensorFlow. What it does stands in the experiment's
column names, so that a test can order it."""

from __future__ import annotations

import errno
import json
import os
import time
from pathlib import Path

from mtl_core import process_limits
from mtl_core.errors import TrainingError
from mtl_core.experiment import Experiment
from mtl_core.processes import worker
from mtl_core.records.budget import Budget
from mtl_core.records.events import parse_event
from mtl_core.records.summary import RunSummary
from mtl_core.runs.run_reporter import RunReporter
from mtl_core.runs.workers import UNTOLD


class ResourceExhaustedError(Exception):
    """Stands for TensorFlow's."""


FAULTS = {
    "sentence": TrainingError('Task "y" has no rows left to train on.'),
    "unexpected": ZeroDivisionError("secret value"),
    "memory": MemoryError(),
    "tensor": ResourceExhaustedError(),
    "disk": OSError(errno.ENOSPC, "No space left on device"),
}


class ToyJob:
    """Counts epochs, one file a checkpoint; obeys stop, pause, resume and weights as a training does."""

    def warm_up(self) -> None:
        if os.environ.get("MTL_TOY") == "cannot start":
            raise SystemExit("the toy is broken")

    def run(self, dataset_folder: Path, experiment: Experiment, folder: Path, observer: RunReporter) -> RunSummary:
        observer.report(parse_event("phase", {"phase": "preparing"}))
        for fault, error in FAULTS.items():
            if fault in experiment.columns:
                raise error
        if "greedy" in experiment.columns:
            bytearray(2 * 2**30)
        if "untold" in experiment.columns:
            os._exit(UNTOLD)
        if "abort" in experiment.columns:
            os.abort()
        observer.report(parse_event("phase", {"phase": "training"}))
        checkpoint, fresh = folder / "checkpoint.json", folder / "checkpoint.new"
        done = json.loads(checkpoint.read_text())["epoch"] if checkpoint.exists() else 0
        stopped_by = "epochs"
        for epoch in range(done + 1, experiment.training.epochs + 1):
            observer.report(
                parse_event("progress", {"epoch": epoch - 0.5, "train": {"t0": 1 / epoch}, "step": os.getpid()})
            )
            if self._is_told_to_stop(observer, epoch):
                if "disk_at_stop" in experiment.columns:
                    raise FAULTS["disk"]
                stopped_by = "command"
                break
            observer.report(parse_event("epoch", {"epoch": epoch, "train": {"t0": 1 / epoch}}))
            fresh.write_text(json.dumps({"epoch": epoch}))
            fresh.replace(checkpoint)  # at once: a process killed in between leaves the old one whole
        observer.report(parse_event("phase", {"phase": "evaluating"}))
        return RunSummary(kept_epoch=epoch, stopped_by=stopped_by)

    def extend(
        self,
        bundle: Path,
        dataset_folder: Path,
        experiment: Experiment,
        folder: Path,
        observer: RunReporter,
        frozen: bool,
    ) -> RunSummary:
        told = {"epoch": 0.0, "sentence": f"{bundle.read_text()}, {'frozen' if frozen else 'learning on'}"}
        observer.report(parse_event("note", told))
        return self.run(dataset_folder, experiment, folder, observer)

    def search(
        self, dataset_folder: Path, experiment: Experiment, folder: Path, observer: RunReporter, budget: Budget
    ) -> RunSummary:
        observer.report(parse_event("note", {"epoch": 0.0, "sentence": f"{budget.trials} trials"}))
        return RunSummary(stopped_by="command")

    def _is_told_to_stop(self, observer: RunReporter, epoch: int) -> bool:
        paused, until = False, time.monotonic() + 0.02
        while paused or time.monotonic() < until:
            for command in observer.commands():
                if command.kind == "stop":
                    return True
                if command.kind == "weights":
                    observer.report(parse_event("weights", {"epoch": epoch - 0.5, "to": command.weights}))
                if command.kind in ("pause", "resume"):
                    paused = command.kind == "pause"
                    observer.report(parse_event("state", {"state": "paused" if paused else "running", "sentence": ""}))
            time.sleep(0.005)
        return False


if __name__ == "__main__":
    if os.environ.get("MTL_TOY") == "unbound":
        process_limits.MEMORY_IS_BOUND = False
    worker._LAST_TRIES = float(os.environ.get("MTL_TOY_TRIES", worker._LAST_TRIES))
    worker.main(load=ToyJob)
