"""One training from a table to its files: prepare, build, train, evaluate, export; the worker and the command line
run it, and it knows neither of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core import presets
from mtl_core.evaluation.answers import distinct
from mtl_core.evaluation.examples import examples
from mtl_core.evaluation.report import evaluate
from mtl_core.evaluation.results import Evaluation
from mtl_core.experiment import Experiment
from mtl_core.exporting.archive import replace
from mtl_core.exporting.bundle import Trained, write
from mtl_core.exporting.manifest import Origin
from mtl_core.features.space import FeatureSpace
from mtl_core.networks import preset_weights
from mtl_core.plan import Plan
from mtl_core.preparing import Prepared, columns, prepared, require_size, text_facts
from mtl_core.tables.checks import require
from mtl_core.tables.dataset import Dataset
from mtl_core.training import Arrays, Observer, Outcome, Trainer
from mtl_core.training import warm_up as warm_up_training

Positions = npt.NDArray[np.int64]


def run(dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer) -> dict[str, Any]:
    """Train the experiment on the dataset in ``dataset_folder`` and leave in ``folder``: bundle.zip, and, if rows were
    kept apart to judge, evaluation.json, predictions.parquet and examples.json.

    A second call with the same folder resumes from the last checkpoint. Returns the summary: "tasks" (the headline
    metric of each), "test" and "validation" (all metrics by task name; empty where the part has no rows), "rows",
    "seconds", "kept_epoch", "epochs_done", "stopped_by", "parameters". Raises MTLError.
    """
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    _enter("preparing", observer)
    dataset = Dataset.open(dataset_folder)
    require(dataset, experiment)
    ready, train, validation = _prepare(dataset, experiment, observer)
    _enter("building", observer)
    trainer = Trainer(
        ready.plan, experiment, train, validation, folder / "checkpoints", start=_pretrained(ready.plan, experiment)
    )
    del train, validation  # the trainer keeps what it needs
    _enter("training", observer)
    outcome = trainer.run(observer)
    _enter("evaluating", observer)
    trained = Trained(experiment, ready.plan, ready.space, trainer.model)
    frame = dataset.frame(columns(experiment))
    test = _judge(trained, frame, ready, ready.parts.test)
    judged = {"test": test, "validation": _judge(trained, frame, ready, ready.parts.validation)}
    if test is not None:
        replace(folder / "evaluation.json", test.model_dump_json().encode())
        _write_predictions(folder / "predictions.parquet", trained, frame.take(ready.parts.test), ready.parts.test)
        closer = examples(trained.space, trained.outputs, frame.take(ready.parts.test), ready.parts.test)
        replace(folder / "examples.json", closer.model_dump_json().encode())
    _enter("exporting", observer)
    _export(folder / "bundle.zip", trained, dataset, frame, ready, test)
    return _summary(ready, outcome, judged) | {"seconds": time.monotonic() - started}


def warm_up() -> None:
    """Load and compile what every run needs, so that the next one starts at once."""
    warm_up_training()


def arrays(space: FeatureSpace, frame: pd.DataFrame) -> Arrays:
    """The rows of ``frame`` as the network takes them."""
    values, mask = space.encode_targets(frame)
    return Arrays(space.transform(frame), values, mask)


def _pretrained(plan: Plan, experiment: Experiment) -> dict[str, npt.NDArray[Any]]:
    """The weights that were learnt elsewhere, by LAYER/WEIGHT. Raises ExperimentError."""
    preset = presets.wanted(experiment)
    return preset_weights(plan, preset) if preset else {}


def _enter(phase: str, observer: Observer) -> None:
    observer.report("phase", {"phase": phase})


def _prepare(dataset: Dataset, experiment: Experiment, observer: Observer) -> tuple[Prepared, Arrays, Arrays]:
    """Training and validation rows; the table itself is let go, since training takes long and memory."""
    frame = dataset.frame(columns(experiment))
    ready = prepared(dataset, frame, experiment)
    require_size(ready.plan)
    left_out = (column.reason for column in ready.space.left_out)
    read = (facts.sentence() for facts in text_facts(ready, frame))
    learnt = (note for target in ready.space.targets for note in target.notes)
    for sentence in (*ready.parts.notes, *left_out, *learnt, *read):
        observer.report("note", {"epoch": 0.0, "sentence": sentence})
    train, validation = (arrays(ready.space, frame.take(part)) for part in (ready.parts.train, ready.parts.validation))
    return ready, train, validation


def _judge(trained: Trained, frame: pd.DataFrame, ready: Prepared, part: Positions) -> Evaluation | None:
    if not len(part):
        return None
    rows = frame.take(part)
    outputs = trained.outputs(trained.space.transform(rows))
    return evaluate(trained.space, outputs, rows, frame.take(ready.parts.train))


def _write_predictions(path: Path, trained: Trained, rows: pd.DataFrame, part: Positions) -> None:
    """Each test row: its position in the table, its true labels as they were read, and the answers."""
    true = [
        pd.Series(target.written(target.truth(rows), rows), rows.index, name=f"{target.name} (true)")
        for target in trained.space.targets
    ]
    found = pd.concat([pd.Series(part, rows.index, name="position"), *true, trained.predict(rows)], axis=1)
    named = found.set_axis(distinct(list(found.columns)), axis=1)
    replace(path, named.to_parquet(index=False))


def _export(
    path: Path, trained: Trained, dataset: Dataset, frame: pd.DataFrame, ready: Prepared, test: Evaluation | None
) -> None:
    parts = ready.parts
    origin = Origin(
        name=dataset.name,
        id=dataset.id,
        rows=dataset.rows,
        train=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
    )
    examples = frame.take(parts.test if len(parts.test) else parts.train)
    write(path, trained, origin, frame.take(parts.train), examples, test)


def _summary(ready: Prepared, outcome: Outcome, judged: dict[str, Evaluation | None]) -> dict[str, Any]:
    parts, test = ready.parts, judged["test"]
    return {
        "tasks": [
            {
                "id": task.id,
                "name": task.name,
                "metric": task.headline,
                "value": task.metrics[task.headline],
                "baseline": task.baseline[task.headline],
            }
            for task in (test.tasks if test else ())
        ],
        **{part: evaluation.metrics() if evaluation else {} for part, evaluation in judged.items()},
        "rows": {"train": len(parts.train), "validation": len(parts.validation), "test": len(parts.test)},
        "kept_epoch": outcome.kept_epoch,
        "epochs_done": outcome.epochs_done,
        "stopped_by": outcome.stopped_by,
        "parameters": ready.plan.parameters,
    }
