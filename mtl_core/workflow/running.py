"""One training from a table to its files: prepare, build, train, finish."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from mtl_core.experiment import Experiment
from mtl_core.features.space import FeatureSpace
from mtl_core.preparation.preparing import columns
from mtl_core.records.events import NoteEvent
from mtl_core.records.summary import RunSummary
from mtl_core.references.drift import find_drift
from mtl_core.tables.dataset import Dataset
from mtl_core.training import Observer
from mtl_core.workflow.finishing import Rows, finish
from mtl_core.workflow.learning import enter, learn


def run(dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer) -> RunSummary:
    """Train the experiment on the dataset in ``dataset_folder`` and leave in ``folder`` what ``finish`` does.

    A second call with the same folder resumes from the last checkpoint. Returns what the run comes to. Raises
    MTLError.
    """
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    enter("preparing", observer)
    dataset = Dataset.open(dataset_folder)
    learnt = learn(dataset, experiment, folder / "checkpoints", observer)
    rows = Rows(dataset, dataset.values(experiment, columns(experiment)), learnt.prepared.parts)
    for sentence in _find_drift(learnt.prepared.space, rows, experiment):
        observer.report(NoteEvent(epoch=float(learnt.outcome.kept_epoch or 0), sentence=sentence))
    summary = finish(learnt.trained, rows, learnt.outcome, folder, observer)
    return summary.model_copy(update={"seconds": time.monotonic() - started})


def _find_drift(space: FeatureSpace, rows: Rows, experiment: Experiment) -> Iterator[str]:
    """Whether the rows that judge differ from those that train; rows that were dealt at random do not."""
    asked, parts = experiment.split, rows.parts
    if asked.by != "random" and len(parts.test):
        yield from find_drift(
            space, rows.train, rows.frame.take(parts.test), asked.column, by_group=asked.by == "group"
        )
