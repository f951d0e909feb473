"""How often the affinities of a training find which tasks were made to belong together; ``benchmarks.verdict`` asks."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from mtl_core.experiment import Column, Experiment, Task, Training
from mtl_core.remedies.grouping import Groups, suggest_groups
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training.observer import Silent
from mtl_core.verdict.affinities import average_looks
from mtl_core.workflow.learning import learn

ROWS, EPOCHS, INPUTS = 300, 24, 6
CASES: Mapping[str, Groups] = {
    "two pairs, each of inputs of its own": ((0, 1), (2, 3)),
    "three pairs, each of inputs of its own": ((0, 1), (2, 3), (4, 5)),
    "four tasks of the same inputs": ((0, 1, 2, 3),),
}


def count(groups: Groups, repetitions: int) -> int:
    """In how many trainings exactly the planted groups are suggested, each of another table and from another seed."""
    return sum(_suggest(groups, seed) == groups for seed in range(repetitions))


def _suggest(groups: Groups, seed: int) -> Groups:
    with tempfile.TemporaryDirectory() as workspace:
        dataset = _draw(groups, np.random.default_rng(seed), Path(workspace))
        experiment = _ask(dataset, seed)
        outcome = learn(dataset, experiment, None, Silent()).outcome
    known = average_looks(outcome.looks, experiment.task_names, experiment.training.learning_rate)
    return suggest_groups(known).groups


def _draw(groups: Groups, random: np.random.Generator, workspace: Path) -> Dataset:
    """A table whose tasks are the absolute values of a sum of two inputs, those of their group, and noise."""
    inputs = random.normal(size=(ROWS, INPUTS))
    frame = pd.DataFrame(inputs.round(4), columns=[f"x{place}" for place in range(INPUTS)])
    for number, group in enumerate(groups):
        for task in group:
            weights = random.uniform(0.7, 1.3, 2)
            signal = np.abs(inputs[:, 2 * number : 2 * number + 2] @ weights)
            frame[f"y{task}"] = (signal + 0.3 * random.normal(size=ROWS)).round(4)
    return take_in(frame.to_csv(index=False).encode(), "planted.csv", workspace)


def _ask(dataset: Dataset, seed: int) -> Experiment:
    names: Sequence[str] = [column.name for column in dataset.columns]
    return Experiment(
        columns={name: Column(kind="numeric") for name in names},
        tasks=tuple(Task(column=name, kind="regression") for name in names if name.startswith("y")),
        training=Training(epochs=EPOCHS, patience=0, seed=seed),
    )
