"""How good the answers are with default settings, beside plain models of scikit-learn on the same rows:
``python -m benchmarks.quality``.

Defaults are chosen with ``--part validation``: the test rows of each split are taken out, what is left is split again,
and the new test rows judge. ``--part test`` looks at the test rows themselves. Each score is kept at once, so that a
call that was broken off goes on.
"""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import pandas as pd

from benchmarks.quality_models import scores as reference_scores
from benchmarks.quality_page import GUESSING, OURS, REFERENCES, Known, Score, name_score, write
from benchmarks.quality_tables import Table, tables
from mtl_core.evaluation.report import evaluate
from mtl_core.experiment import Experiment
from mtl_core.networks import predict, serving
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.preparation.preparing import Prepared, columns, prepare_columns
from mtl_core.records.results import Evaluation
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.splits.splitting import split
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.training import Silent, Trainer
from mtl_core.workflow import finishing

_ROWS = 2_000


@dataclass(frozen=True)
class Job:
    """One table in one split."""

    table: Table
    seed: int
    part: str  # whose rows judge: validation or test


def main() -> None:
    """Score what is not known yet, and write the page."""
    options = _options()
    known = Known()
    for seed in range(options.splits):
        for table in tables():
            if table.name in (options.tables or [table.name]):
                _complete(Job(table, seed, options.part), options, known)
    write(known)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("validation", "test"), default="validation", help="whose rows judge")
    parser.add_argument("--tables", nargs="*", help="all if none is named")
    parser.add_argument("--splits", type=int, default=3, help="splits and starts of each table")
    parser.add_argument("--rows", type=int, default=_ROWS, help="taken of each table, at random")
    parser.add_argument("--variant", default="", help="what the defaults that are tried are called")
    parser.add_argument("--set", action="append", default=[], metavar="path=value", help="a setting that is tried")
    parser.add_argument("--alone", action="store_true", help="no references")
    return parser.parse_args()


def _complete(job: Job, options: argparse.Namespace, known: Known) -> None:
    """Add what is not yet known of a job."""
    where = (job.table.name, job.seed, job.part, options.rows)
    ours = f"{OURS} {options.variant}".strip()
    wanted = [model for model in (ours, *([] if options.alone else [REFERENCES])) if not known.has(*where, model)]
    if not wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        dataset, experiment = _take(job, options, Path(folder))
        frame = dataset.values(experiment, columns(experiment))
        ready = prepare_columns(dataset, frame, experiment)
        parts = [frame.take(rows) for rows in (ready.parts.train, ready.parts.validation, ready.parts.test)]
        if ours in wanted:
            began = time.monotonic()
            found = _ours(ready, experiment, parts)
            known.keep(Score(*where, ours, _tell(found), round(time.monotonic() - began, 1)))
            known.keep(Score(*where, GUESSING, _tell(found, guesses=True)))
            print(*where, ours, _tell(found), flush=True)
        if REFERENCES in wanted:
            for model, scores in reference_scores(ready.space, parts, bool(job.table.text), job.table.chinese).items():
                known.keep(Score(*where, model, scores))
            known.keep(Score(*where, REFERENCES, {}))
    keras.backend.clear_session()


def _take(job: Job, options: argparse.Namespace, folder: Path) -> tuple[Dataset, Experiment]:
    """Some rows of the table as a dataset, without the split's test rows where those may not be looked at."""
    frame = job.table.read()
    if len(frame) > options.rows:
        frame = frame.sample(options.rows, random_state=job.seed)
    dataset = _dataset(frame, folder / "all.csv")
    experiment = _experiment(dataset, job, ())
    if job.part == "validation":
        parts = split(dataset.values(experiment, columns(experiment)), experiment)
        kept = np.sort(np.concatenate([parts.train, parts.validation]))
        dataset = _dataset(frame.iloc[kept], folder / "kept.csv")
    return dataset, _experiment(dataset, job, options.set)


def _dataset(frame: pd.DataFrame, path: Path) -> Dataset:
    frame.to_csv(path, index=False)
    dataset = take_in(path, path.name, path.parent)
    assert dataset.rows == len(frame), path
    return dataset


def _experiment(dataset: Dataset, job: Job, settings: Sequence[str]) -> Experiment:
    table = job.table
    named = {table.text, *(target.rpartition(":")[0] or target for target in table.targets)}
    others = [column.name for column in dataset.columns if column.name not in named] if table.text else table.ignore
    asked = [f"training.seed={job.seed}", *table.settings, *settings]
    return request_experiment(dataset, table.targets, others, None, asked)


def _ours(ready: Prepared, experiment: Experiment, parts: list[pd.DataFrame]) -> Evaluation:
    """The answers on the last of three parts, judged."""
    train, validation = (finishing.arrays(ready.space, part) for part in parts[:2])
    trainer = Trainer(ready.plan, experiment, train, validation)
    trainer.run(Silent())
    outputs = predict(serving(ready.plan, trainer.model, ready.space.targets), ready.space.transform(parts[2]))
    return evaluate(ready.space, outputs, parts[2], parts[0])


def _tell(evaluation: Evaluation, guesses: bool = False) -> dict[str, float]:
    """By task the metric that the references are judged by, of the network or of always giving the best constant."""
    found = {}
    for task in evaluation.tasks:
        metric = TASK_KINDS[task.kind].metrics[0]
        score = (task.baseline if guesses else task.metrics)[metric]
        if score is not None:
            found[name_score(metric, task.name)] = score
    return found


if __name__ == "__main__":
    main()
