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


def last_step(engine: Engine, state: State, filling: int) -> tuple[State, np.ndarray]:
    """The epoch's last step, with the row ``filling`` where data ends."""
    order = np.array(engine.order(1))
    assert order.size > engine.rows
    order[engine.rows :] = filling
    steps = engine.steps_per_epoch
    return engine.run(state, tf.constant(order), steps - 1, steps, np.ones(3), np.zeros((3, 3)))


def assert_no_trace(engine: Engine) -> None:
    state = trained(engine, engine.start(), range(1))
    one, other = (last_step(engine, state, filling) for filling in (0, 7))
    for left, right in zip(tf.nest.flatten(one), tf.nest.flatten(other), strict=True):
        np.testing.assert_array_equal(left, right)


@pytest.fixture(scope="module", params=CASES)
def way(request: pytest.FixtureRequest, problem: Problems) -> tuple[Any, Engine]:
    """A problem under each way of sharing, and an engine for it, which holds nothing of what it has trained."""
    given = shared(problem, request.param, sharing__dropout=0.1, sharing__adapt_dropout=True)
    return given, engine_of(given)


def test_rows_that_fill_up_a_batch_leave_no_trace(way: tuple[Any, Engine]) -> None:
    assert_no_trace(way[1])


def test_it_learns_and_goes_on_bit_by_bit(way: tuple[Any, Engine]) -> None:
    given, engine = way
    first = engine.start()
    middle = engine.with_shares(trained(engine, first, range(5)), [0.04] * len(engine.shares(first)))
    last = trained(engine, middle, range(5, 10))
    before, after = engine.losses(first.weights, given.train), engine.losses(last.weights, given.train)
    assert (after < 0.9 * before).all()
    again = engine_of(given)
    start = Snapshot(again.start(), again.start().weights, Progress.start([1, 1, 1]))
    saved = pack(Snapshot(middle, middle.weights, start.progress), "run")
    resumed = trained(again, unpack(saved, start, "run").state, range(5, 10))
    for one, other in zip(tf.nest.flatten(last), tf.nest.flatten(resumed), strict=True):
        np.testing.assert_array_equal(one, other)
    shares = [round(share, 6) for _, share in again.shares(resumed)]
    assert shares == [0.04] * len(shares) != []


@pytest.mark.parametrize("gradients", ["exact", "approximate"])
def test_units_that_rest_less_teach_otherwise_however_gradients_are_found(problem: Problems, gradients: str) -> None:
    given = problem(
        sharing__dropout=0.4, sharing__adapt_dropout=True, balancing__kind="upgrad", balancing__gradients=gradients
    )
    engine = engine_of(given)
    start = engine.start()
    fewer = engine.with_shares(start, [0.1] * len(engine.shares(start)))
    ends = [trained(engine, state, range(2)) for state in (start, fewer)]
    assert [{round(share, 6) for _, share in engine.shares(end)} for end in ends] == [{0.4}, {0.1}]
    assert not np.array_equal(ends[0].weights[0], ends[1].weights[0])


def test_a_step_says_the_same_each_time(problem: Problems) -> None:
    """TensorFlow's AddN adds three and more in the order in which their memory is free: a layer whose gradient comes in
    several parts, of which other gradients are made too, would now and then differ in a last bit."""
    engine = engine_of(shared(problem, "adapters", sharing__dropout=0.1))
    state, order = trained(engine, engine.start(), range(1)), engine.order(1)
    assert len({int(part.units) for layer in engine.model.layers for part in getattr(layer, "parts", [])}) > 2  # ranks
    steps = (engine.run(state, order, 0, 1, np.ones(3), np.zeros((3, 3)))[0] for _ in range(1_000))
    assert len({b"".join(np.asarray(part).tobytes() for part in tf.nest.flatten(step)) for step in steps}) == 1
