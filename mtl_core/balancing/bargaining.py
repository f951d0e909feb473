"""The convex problem behind bargains between tasks; it knows no method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.solving import inverse

_RIDGE = 1e-6
_STEPS = 30
_LENGTHS = 10  # that are tried at a step: 1, ½, ¼, …


def shares(gramian: tf.Tensor, active: tf.Tensor, fairness: float) -> tf.Tensor:
    """The α > 0 [T] with G α = α^{-1/fairness}; 0 where ``active`` is False.

    It minimises the convex ½ αᵀG α - Σ U(α_t), U' = α^{-1/fairness}: damped Newton, halving until nothing grows.
    """
    there = tf.cast(active, gramian.dtype)
    lengths = tf.sqrt(tf.linalg.diag_part(gramian)) * there
    lengths = tf.where(lengths > 0, lengths, 1)
    square = gramian / (lengths[:, None] * lengths) + _RIDGE * tf.linalg.diag(there)  # in α_t ‖g_t‖
    power = 1 / fairness
    gains = lengths ** (power - 1)  # U' in α_t ‖g_t‖

    def cost(values: tf.Tensor) -> tf.Tensor:
        """Of candidates [..., T]; infinite outside."""
        safe = tf.where(values > 0, values, 1)
        utility = tf.math.log(safe) if fairness == 1 else safe ** (1 - power) / (1 - power)
        bent = 0.5 * tf.reduce_sum(values * tf.linalg.matvec(square, values), axis=-1)
        total = bent - tf.reduce_sum(there * gains * utility, axis=-1)
        return tf.where(tf.reduce_all((values > 0) | ~active, axis=-1), total, total.dtype.max)

    def step(count: tf.Tensor, values: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        safe = tf.where(active, values, 1)
        slope = there * (tf.linalg.matvec(square, values) - gains * safe**-power)
        curved = square + tf.linalg.diag(power * gains * safe ** (-power - 1))
        change = tf.linalg.matvec(inverse(curved, active), slope)
        tried = values - halves[:, None] * change
        return count + 1, tried[tf.argmin(cost(tried))]

    halves = tf.concat([0.5 ** tf.range(_LENGTHS, dtype=gramian.dtype), [0]], axis=0)
    start = there / tf.sqrt(tf.maximum(tf.reduce_sum(there), 1))
    _, found = tf.while_loop(lambda count, _: count < _STEPS, step, (tf.constant(0), start))
    return found / lengths
