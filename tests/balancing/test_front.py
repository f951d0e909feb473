"""The two-task toy problem of Liu et al. (CAGrad, https://arxiv.org/abs/2110.14048, appendix), which Navon et al.
(Nash-MTL) take too: one pair of losses of two parameters, with a valley in which plain descent stalls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.balancing import Seen, Tasks, make
from mtl_core.experiment.balancing import BALANCING

pytestmark = pytest.mark.engine

STARTS = [[-8.5, 7.5], [-8.5, -5.0], [9.0, 9.0]]
STEPS = 20_000
PROMISE = ("cagrad", "fairgrad", "imtl_g", "mgda", "nash", "upgrad")


def losses(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The toy's losses, with the low values cut at 5e-6 as there."""
    first, second = x[0], x[1]
    low = tf.constant(5e-6)
    one = tf.math.log(tf.maximum(tf.abs(0.5 * (-first - 7) - tf.tanh(-second)), low)) + 6
    two = tf.math.log(tf.maximum(tf.abs(0.5 * (-first + 3) - tf.tanh(-second) + 2), low)) + 6
    above, below = tf.maximum(tf.tanh(0.5 * second), 0.0), tf.maximum(tf.tanh(-0.5 * second), 0.0)
    flat = (-second + 8) ** 2, (-second - 8) ** 2
    squares = (
        ((-first + 7) ** 2 + 0.1 * flat[0]) / 10 - 20,
        ((-first - 7) ** 2 + 0.1 * flat[0]) / 10 - 20,
    )
    return above * one + below * squares[0], above * two + below * squares[1]


def descent(kind: str, **fields: Any) -> Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]:
    """From a start, where Adam ends by that method's directions, and the two gradients there; compiled once."""
    made = make(BALANCING[kind](**fields), Tasks((False, False), 100, 0))

    def gradients(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(x)
            both = losses(x)
        return tf.stack(both), tf.stack([tape.gradient(loss, x) for loss in both])

    def step(count: tf.Tensor, x: tf.Tensor, first: tf.Tensor, second: tf.Tensor, balance: Any) -> tuple[Any, ...]:
        values, rows = gradients(x)
        wide = tf.cast(rows, tf.float64)
        seen = Seen(values, tf.ones(2), tf.ones(2, tf.bool), count, tf.matmul(wide, wide, transpose_b=True))
        weights, balance = made.weigh(seen, balance)
        slope = tf.linalg.matvec(rows, weights.shared, transpose_a=True)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        turn = tf.cast(count + 1, tf.float32)
        ahead = first / (1 - 0.9**turn) / (tf.sqrt(second / (1 - 0.999**turn)) + 1e-8)
        rate = 0.01 * tf.minimum(1.0, 2 * (1 - turn / STEPS))
        return count + 1, x - rate * ahead, first, second, balance

    @tf.function(jit_compile=True, autograph=False)
    def run(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        zeros = tf.zeros(2)
        begun = (tf.constant(0, tf.int64), x, zeros, zeros, made.start())
        x = tf.while_loop(lambda count, *_: count < STEPS, step, begun)[1]
        return x, gradients(x)[1]

    return run


@pytest.mark.parametrize("kind", PROMISE)
def test_it_ends_on_the_front_from_three_starts(kind: str) -> None:
    """On the front the two gradients point away from each other."""
    run = descent(kind)
    for start in STARTS:
        x, rows = (values.numpy() for values in run(tf.constant(start)))
        units = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        assert np.isfinite(x).all()
        assert units[0] @ units[1] < -0.99, (kind, start, x.tolist(), units.tolist())
