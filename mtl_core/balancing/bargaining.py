"""The convex problem behind bargains between tasks."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import Seen
from mtl_core.balancing.solving import inverse, units

_STEPS = 150  # gradients of like sizes need four to nine, those 10¹² apart up to a hundred
_MOVED = 1e-12  # of a number, when another step is worth while
_LENGTHS = 10  # that are tried at a step: 1, ½, ¼, …
_FARTHEST = 0.9  # of the way to where an α is 0
_ALIKE = 1e-13  # of a cost, which rounding may add


def shares(seen: Seen, fairness: float) -> tf.Tensor:
    """The α > 0 [T] with (G α)_t = (p_t / α_t)^{1/fairness}, p the preferences; 0 for tasks that take no part.

    It minimises the convex ½ αᵀG α - Σ U_t(α_t), U_t' = (p_t / α_t)^{1/fairness}: damped Newton in α_t ‖g_t‖ from where
    it would be were the gradients orthogonal, halving until the cost does not grow.
    """
    active, there = seen.active, tf.cast(seen.active, tf.float64)
    square, lengths = units(seen.gramian)
    power = 1 / fairness
    gains = tf.where(active, seen.wanted, 1) ** power * lengths ** (power - 1)  # U' in α_t ‖g_t‖

    def cost(values: tf.Tensor) -> tf.Tensor:
        """Of candidates [..., T]; infinite outside."""
        safe = tf.where(values > 0, values, 1)
        utility = tf.math.log(safe) if fairness == 1 else safe ** (1 - power) / (1 - power)
        bent = 0.5 * tf.reduce_sum(values * tf.linalg.matvec(square, values), axis=-1)
        total = bent - tf.reduce_sum(there * gains * utility, axis=-1)
        return tf.where(tf.reduce_all((values > 0) | ~active, axis=-1), total, total.dtype.max)

    def going(count: tf.Tensor, values: tf.Tensor, moved: tf.Tensor) -> tf.Tensor:
        return (count < _STEPS) & (moved > _MOVED)

    def step(count: tf.Tensor, values: tf.Tensor, _: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        safe = tf.where(active, values, 1)
        slope = tf.linalg.matvec(square, values) - gains * safe**-power
        curved = square + tf.linalg.diag(power * gains * safe ** (-power - 1))
        sizes = tf.sqrt(tf.linalg.diag_part(curved))  # which may be as far apart as the gradients'
        inverted = inverse(curved / sizes[:, None] / sizes, active)
        change = tf.linalg.matvec(inverted, there * slope / sizes) / sizes / safe
        farthest = _FARTHEST / tf.maximum(tf.reduce_max(change), _FARTHEST)
        tried = values * (1 - farthest * halves[:, None] * change)
        costs = cost(tried)
        chosen = tf.argmax(tf.cast(costs <= costs[-1] + _ALIKE * tf.abs(costs[-1]), tf.int32))  # so the longest
        return count + 1, tried[chosen], farthest * halves[chosen] * tf.reduce_max(tf.abs(change))

    halves = tf.concat([0.5 ** tf.range(_LENGTHS, dtype=tf.float64), [0]], axis=0)
    start = there * gains ** (1 / (1 + power))
    _, found, _ = tf.while_loop(going, step, (tf.constant(0), start, tf.constant(1.0, tf.float64)))
    return found / lengths
