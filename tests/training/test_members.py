"""A network that is many trains as one, by every way of sharing: each member has a loss of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import stateless_call
from mtl_core.training.progress import Progress
from mtl_core.training.snapshot import Snapshot, pack, unpack
from mtl_core.training.state import Batch
from tests.networks.shared_plans import CASES
from tests.training.test_sharing import assert_no_trace, engine_of, shared, trained

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]
MEMBERS = 3
EACH_WAY = {str(case["kind"]): name for name, case in CASES.items()}.values()  # each kind's last


@pytest.mark.parametrize("case", EACH_WAY)
def test_it_learns_and_goes_on_bit_by_bit(problem: Problems, case: str) -> None:
    given = shared(problem, case, sharing__dropout=0.1, sharing__members=MEMBERS)
    engine = engine_of(given)
    first = engine.start()
    middle = trained(engine, first, range(3))
    last = trained(engine, middle, range(3, 6))
    assert (engine.losses(last.weights, given.train) < engine.losses(first.weights, given.train)).all()
    again = engine_of(given)
    start = Snapshot(again.start(), again.start().weights, Progress.start([1, 1, 1]))
    saved = pack(Snapshot(middle, middle.weights, start.progress), "run")
    resumed = trained(again, unpack(saved, start, "run").state, range(3, 6))
    for one, other in zip(tf.nest.flatten(last), tf.nest.flatten(resumed), strict=True):
        np.testing.assert_array_equal(one, other)


def member_outputs(engine: Any, weights: Any, batch: Batch) -> list[np.ndarray]:
    state = engine.start()
    raw, _, _ = stateless_call(engine.model, weights, state.counters, batch.inputs)
    return [np.asarray(output, np.float64).reshape(MEMBERS, len(batch.mask[0]), -1) for output in raw]


def losses_by_hand(outputs: list[np.ndarray], batch: Batch) -> list[np.ndarray]:
    """Per task, the loss of each member at each row."""
    logits, scores, numbers = outputs
    yes, kind, number = (np.asarray(values, np.float64) for values in batch.values)
    shares = np.take_along_axis(scores, np.broadcast_to(kind[:, None], (*scores.shape[:2], 1)).astype(int), axis=2)
    return [
        np.logaddexp(0, logits[..., 0]) - yes * logits[..., 0],
        np.log(np.exp(scores).sum(axis=2)) - shares[..., 0],
        (numbers[..., 0] - number) ** 2,
    ]


def test_each_member_has_a_loss_of_its_own(problem: Problems) -> None:
    """The training loss is the mean of their losses; the loss on validation rows is that of the mean answer."""
    given = problem(sharing__dropout=0.0, sharing__members=MEMBERS)
    engine = engine_of(given)
    state = engine.start()
    arrays = given.validation
    batch = Batch(
        {name: tf.constant(values) for name, values in arrays.inputs.items()},
        tuple(map(tf.constant, arrays.values)),
        tuple(map(tf.constant, arrays.mask)),
    )
    raw = member_outputs(engine, state.weights, batch)
    each = losses_by_hand(raw, batch)
    sums, labels = engine._member_sums(
        [tf.constant(part.reshape(-1, part.shape[2]), tf.float32) for part in raw], batch
    )
    for found, count, losses, mask, guess in zip(sums, labels, each, arrays.mask, engine._baselines, strict=True):
        assert count == mask.sum()
        np.testing.assert_allclose(found, losses.mean(axis=0)[mask].sum() / guess, rtol=1e-5)
    chances = 1 / (1 + np.exp(-raw[0]))
    shares = np.exp(raw[1]) / np.exp(raw[1]).sum(axis=2, keepdims=True)
    mean = [np.log(chances.mean(axis=0) / (1 - chances.mean(axis=0))), np.log(shares.mean(axis=0)), raw[2].mean(axis=0)]
    answered = losses_by_hand([part[None] for part in mean], batch)
    wanted = [losses[0][mask].mean() for losses, mask in zip(answered, arrays.mask, strict=True)]
    np.testing.assert_allclose(engine.losses(state.weights, arrays), np.array(wanted) / engine._baselines, rtol=1e-5)


@pytest.mark.parametrize("case", ["mmoe", "scheduled"])
def test_rows_that_fill_up_a_batch_leave_no_trace(problem: Problems, case: str) -> None:
    assert_no_trace(engine_of(shared(problem, case, sharing__members=MEMBERS)))


@pytest.mark.parametrize("method", ["pcgrad", "famo"])
@pytest.mark.parametrize("gradients", ["exact", "approximate"])
def test_members_are_balanced_as_one(problem: Problems, method: str, gradients: str) -> None:
    """The tasks' gradients are those of the mean of the members' losses."""
    given = problem(sharing__dropout=0.0, sharing__members=MEMBERS, balancing__kind=method)
    engine = engine_of(given)
    state = trained(engine, engine.start(), range(1))
    assert all(np.isfinite(np.asarray(part)).all() for part in keras.tree.flatten(state.weights))


def test_units_rest_in_each_member_by_itself(problem: Problems) -> None:
    given = problem(sharing__dropout=0.5, sharing__members=MEMBERS, sharing__activation="tanh")
    engine = engine_of(given)
    state = engine.start()
    rows = {name: tf.constant(values) for name, values in given.train.inputs.items()}
    layer = keras.Model(engine.model.inputs, engine.model.get_layer("trunk_1_dropout").output)
    silent = np.asarray(layer(rows, training=True)).reshape(MEMBERS, given.train.rows, -1) == 0
    assert not np.array_equal(silent[0], silent[1])
    assert state.counters
