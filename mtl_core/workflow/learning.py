"""The part of a training that learns: from a table and an experiment to a trained network, with nothing judged yet."""

from __future__ import annotations

from dataclasses import dataclass
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
from mtl_core.tables.checks.experiment_checks import require
from mtl_core.tables.dataset import Dataset
from mtl_core.training import Arrays, Observer, Outcome, Trainer
from mtl_core.workflow.finishing import arrays


@dataclass(frozen=True)
class Learnt:
    """A network, the rows that it learnt from, and how that went."""

    prepared: Prepared
    trained: Trained
    outcome: Outcome


def learn(dataset: Dataset, experiment: Experiment, checkpoints: Path | None, observer: Observer) -> Learnt:
    """Train the experiment on the dataset; goes on from the last of ``checkpoints`` (None: none are written). Raises
    MTLError."""
    require(dataset, experiment)
    ready, train, validation = _prepare(dataset, experiment, observer)
    enter("building", observer)
    start, tell = _load_pretrained(ready.plan, experiment), partial(_note, observer)
    trainer = Trainer(ready.plan, experiment, train, validation, checkpoints, start=start, tell=tell)
    del train, validation  # the trainer keeps what it needs
    enter("training", observer)
    outcome = trainer.run(observer)
    return Learnt(ready, Trained(experiment, ready.plan, ready.space, trainer.model), outcome)


def enter(phase: Phase, observer: Observer) -> None:
    """Tell of the phase that begins."""
    observer.report(PhaseEvent(phase=phase))


def _load_pretrained(plan: Plan, experiment: Experiment) -> dict[str, npt.NDArray[Any]]:
    """The weights that were learnt elsewhere, by LAYER/WEIGHT. Raises ExperimentError."""
    preset = presets.preset_of(experiment)
    return preset_weights(plan, preset) if preset else {}


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
