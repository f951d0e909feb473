from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import build, stateless_call
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine
from mtl_core.training.losses import LOSSES, baselines
from tests.networks.shared_plans import CASES
from tests.training.test_sharing import shared

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]
PREFERENCES = np.array([1.5, 0.5, 1.0])


def engine_of(case: Any, train: Arrays | None = None) -> Engine:
    train = train or case.train
    model = build(case.plan, case.experiment.training.seed)
    return Engine(case.plan, model, case.experiment, train, baselines(case.plan.tasks, case.train))


def first_batch(engine: Engine) -> Any:
    batch = engine._gather(engine._data, engine.order(0), tf.constant(0))
    return engine._sampling.with_true_answers(batch, tf.constant(0, tf.int64))


def reference(engine: Engine, case: Any, log: bool = False) -> tuple[list[list[np.ndarray]], list[np.ndarray]]:
    """Each task's gradient of each variable for the first batch, and that of the penalties, by one plain tape."""
    batch, model = first_batch(engine), engine.model
    sizes = baselines(case.plan.tasks, case.train)
    weights = [tf.constant(variable.value) for variable in model.trainable_variables]
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(weights)
        outputs, _, penalties = stateless_call(model, weights, [], batch.inputs)
        totals = []
        for task, output, values, mask, size in zip(
            case.plan.tasks, outputs, batch.values, batch.mask, sizes, strict=True
        ):
            rows = LOSSES[task.kind].each(output, values)
            loss = tf.reduce_mean(rows[mask]) / size
            totals.append(tf.math.log(loss) if log else loss)
        penalty = sum(penalties, engine.gradients.network.penalty(weights))
    slopes = [_dense(tape.gradient(total, weights, unconnected_gradients="zero")) for total in totals]
    return slopes, _dense(tape.gradient(penalty, weights, unconnected_gradients="zero"))


def _dense(gradients: Any) -> list[np.ndarray]:
    return [np.asarray(tf.convert_to_tensor(gradient)) for gradient in gradients]


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("way", ["exact", "approximate"])
@pytest.mark.parametrize("l2", [0.0, 0.05])
@pytest.mark.parametrize("depth", [1, 2])
def test_shared_weights_get_the_weighted_sum_and_heads_their_own(
    problem: Problems, way: str, l2: float, log: bool, depth: int
) -> None:
    case = problem(
        balancing__kind="mgda", balancing__gradients=way, balancing__log_loss=log,
        sharing__dropout=0, sharing__depth=depth, sharing__layers=2, sharing__l2=l2,
    )  # fmt: skip
    engine = engine_of(case)
    assert engine.gradients.kind == way
    assert len(set(weighed(engine, case, log))) == 3


@pytest.mark.parametrize("name", CASES)
def test_every_way_of_sharing_says_what_is_shared(problem: Problems, name: str) -> None:
    case = shared(problem, name, balancing__kind="upgrad", balancing__gradients="exact", sharing__dropout=0)
    weighed(engine_of(case), case)


def weighed(engine: Engine, case: Any, log: bool = False) -> np.ndarray:
    """The weights of the first step over the preferences, once its gradients are known to be what they should."""
    taken = engine.gradients.take(engine.start(), first_batch(engine), tf.constant(PREFERENCES, tf.float32))
    slopes, pulls = reference(engine, case, log)
    weights: np.ndarray = taken.totals[2].numpy()
    for place, users in enumerate(engine.gradients.network.users):
        factors = PREFERENCES * (weights if len(users) > 1 else 1)
        expected = sum(factor * slope[place] for factor, slope in zip(factors, slopes, strict=True)) + pulls[place]
        np.testing.assert_allclose(taken.gradients[place], expected, rtol=1e-4, atol=1e-6)
    return weights


def test_the_gramian_is_that_of_the_shared_weights(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    case = problem(balancing__kind="upgrad", sharing__dropout=0, sharing__depth=2, sharing__layers=2)
    engine = engine_of(case)
    shown = []
    weigh = engine.balancer.weigh

    def spy(seen: Any, balance: Any) -> Any:
        shown.append(seen.gramian)
        return weigh(seen, balance)

    monkeypatch.setattr(engine.balancer, "weigh", spy)
    engine.gradients.take(engine.start(), first_batch(engine), tf.constant(PREFERENCES, tf.float32))
    slopes, _ = reference(engine, case)
    places = engine.gradients.network.shared
    jacobian = np.stack([np.concatenate([slope[place].ravel() for place in places]) for slope in slopes])
    np.testing.assert_allclose(shown[0], jacobian @ jacobian.T, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("way", ["exact", "approximate"])
def test_a_tasks_gradient_is_the_same_masked_or_removed(problem: Problems, way: str) -> None:
    """Rows without a label of the only task are as if they were not there."""
    case = problem(("binary", "regression"), 32, balancing__kind="mgda", balancing__gradients=way, sharing__dropout=0,
                   training__batch_size=32)  # fmt: skip
    keep = np.arange(32) < 12
    mask = (keep, keep)
    masked = Arrays(case.train.inputs, case.train.values, mask)
    removed = Arrays(
        {name: values[keep] for name, values in case.train.inputs.items()},
        tuple(values[keep] for values in case.train.values),
        tuple(here[keep] for here in mask),
    )
    found = []
    for rows in (masked, removed):
        engine = engine_of(case, rows)
        taken = engine.gradients.take(engine.start(), first_batch(engine), tf.ones(2))
        found.append([*taken.gradients, *taken.state.stats])
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def test_between_comparisons_the_weights_hold(problem: Problems) -> None:
    case = problem(balancing__kind="mgda", balancing__every=3, sharing__dropout=0)
    engine = engine_of(case)
    state, order, weights = engine.start(), engine.order(0), []
    for step in range(6):
        state, totals = engine.run(state, order, step, step + 1, np.ones(3), np.zeros((3, 3)))
        weights.append(totals[2])
    held = [np.array_equal(one, other) for one, other in itertools.pairwise(weights)]
    assert held == [True, True, False, True, True]
    assert float(state.stats.pairs[0, 0]) == 2


def test_large_shared_layers_are_compared_approximately_and_small_ones_exactly(problem: Problems) -> None:
    small = engine_of(problem(balancing__kind="upgrad"))
    large = engine_of(problem(balancing__kind="upgrad", sharing__units=256, sharing__depth=2))
    equal = engine_of(problem())
    assert [engine.gradients.kind for engine in (small, large, equal)] == ["exact", "approximate", "none"]


def test_without_a_shared_layer_there_is_nothing_to_compare(problem: Problems) -> None:
    engine = engine_of(problem(balancing__kind="upgrad", sharing__depth=0))
    assert engine.gradients.kind == "none"


def test_smoothed_gradients_begin_with_the_first_and_are_mixed(problem: Problems) -> None:
    case = problem(balancing__kind="mgda", balancing__gradient_ema=0.5, sharing__dropout=0)
    engine = engine_of(case)
    state = engine.start()
    first = engine.gradients.take(state, first_batch(engine), tf.ones(3)).state
    plain = engine_of(problem(balancing__kind="mgda", sharing__dropout=0))
    rows = _rows(plain)
    for mean, row in zip(first.smoothed[1:], rows, strict=True):
        np.testing.assert_allclose(mean, row, rtol=1e-5, atol=1e-7)
    assert first.smoothed[0].numpy().all()
    moved = first._replace(weights=tuple(0.5 * weight for weight in first.weights))
    second = engine.gradients.take(moved, first_batch(engine), tf.ones(3))
    plain.give(tuple(0.5 * variable.value for variable in plain.model.trainable_variables))
    for mean, row, new in zip(second.state.smoothed[1:], rows, _rows(plain), strict=True):
        np.testing.assert_allclose(mean, (row + new) / 2, rtol=1e-4, atol=1e-6)


def _rows(engine: Engine) -> list[np.ndarray]:
    """Each shared variable's gradients [T, …] for the first batch."""
    batch = first_batch(engine)
    with tf.GradientTape(persistent=True) as tape:
        outputs = keras.tree.flatten(engine.model(dict(batch.inputs)))
        sums, labels = engine._task_sums(outputs, batch)
        losses = tf.unstack(tf.stack(sums) / labels)
    shared = [engine.model.trainable_variables[place] for place in engine.gradients.network.shared]
    slopes = [[tf.convert_to_tensor(s) for s in tape.gradient(loss, shared)] for loss in losses]
    return [np.stack(row) for row in zip(*slopes, strict=True)]
