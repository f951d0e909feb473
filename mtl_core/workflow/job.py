"""One training from a table to its files: prepare, build, train, finish; the worker and the command line run it."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy.typing as npt

from mtl_core.experiment import Experiment
from mtl_core.exporting.trained import Trained
from mtl_core.networks import preset_weights
from mtl_core.plan import Plan
from mtl_core.preparation.preparing import Prepared, columns, prepare_columns, require_size, text_stats
from mtl_core.pretrained import presets
from mtl_core.records.events import NoteEvent, Phase, PhaseEvent
from mtl_core.records.summary import RunSummary
from mtl_core.tables.checks.experiment_checks import require
from mtl_core.tables.dataset import Dataset
from mtl_core.training import Arrays, Observer, Trainer
from mtl_core.training import warm_up as warm_up_training
from mtl_core.workflow.extending import extend
from mtl_core.workflow.finishing import Rows, arrays, finish

__all__ = ["extend", "run", "warm_up"]


def run(dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer) -> RunSummary:
    """Train the experiment on the dataset in ``dataset_folder`` and leave in ``folder`` what ``finish`` does.

    A second call with the same folder resumes from the last checkpoint. Returns what the run comes to. Raises
    MTLError.
    """
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    _enter("preparing", observer)
    dataset = Dataset.open(dataset_folder)
    require(dataset, experiment)
    ready, train, validation = _prepare(dataset, experiment, observer)
    _enter("building", observer)
    start = _pretrained(ready.plan, experiment)
    trainer = Trainer(
        ready.plan, experiment, train, validation, folder / "checkpoints", start=start, tell=partial(_note, observer)
    )
    del train, validation  # the trainer keeps what it needs
    _enter("training", observer)
    outcome = trainer.run(observer)
    trained = Trained(experiment, ready.plan, ready.space, trainer.model)
    rows = Rows(dataset, dataset.values(experiment, columns(experiment)), ready.parts)
    summary = finish(trained, rows, outcome, folder, observer)
    return summary.model_copy(update={"seconds": time.monotonic() - started})


def warm_up() -> None:
    """Load and compile what every run needs, so that the next one starts at once."""
    warm_up_training()


def _pretrained(plan: Plan, experiment: Experiment) -> dict[str, npt.NDArray[Any]]:
    """The weights that were learnt elsewhere, by LAYER/WEIGHT. Raises ExperimentError."""
    preset = presets.preset_of(experiment)
    return preset_weights(plan, preset) if preset else {}


def _enter(phase: Phase, observer: Observer) -> None:
    observer.report(PhaseEvent(phase=phase))


def _note(observer: Observer, sentence: str) -> None:
    observer.report(NoteEvent(epoch=0.0, sentence=sentence))


def _prepare(dataset: Dataset, experiment: Experiment, observer: Observer) -> tuple[Prepared, Arrays, Arrays]:
    """Training and validation rows; the table itself is let go, since training takes long and memory."""
    frame = dataset.values(experiment, columns(experiment))
    ready = prepare_columns(dataset, frame, experiment)
    require_size(ready.plan)
    left_out = (column.reason for column in ready.space.left_out)
    read = (facts.sentence() for facts in text_stats(ready, frame))
    learnt = (note for target in ready.space.targets for note in target.notes)
    for sentence in (*ready.parts.notes, *left_out, *learnt, *read):
        _note(observer, sentence)
    train, validation = (arrays(ready.space, frame.take(part)) for part in (ready.parts.train, ready.parts.validation))
    return ready, train, validation
