"""One more task for a trained network: it learns alone, and all that was there stays to the bit, or all learn on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.exporting.bundle import Bundle, read
from mtl_core.exporting.trained import Trained, weights_of
from mtl_core.features.space import FeatureSpace
from mtl_core.networks import build, variables
from mtl_core.plan import Plan, alone, require_unchanged
from mtl_core.preparation.preparing import Prepared, columns, prepare_extension
from mtl_core.records.events import NoteEvent, PhaseEvent
from mtl_core.records.summary import RunSummary
from mtl_core.tables.checks.experiment_checks import require
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.splits.splitting import split
from mtl_core.training import Observer, Trainer
from mtl_core.workflow.finishing import Rows, arrays, finish


@dataclass(frozen=True)
class _Learning:
    """What of the network learns, by which settings."""

    asked: Experiment
    space: FeatureSpace
    plan: Plan


def extend(
    bundle: Path, dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer, frozen: bool = True
) -> RunSummary:
    """Teach the network in ``bundle`` the last task of ``experiment``, which has the network's own before it, and
    leave in ``folder`` what ``finish`` does, of the whole network. Inputs are encoded as they were, whatever the new
    table's rows are like; on the table that it was trained on, each row does what it did then, so that no row judges
    that was learnt from.

    ``frozen``: the table needs the inputs and the new task's labels; nothing else learns, so that the other tasks'
    predictions are the same to the bit. Otherwise all learn on, and the table needs every task's labels. Tasks that
    the rows have no labels for are not judged, nor are frozen ones on another table. A second call with the same
    folder resumes. Returns what the run comes to. Raises MTLError.
    """
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    observer.report(PhaseEvent(phase="preparing"))
    base, dataset = read(bundle), Dataset.open(dataset_folder)
    asked = _alone(base, experiment) if frozen else experiment
    require(dataset, asked)
    rows = _rows(base, dataset, experiment, asked)
    whole = prepare_extension(dataset, rows.frame, rows.parts, base.space, experiment)
    require_unchanged(base.plan, whole.plan)
    observer.report(PhaseEvent(phase="building"))
    learning = _part(whole, asked) if frozen else _Learning(asked, whole.space, whole.plan)
    before = weights_of(base.model, base.plan)
    train, validation = (
        arrays(learning.space, rows.frame.take(part)) for part in (rows.parts.train, rows.parts.validation)
    )
    trainer = Trainer(
        learning.plan,
        asked,
        train,
        validation,
        folder / "checkpoints",
        start=before,
        frozen=before if frozen else (),
        tell=lambda sentence: observer.report(NoteEvent(epoch=0.0, sentence=sentence)),
    )
    observer.report(PhaseEvent(phase="training"))
    outcome = trainer.run(observer)
    model = _join(whole.plan, before, weights_of(trainer.model, learning.plan))
    trained = Trained(experiment, whole.plan, whole.space, model)
    summary = finish(trained, rows, outcome, folder, observer)
    return summary.model_copy(update={"seconds": time.monotonic() - began})


def _alone(base: Bundle, experiment: Experiment) -> Experiment:
    """The experiment of the new task alone, on the columns that the network reads."""
    task, data = experiment.tasks[-1], experiment.model_dump()
    by = [experiment.split.column] if experiment.split.column else []
    names = dict.fromkeys([*(column.name for column in base.space.columns), *task.sources, *by])
    return parse_experiment(
        {
            **data,
            "columns": {name: data["columns"][name] for name in names if name in data["columns"]},
            "tasks": [task.model_dump()],
            "sharing": experiment.sharing.among([task.column]).model_dump(),
            "balancing": {},
        }
    )


def _rows(base: Bundle, dataset: Dataset, experiment: Experiment, asked: Experiment) -> Rows:
    """The table's rows, with a missing label where it may not or cannot tell one."""
    same = dataset.id == base.origin.id
    frame = dataset.values(experiment, columns(experiment if same else asked))
    parts = split(frame, base.experiment if same else asked)
    labels = dict.fromkeys([*frame.columns, *experiment.label_columns])
    settled = 0 if asked is experiment else len(base.plan.tasks)
    return Rows(dataset, frame.reindex(columns=list(labels)), parts, base.origin.name, settled)


def _part(whole: Prepared, asked: Experiment) -> _Learning:
    """The new task's part of the network."""
    single = FeatureSpace(whole.space.columns, whole.space.targets[-1:], whole.space.left_out)
    return _Learning(asked, single, alone(whole.plan, whole.plan.tasks[-1].id))


def _join(plan: Plan, before: dict[str, Any], learnt: dict[str, Any]) -> keras.Model:
    """The whole network: what was there, and over it what was learnt."""
    model = build(plan, seed=0)
    for name, variable in variables(model).items():
        variable.assign(learnt[name] if name in learnt else before[name])
    return model
