"""Every way of sharing trains, with labels missing, and goes on from a saved state without a bit's difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import build
from mtl_core.training.course import Course
from mtl_core.training.engine import Engine, State
from mtl_core.training.losses import baselines
from mtl_core.training.snapshot import Snapshot, pack, unpack
from tests.networks.shared_plans import CASES

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]


def shared(problem: Problems, case: str, **changes: Any) -> Any:
    """A problem under another way of sharing; its tasks are y0, y1, y2."""
    fields = {name: _renamed(value) for name, value in CASES[case].items()}
    return problem(**{f"sharing__{name}": value for name, value in fields.items()}, **changes)


def _renamed(value: Any) -> Any:
    names = {"a": "y0", "b": "y1", "c": "y2"}
    if isinstance(value, list):
        return [{part: names.get(told, told) for part, told in entry.items()} for entry in value]
    return {names[task]: told for task, told in value.items()} if isinstance(value, dict) else value


def engine_of(case: Any) -> Engine:
    model = build(case.plan, case.experiment.training.seed)
    losses = baselines(case.plan.tasks, case.train)
    return Engine(case.plan, model, case.experiment, case.train, losses)


def trained(engine: Engine, state: State, epochs: range) -> State:
    for epoch in epochs:
        totals = np.zeros((3, 3))
        state, _ = engine.run(state, engine.order(epoch), 0, engine.steps_per_epoch, np.ones(3), totals)
    return state


@pytest.mark.parametrize("case", CASES)
def test_it_learns_and_goes_on_bit_by_bit(problem: Problems, case: str) -> None:
    given = shared(problem, case, sharing__dropout=0.1)
    engine = engine_of(given)
    first = engine.start()
    middle = trained(engine, first, range(5))
    last = trained(engine, middle, range(5, 10))
    before, after = engine.losses(first.weights, given.train), engine.losses(last.weights, given.train)
    assert (after < 0.9 * before).all()
    again = engine_of(given)
    start = Snapshot(again.start(), again.start().weights, Course.start([1, 1, 1]))
    saved = pack(Snapshot(middle, middle.weights, start.course), "run")
    resumed = trained(again, unpack(saved, start, "run").state, range(5, 10))
    for one, other in zip(tf.nest.flatten(last), tf.nest.flatten(resumed), strict=True):
        np.testing.assert_array_equal(one, other)
