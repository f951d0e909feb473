"""Rows that only fill up the last batch of an epoch leave no trace in what is learnt and told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import COUNTED
from mtl_core.training.state import Batch
from tests.training.test_sharing import assert_no_trace, engine_of, shared, trained

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]
BALANCED = "mmoe"  # whose gates are to use all experts alike


def test_a_short_batch_weighs_by_its_rows(problem: Problems) -> None:
    engine = engine_of(problem())
    last = engine.steps_per_epoch - 1
    state = trained(engine, engine.start(), range(1))._replace(step=tf.constant(last, tf.int64))
    batch = engine._gather(engine._data, engine.order(0), tf.constant(last))
    share = (engine.rows - last * engine.batch) / engine.batch
    assert share < 1
    gradients = engine.gradients.take(state, batch, tf.ones(3)).gradients
    after, _ = engine._step(state, batch, tf.ones(3))
    for before, mean, gradient in zip(state.moments.first, after.moments.first, [gradients], strict=True):
        flat = tf.concat([tf.reshape(part, [-1]) for part in gradient], axis=0)
        np.testing.assert_allclose(mean, 0.9 * before + 0.1 * share * flat, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("gradients", ["exact", "approximate"])
@pytest.mark.parametrize("kind", ["upgrad", "gradvac"])
def test_no_comparison_of_gradients_sees_them(problem: Problems, kind: str, gradients: str) -> None:
    assert_no_trace(engine_of(shared(problem, BALANCED, balancing__kind=kind, balancing__gradients=gradients)))


@pytest.mark.parametrize("kind", ["gradnorm", "famo", "dwa", "uncertainty"])
def test_no_method_that_looks_at_losses_sees_them(problem: Problems, kind: str) -> None:
    assert_no_trace(engine_of(shared(problem, BALANCED, balancing__kind=kind)))


def test_experts_are_used_evenly_by_the_rows_of_data_alone(problem: Problems) -> None:
    engine = engine_of(shared(problem, BALANCED))
    state = engine.start()
    filled = engine._gather(engine._data, engine.order(0), tf.constant(engine.steps_per_epoch - 1))
    real = int(filled.inputs[COUNTED].numpy().sum())
    assert 0 < real < engine.batch
    alone = Batch(*tf.nest.map_structure(lambda values: values[:real], tuple(filled)))
    one, other = (engine.gradients.forward(state, batch, tf.ones(3))[1] for batch in (filled, alone))
    assert len(one) == 3
    np.testing.assert_allclose(one, other, rtol=1e-5)  # the products of other numbers of rows round otherwise
    assert min(map(float, one)) > 0
