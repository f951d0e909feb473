"""Small problems to train on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.training.data import Arrays

KINDS = ("binary", "multiclass", "regression")
OUTPUTS = {"binary": 1, "regression": 1, "multiclass": 3}


@dataclass(frozen=True)
class Problem:
    """A network and rows for it: a learnable task of each kind, a third of the labels missing."""

    plan: Plan
    experiment: Experiment
    train: Arrays
    validation: Arrays


def rows(count: int, kinds: tuple[str, ...], seed: int) -> Arrays:
    random = np.random.default_rng(seed)
    numbers = random.normal(size=(count, 3)).astype(np.float32)
    categories = random.integers(0, 4, (count, 1), dtype=np.int32)
    signal = numbers[:, 0] + 0.5 * (categories[:, 0] - 1.5)
    labels = {"binary": signal > 0, "multiclass": np.digitize(signal, [-0.5, 0.5]), "regression": signal}
    mask = random.random((count, len(kinds))) < 0.67
    values = np.stack([labels[kind] for kind in kinds], axis=1).astype(np.float32)
    return Arrays({"numbers": numbers, "categories": categories}, tuple((values * mask).T), tuple(mask.T))


def problem(kinds: tuple[str, ...] = KINDS, count: int = 90, held: int = 40, **changes: Any) -> Problem:
    """``changes`` are fields of the experiment by dotted path, a dot written as two underscores."""
    names = [f"y{place}" for place in range(len(kinds))]
    inputs = [
        InputColumn(id="c0", name="x", kind="numeric", numbers=3, edges=(-1.0, 0.0, 0.5, 2.0)),
        InputColumn(id="c1", name="k", kind="category", vocabulary=4, embedding=2),
    ]
    data = {
        "columns": {
            "x": {"kind": "numeric"},
            "k": {"kind": "category"},
            **{name: {"kind": "numeric"} for name in names},
        },
        "tasks": [{"column": name, "kind": kind, "head_units": 4} for name, kind in zip(names, kinds, strict=True)],
        "sharing": {"units": 8, "depth": 1, "layers": 1},
        "training": {"epochs": 5, "batch_size": 16, "learning_rate": 0.01},
    }
    experiment = parse_experiment(data).with_changes(
        {path.replace("__", "."): value for path, value in changes.items()}
    )
    tasks = [
        OutputTask(id=f"t{place}", name=name, kind=kind, outputs=OUTPUTS[kind])
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    return Problem(plan(experiment, inputs, tasks), experiment, rows(count, kinds, 1), rows(held, kinds, 2))


@pytest.fixture(name="problem", scope="session")
def problem_fixture() -> Callable[..., Problem]:
    return problem
