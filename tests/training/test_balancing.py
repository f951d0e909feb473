"""Every balancing method trains, and one that remembers something goes on from a checkpoint without a bit's
difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.balancing import Weights
from mtl_core.experiment.balancing import BALANCING
from mtl_core.training.engine import Engine, State
from mtl_core.training.progress import Progress
from mtl_core.training.snapshot import Snapshot, pack, unpack
from tests.training.test_gradients import engine_of, first_batch

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]


def moved(engine: Engine, state: State, steps: range) -> State:
    """The state after these steps, counted over epochs."""
    for step in steps:
        epoch, place = divmod(step, engine.steps_per_epoch)
        state, _ = engine.run(state, engine.order(epoch), place, place + 1, np.ones(3), np.zeros((3, 3)))
    return state


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("gradnorm", {}),
        ("famo", {}),
        ("gradvac", {"every": 2}),
        ("db_mtl", {"main_task": "y1"}),
        ("stch", {"warm_up": 1}),
    ],
)
def test_it_goes_on_bit_by_bit(problem: Problems, kind: str, changes: dict[str, Any]) -> None:
    fields = {f"balancing__{name}": value for name, value in changes.items()}
    case = problem(balancing__kind=kind, sharing__dropout=0.2, **fields)
    engine = engine_of(case)
    middle = moved(engine, engine.start(), range(9))  # in the midst of the second epoch
    last = moved(engine, middle, range(9, 20))
    again = engine_of(case)
    fresh = Snapshot(again.start(), again.start().weights, Progress.start([1, 1, 1]))
    saved = pack(Snapshot(middle, middle.weights, fresh.progress), "run")
    resumed = moved(again, unpack(saved, fresh, "run").state, range(9, 20))
    for one, other in zip(tf.nest.flatten(last), tf.nest.flatten(resumed), strict=True):
        np.testing.assert_array_equal(one, other)
    remembered = zip(tf.nest.flatten(last.balance), tf.nest.flatten(fresh.state.balance), strict=True)
    assert any(np.any(one != other) for one, other in remembered)


@pytest.mark.parametrize("kind", sorted(BALANCING))
def test_it_lowers_what_it_weighs(problem: Problems, kind: str) -> None:
    """A small step against the gradient lowers the weighted loss of the batch."""
    case = problem(balancing__kind=kind, sharing__dropout=0)
    engine = engine_of(case)
    state, batch, ones = engine.start(), first_batch(engine), tf.ones(3)
    taken = engine.gradients.take(state, batch, ones)
    gradients = map(tf.convert_to_tensor, taken.gradients)
    stepped = tuple(w - 1e-3 * g for w, g in zip(state.weights, gradients, strict=True))
    before, after = (engine._losses_again(weights, state, batch) for weights in (state.weights, stepped))
    assert float(tf.reduce_sum(after)) < float(tf.reduce_sum(before))


def test_the_weights_of_losses_reach_the_heads_and_those_of_gradients_do_not(problem: Problems) -> None:
    for kind, reach in (("rlw", True), ("upgrad", False)):
        engine = engine_of(problem(balancing__kind=kind))
        state = engine.start()
        found: list[Weights] = []
        weigh = engine.balancer.weigh
        engine.balancer.weigh = lambda *given, weigh=weigh, found=found: _kept(weigh(*given), found)  # type: ignore
        engine.gradients.take(state, first_batch(engine), tf.ones(3))
        assert np.array_equal(found[0].shared, found[0].own) == reach


def _kept(answer: Any, found: list[Weights]) -> Any:
    found.append(answer[0])
    return answer
