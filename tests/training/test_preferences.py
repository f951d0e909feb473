"""What a fader does to a whole training: the favoured task never pays for it, and no solved task stops the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.experiment.balancing import BALANCING
from mtl_core.plan import InputColumn, OutputTask, plan
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine
from tests.training.conftest import Problem
from tests.training.test_gradients import engine_of

pytestmark = pytest.mark.engine

Labels = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
BATCH, ROWS = 32, 256


def apart(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two tasks that compete for eight units."""
    return np.sin(2 * numbers[:, 0]) * numbers[:, 1], np.abs(numbers[:, 2]) - numbers[:, 3] ** 2 / 2


def easy_and_hard(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first copies an input, and is soon solved; the second takes all of the training."""
    return numbers[:, 0], np.sin(3 * numbers[:, 1]) + numbers[:, 2] * numbers[:, 3]


@cache
def case(labels: Labels, kind: str) -> Problem:
    """Two regressions on one trunk of eight units, balanced by that method."""
    names = ["a", "b"]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in ["x", *names]},
            "tasks": [{"column": name, "kind": "regression", "head_units": 4} for name in names],
            "sharing": {"units": 8, "depth": 1, "layers": 1, "dropout": 0.0},
            "balancing": {"kind": kind},
            "training": {"epochs": 100, "batch_size": BATCH, "learning_rate": 0.01},
        }
    )
    tasks = [OutputTask(id=f"t{place}", name=name, kind="regression", outputs=1) for place, name in enumerate(names)]
    inputs = [InputColumn(id="c0", name="x", kind="numeric", numbers=4)]
    return Problem(plan(experiment, inputs, tasks), experiment, drawn(labels, 1), drawn(labels, 2))


def drawn(labels: Labels, seed: int) -> Arrays:
    numbers = np.random.default_rng(seed).normal(size=(ROWS, 4)).astype(np.float32)
    values = tuple((column / column.std()).astype(np.float32) for column in labels(numbers))
    return Arrays({"numbers": numbers}, values, tuple(np.ones((2, ROWS), bool)))


def trained(engine: Engine, problem: Any, preferences: Any, epochs: int) -> np.ndarray:
    """Each task's best validation loss [2] over the epochs."""
    state, losses = engine.start(), []
    for epoch in range(epochs):
        order = engine.order(epoch)
        state, _ = engine.run(state, order, 0, engine.steps_per_epoch, np.array(preferences), np.zeros((3, 2)))
        losses.append(engine.losses(state.weights, problem.validation))
    return np.min(losses, axis=0)


@pytest.mark.parametrize("kind", sorted(BALANCING))
def test_a_favoured_task_does_not_get_worse(kind: str) -> None:
    problem = case(apart, kind)
    engine = engine_of(problem)
    equal = trained(engine, problem, [1.0, 1.0], 25)
    for task in (0, 1):
        preferences = np.array([2 / 9, 2 / 9])
        preferences[task] = 16 / 9
        assert trained(engine, problem, preferences, 25)[task] <= 1.03 * equal[task]


@cache
def hard_loss(kind: str) -> float:
    """The hard task's best loss beside the easy one."""
    problem = case(easy_and_hard, kind)
    return float(trained(engine_of(problem), problem, [1.0, 1.0], 60)[1])


@pytest.mark.parametrize("kind", ["nash", "imtl_g", "cagrad", "fairgrad"])
def test_a_solved_task_does_not_stop_the_others(kind: str) -> None:
    """The hard task's best loss is near that with equal weights: .46 to .47 beside .45."""
    assert hard_loss(kind) <= 1.12 * hard_loss("equal")
