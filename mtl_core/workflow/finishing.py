"""What a training leaves in its folder: judgement, answers, examples and bundle."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answers import distinct
from mtl_core.evaluation.bands import with_bands
from mtl_core.evaluation.examples import examples
from mtl_core.evaluation.importance import importances
from mtl_core.evaluation.report import evaluate
from mtl_core.exporting.bundle import write
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.trained import Trained
from mtl_core.features.space import FeatureSpace
from mtl_core.records.events import PhaseEvent
from mtl_core.records.results import Evaluation
from mtl_core.runs.importance_file import IMPORTANCE
from mtl_core.runs.results import VERDICTS
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.splits.splitting import Parts
from mtl_core.temporary import replace
from mtl_core.training import Arrays, Observer, Outcome
from mtl_core.verdict.kept import SAMPLES
from mtl_core.workflow.standing import stand

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """A table's rows: ``frame`` holds all inputs and labels; ``extends`` names the table of an earlier training."""

    dataset: Dataset
    frame: pd.DataFrame
    parts: Parts
    extends: str | None = None

    @property
    def train(self) -> pd.DataFrame:
        """Those that were learnt from."""
        return self.frame.take(self.parts.train)


def arrays(space: FeatureSpace, frame: pd.DataFrame) -> Arrays:
    """The rows of ``frame`` as the network takes them."""
    values, mask = space.encode_targets(frame)
    return Arrays(space.transform(frame), values, mask)


def finish(trained: Trained, rows: Rows, outcome: Outcome, folder: Path, observer: Observer) -> dict[str, Any]:
    """Leave in ``folder`` bundle.zip, and, if rows were kept apart to judge, evaluation.json, predictions.parquet,
    examples.json, importance.json, verdict.json and samples.parquet.

    Returns the summary: "tasks" (the headline metric of each), "test" and "validation" (all metrics by task name;
    empty where the part has no rows), "rows", "kept_epoch", "epochs_done", "stopped_by", "parameters". Raises MTLError.
    """
    observer.report(PhaseEvent(phase="evaluating"))
    parts = rows.parts
    trained = _unbiased(trained, rows)
    judged = {"test": _judge(trained, rows, parts.test), "validation": _judge(trained, rows, parts.validation)}
    test = judged["test"]
    if test is not None:
        test = with_bands(test, trained.space, trained.outputs, *map(rows.frame.take, (parts.validation, parts.test)))
        replace(folder / "evaluation.json", test.model_dump_json().encode())
        seen = rows.frame.take(parts.test)
        _write_predictions(folder / "predictions.parquet", trained, seen, parts.test)
        closer = examples(trained.space, trained.outputs, seen, parts.test)
        replace(folder / "examples.json", closer.model_dump_json().encode())
        told_by = [task.headline for task in test.tasks]
        resting = importances(trained.space, trained.outputs, seen, rows.train, told_by)
        replace(folder / IMPORTANCE, resting.model_dump_json().encode())
        observer.report(PhaseEvent(phase="comparing"))
        _stand(folder, trained, rows, test)
    observer.report(PhaseEvent(phase="exporting"))
    _export(folder / "bundle.zip", trained, rows, test)
    return _summary(trained, parts, outcome, judged)


def _unbiased(trained: Trained, rows: Rows) -> Trained:
    """With averages that are right on average, by validation rows; by training rows where there are none."""
    seen = rows.frame.take(rows.parts.validation if len(rows.parts.validation) else rows.parts.train)
    outputs = trained.outputs(trained.space.transform(seen))
    pairs = zip(trained.space.targets, outputs, strict=True)
    targets = tuple(target.unbiased(target.truth(seen), output) for target, output in pairs)
    if targets == trained.space.targets:
        return trained
    space = dataclasses.replace(trained.space, targets=targets)
    return dataclasses.replace(trained, space=space)


def _judge(trained: Trained, rows: Rows, part: Positions) -> Evaluation | None:
    if not len(part):
        return None
    seen = rows.frame.take(part)
    return evaluate(trained.space, trained.outputs(trained.space.transform(seen)), seen, rows.train)


def _write_predictions(path: Path, trained: Trained, rows: pd.DataFrame, part: Positions) -> None:
    """Each test row: its position in the table, its true labels as they were read, and the answers."""
    true = [
        pd.Series(target.to_cells(target.truth(rows), rows), rows.index, name=f"{target.name} (true)")
        for target in trained.space.targets
    ]
    found = pd.concat([pd.Series(part, rows.index, name="position"), *true, trained.predict(rows)], axis=1)
    named = found.set_axis(distinct(list(found.columns)), axis=1)
    replace(path, named.to_parquet(index=False))


def _stand(folder: Path, trained: Trained, rows: Rows, test: Evaluation) -> None:
    """Beside guessing and reference models."""
    part = rows.parts.test
    verdicts, samples = stand(trained, rows.frame.take(part), rows.train, part, test)
    replace(folder / VERDICTS, verdicts.model_dump_json().encode())
    replace(folder / SAMPLES, samples.to_parquet(index=False))


def _export(path: Path, trained: Trained, rows: Rows, test: Evaluation | None) -> None:
    dataset, parts = rows.dataset, rows.parts
    origin = Origin(
        name=dataset.name,
        id=dataset.id,
        rows=dataset.rows,
        train=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
        extends=rows.extends,
    )
    write(path, trained, origin, rows.train, rows.frame.take(parts.test if len(parts.test) else parts.train), test)


def _summary(trained: Trained, parts: Parts, outcome: Outcome, judged: dict[str, Evaluation | None]) -> dict[str, Any]:
    test = judged["test"]
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
        "parameters": trained.plan.parameters,
    }
