from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import build
from mtl_core.training import chunks
from mtl_core.training import engine as module
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine
from mtl_core.training.losses import LOSSES, baselines
from mtl_core.training.state import State

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]


@pytest.fixture(params=["graph", "xla", "graph, then xla"])
def compiled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ways of running a chunk: with "xla" from the second step on, and else from the second epoch on."""
    monkeypatch.setattr(module, "_STEPS_WORTH_COMPILING", 10**9 if request.param == "graph" else 0)
    monkeypatch.setattr(chunks, "MOST_PLAIN", 1 if request.param == "xla" else 1_000)
    return str(request.param)


def engine_of(case: Any, train: Arrays | None = None, losses: np.ndarray | None = None) -> Engine:
    train = train or case.train
    model = build(case.plan, case.experiment.training.seed)
    losses = baselines(case.plan.tasks, train) if losses is None else losses
    return Engine(case.plan, model, case.experiment, train, losses)


def trained(
    engine: Engine,
    cuts: Sequence[int],
    epochs: int = 1,
    state: State | None = None,
    weights: Sequence[float] = (1, 1, 1),
) -> tuple[State, np.ndarray]:
    """Train epochs, each cut into chunks that end at ``cuts``."""
    state = state or engine.start()
    for epoch in range(epochs):
        totals, start, order = np.zeros((3, len(weights))), 0, engine.order(epoch)
        for stop in [*cuts, engine.steps_per_epoch]:
            state, totals = engine.run(state, order, start, stop, np.array(weights, float), totals)
            start = stop
    return state, totals


def same(one: Any, other: Any) -> bool:
    pairs = zip(tf.nest.flatten(one), tf.nest.flatten(other), strict=True)
    return all(np.array_equal(left.numpy(), right.numpy()) for left, right in pairs)


def test_the_length_of_chunks_changes_no_bit(problem: Problems, compiled: str) -> None:
    case = problem(sharing__l2=0.01)
    engine = engine_of(case)
    whole, totals = trained(engine, [], epochs=2)
    for cuts in ([1], [1, 2, 3, 4, 5], [4]):
        state, sums = trained(engine, cuts, epochs=2)
        assert same(whole, state)
        np.testing.assert_array_equal(totals, sums)
    assert same(whole, trained(engine_of(case), [2], epochs=2)[0])
    assert engine._chunks.tracings <= 2


def test_new_weights_need_no_compilation_and_reach_the_next_step(problem: Problems, compiled: str) -> None:
    engine = engine_of(problem())
    plain, _ = trained(engine, [])
    turned, _ = trained(engine, [], weights=(3, 0, 0))
    assert not same(plain.weights, turned.weights)
    assert engine._chunks.tracings <= 2


def test_a_step_is_that_of_keras(problem: Problems, compiled: str) -> None:
    """Without dropout and missing labels: the same as a plain Keras step on the weighted sum of mean losses."""
    case = problem(kinds=("binary", "regression"), sharing__dropout=0, training__weight_decay=0.1, sharing__l2=0.02)
    train = Arrays(case.train.inputs, case.train.values, tuple(map(np.ones_like, case.train.mask)))
    engine = engine_of(case, train, losses=np.array([0.5, 2.0]))
    model = build(case.plan, 0)
    schedule = keras.optimizers.schedules.CosineDecay(0.01, 5 * engine.steps_per_epoch)
    optimizer = keras.optimizers.AdamW(schedule, 0.1)
    order = engine.order(0).numpy()
    for step in range(2):
        rows = order[step * 16 : step * 16 + 16]
        with tf.GradientTape() as tape:
            outputs = model({name: values[rows] for name, values in train.inputs.items()}, training=True)
            means = [
                tf.reduce_mean(LOSSES[task.kind].each(output, tf.constant(train.values[place][rows])))
                for place, (task, output) in enumerate(zip(case.plan.tasks, outputs, strict=True))
            ]
            total = 1.5 * means[0] / 0.5 + 0.5 * means[1] / 2.0 + sum(model.losses)
        # Dense, because Keras squares an embedding's sparse gradient before it adds up the rows of one token.
        gradients = [tf.convert_to_tensor(slope) for slope in tape.gradient(total, model.trainable_variables)]
        optimizer.apply(gradients, model.trainable_variables)
    state, _ = engine.run(engine.start(), engine.order(0), 0, 2, np.array([1.5, 0.5]), np.zeros((3, 2)))
    for weight, variable in zip(state.weights, model.trainable_variables, strict=True):
        np.testing.assert_allclose(weight, variable.numpy(), rtol=1e-3, atol=1e-5)


def test_unlabelled_rows_weigh_nothing(problem: Problems) -> None:
    """What stands where a label is missing has no influence."""
    case = problem()
    pairs = zip(case.train.values, case.train.mask, strict=True)
    junk = tuple(np.where(mask, values, 1).astype(np.float32) for values, mask in pairs)
    clean, junked = case.train, Arrays(case.train.inputs, junk, case.train.mask)
    losses = np.ones(3)
    one, totals = trained(engine_of(case, clean, losses), [])
    other, sums = trained(engine_of(case, junked, losses), [])
    assert same(one, other)
    np.testing.assert_array_equal(totals, sums)


def test_a_task_without_labels_in_a_batch_adds_exactly_nothing(problem: Problems) -> None:
    case = problem(kinds=("binary", "regression"), sharing__dropout=0, training__optimizer="adam")
    mask = (case.train.mask[0], np.zeros_like(case.train.mask[1]))
    engine = engine_of(case, Arrays(case.train.inputs, case.train.values, mask), np.ones(2))
    state, totals = trained(engine, [], weights=(1, 1))
    before = engine.start()
    assert totals[0, 1] == totals[1, 1] == 0
    own = [place for place, variable in enumerate(engine.model.trainable_variables) if variable.path.startswith("t1_")]
    assert own
    for place, (old, new) in enumerate(zip(before.weights, state.weights, strict=True)):
        assert np.array_equal(old.numpy(), new.numpy()) == (place in own)
    alone = engine_of(case, Arrays(case.train.inputs, case.train.values, mask), np.array([1.0, 123.0]))
    assert same(state, trained(alone, [], weights=(1, 1))[0])


def test_losses_are_means_over_labelled_rows_not_over_the_batch(problem: Problems) -> None:
    """Labels of a quarter of the rows give the same update as those rows alone."""
    case = problem(kinds=("binary",), count=32, sharing__dropout=0, training__batch_size=32)
    mask = np.arange(32) < 8
    sparse = Arrays(case.train.inputs, (case.train.values[0] * mask,), (mask,))
    inputs = {name: values[:8] for name, values in case.train.inputs.items()}
    dense = Arrays(inputs, (sparse.values[0][:8],), (mask[:8],))
    one, _ = trained(engine_of(case, sparse, np.ones(1)), [], weights=(1,))
    other, _ = trained(engine_of(case, dense, np.ones(1)), [], weights=(1,))
    for left, right in zip(one.moments, other.moments, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-4, atol=1e-8)


def test_every_row_counts_once_an_epoch(problem: Problems) -> None:
    engine = engine_of(problem(count=90))  # 5 batches of 16 and one of 10
    _, totals = trained(engine, [3])
    np.testing.assert_array_equal(totals[1], [mask.sum() for mask in problem(count=90).train.mask])
    np.testing.assert_array_equal(totals[2], [6.0] * 3)
    orders = [engine.order(epoch).numpy() for epoch in range(2)]
    assert all(sorted(order[:90]) == list(range(90)) for order in orders)
    assert not np.array_equal(*orders)


def test_a_batch_larger_than_the_table_is_the_table(problem: Problems) -> None:
    engine = engine_of(problem(count=10, training__batch_size=1000))
    _, totals = trained(engine, [])
    assert (engine.batch, engine.steps_per_epoch) == (10, 1)
    assert np.isfinite(totals).all()


def test_evaluation_is_the_masked_mean_without_dropout(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    case = problem(sharing__dropout=0.5)
    engine = engine_of(case)
    weights = engine.start().weights
    found = engine.losses(weights, case.validation)
    outputs = engine.model(dict(case.validation.inputs))
    for place, (task, output) in enumerate(zip(case.plan.tasks, outputs, strict=True)):
        losses = LOSSES[task.kind].each(output, tf.constant(case.validation.values[place])).numpy()
        expected = losses[case.validation.mask[place]].mean() / baselines(case.plan.tasks, case.train)[place]
        assert found[place] == pytest.approx(expected, rel=1e-5)
    monkeypatch.setattr(engine, "_rows_at_once", 7)
    np.testing.assert_allclose(engine.losses(weights, case.validation), found, rtol=1e-6)


def test_evaluation_without_rows_or_labels_is_nan(problem: Problems) -> None:
    case = problem(held=0)
    engine = engine_of(case)
    assert np.isnan(engine.losses(engine.start().weights, case.validation)).all()


def test_give_sets_the_models_weights(problem: Problems) -> None:
    engine = engine_of(problem())
    state, _ = trained(engine, [])
    engine.give(state.weights)
    for variable, weight in zip(engine.model.trainable_variables, state.weights, strict=True):
        np.testing.assert_array_equal(variable.numpy(), weight.numpy())
