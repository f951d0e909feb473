"""Every way of sharing trains, with labels missing, and goes on from a saved state without a bit's difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import build
from mtl_core.training.engine import Engine, State
from mtl_core.training.losses import baselines
from mtl_core.training.progress import Progress
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
    start = Snapshot(again.start(), again.start().weights, Progress.start([1, 1, 1]))
    saved = pack(Snapshot(middle, middle.weights, start.progress), "run")
    resumed = trained(again, unpack(saved, start, "run").state, range(5, 10))
    for one, other in zip(tf.nest.flatten(last), tf.nest.flatten(resumed), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_step_says_the_same_each_time(problem: Problems) -> None:
    """TensorFlow's AddN adds three and more in the order in which their memory is free: a layer whose gradient comes in
    several parts, of which other gradients are made too, would now and then differ in a last bit."""
    engine = engine_of(shared(problem, "adapters", sharing__dropout=0.1))
    state, order = trained(engine, engine.start(), range(1)), engine.order(1)
    assert len({int(part.units) for layer in engine.model.layers for part in getattr(layer, "parts", [])}) > 2  # ranks
    steps = (engine.run(state, order, 0, 1, np.ones(3), np.zeros((3, 3)))[0] for _ in range(1_000))
    assert len({b"".join(np.asarray(part).tobytes() for part in tf.nest.flatten(step)) for step in steps}) == 1
