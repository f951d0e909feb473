"""One more task for a trained network: it learns alone, and all that was there stays to the bit, or all learn on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import pandas as pd

from mtl_core.evaluation.report import evaluate
from mtl_core.evaluation.results import Evaluation
from mtl_core.experiment import Experiment, made
from mtl_core.exporting.bundle import Bundle, Trained, weights_of, write
from mtl_core.exporting.manifest import Origin
from mtl_core.features.fit import fit_target
from mtl_core.features.space import FeatureSpace
from mtl_core.job import arrays
from mtl_core.networks import build, predict, variables
from mtl_core.plan import alone, plan, require_unchanged
from mtl_core.preparing import Prepared, columns, formats, require_size
from mtl_core.tables.checks import require
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.splitting import split
from mtl_core.training import Observer, Trainer


@dataclass(frozen=True)
class _Ready:
    """The whole network to be, and what of it learns from which rows."""

    asked: Experiment  # with the tasks that learn
    whole: Prepared
    learning: Prepared


def extend(
    base: Bundle, dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer, frozen: bool = True
) -> dict[str, Any]:
    """Teach ``base`` the last task of ``experiment``, which has those of ``base`` before it; bundle.zip in ``folder``
    then holds the whole network. Inputs are encoded as they were, whatever the new table's rows are like.

    ``frozen``: the table needs the inputs and the new task's labels; nothing else learns, so that the other tasks'
    predictions are the same to the bit. Otherwise all learn on, and the table needs every task's labels. A second call
    with the same folder resumes. Returns the summary of ``job.run``: "test", "validation" and "seconds", of the tasks
    that learnt. Raises MTLError.
    """
    began = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    dataset = Dataset.open(dataset_folder)
    asked = _alone(base, experiment) if frozen else experiment
    require(dataset, asked)
    frame = dataset.frame(columns(asked))
    ready = _prepared(base, dataset, frame, experiment, asked)
    trained = Trained(experiment, ready.whole.plan, ready.whole.space, _taught(base, ready, frame, folder, observer))
    test, validation = (_judged(trained, ready, frame, part) for part in ("test", "validation"))
    _export(folder / "bundle.zip", base, trained, dataset, frame, ready, test)
    metrics = {
        "test": test.metrics() if test else {},
        "validation": validation.metrics() if validation else {},
    }
    return metrics | {"seconds": time.monotonic() - began}


def _alone(base: Bundle, experiment: Experiment) -> Experiment:
    """The experiment of the new task alone, on the columns that the network reads."""
    task, data = experiment.tasks[-1], experiment.model_dump()
    by = [experiment.split.column] if experiment.split.column else []
    names = dict.fromkeys([*(column.name for column in base.space.columns), *task.sources, *by])
    return made(
        {
            **data,
            "columns": {name: data["columns"][name] for name in names if name in data["columns"]},
            "tasks": [task.model_dump()],
            "sharing": experiment.sharing.among([task.column]).model_dump(),
            "balancing": {},
        }
    )


def _prepared(base: Bundle, dataset: Dataset, frame: pd.DataFrame, whole: Experiment, asked: Experiment) -> _Ready:
    parts = split(frame, asked)
    task = whole.with_text(whole.tasks[-1])
    target = fit_target(frame.take(parts.train), task, formats(dataset), base.space.columns)
    space = FeatureSpace(base.space.columns, (*base.space.targets, target), base.space.left_out)
    drawn = plan(whole, space.inputs, space.tasks)
    require_size(drawn)
    require_unchanged(base.plan, drawn)
    complete = Prepared(parts, space, drawn)
    if len(asked.tasks) == len(whole.tasks):
        return _Ready(asked, complete, complete)
    single = FeatureSpace(base.space.columns, (target,), base.space.left_out)
    return _Ready(asked, complete, Prepared(parts, single, alone(drawn, drawn.tasks[-1].id)))


def _taught(base: Bundle, ready: _Ready, frame: pd.DataFrame, folder: Path, observer: Observer) -> keras.Model:
    """The whole network, after the training of what learns."""
    observer.report("phase", {"phase": "training"})
    before = weights_of(base.model, base.plan)
    parts, space = ready.whole.parts, ready.learning.space
    train, validation = (arrays(space, frame.take(part)) for part in (parts.train, parts.validation))
    frozen = before if ready.learning.plan is not ready.whole.plan else ()
    trainer = Trainer(
        ready.learning.plan, ready.asked, train, validation, folder / "checkpoints", start=before, frozen=frozen
    )
    trainer.run(observer)
    model = build(ready.whole.plan, ready.asked.training.seed)
    learnt = weights_of(trainer.model, ready.learning.plan)
    for name, variable in variables(model).items():
        variable.assign(learnt[name] if name in learnt else before[name])
    return model


def _judged(trained: Trained, ready: _Ready, frame: pd.DataFrame, part: str) -> Evaluation | None:
    rows = frame.take(getattr(ready.whole.parts, part))
    if not len(rows):
        return None
    space = ready.learning.space
    outputs = predict(trained.serving, space.transform(rows))[-len(space.targets) :]
    return evaluate(space, outputs, rows, frame.take(ready.whole.parts.train))


def _export(
    path: Path,
    base: Bundle,
    trained: Trained,
    dataset: Dataset,
    frame: pd.DataFrame,
    ready: _Ready,
    test: Evaluation | None,
) -> None:
    parts = ready.whole.parts
    origin = Origin(
        name=dataset.name,
        id=dataset.id,
        rows=dataset.rows,
        train=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
        extends=base.origin.name,
    )
    known = frame.reindex(columns=list(dict.fromkeys([*frame.columns, *trained.experiment.label_columns])))
    examples = known.take(parts.test if len(parts.test) else parts.train)
    write(path, trained, origin, known.take(parts.train), examples, test)
