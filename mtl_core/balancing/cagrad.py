"""Conflict-averse gradient descent: near the mean, but for the task that it serves worst; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary
from mtl_core.experiment.balancing import CAGradBalancing

_RIDGE = 1e-8
_STEPS = 12


class CAGrad(ByGradient[CAGradBalancing]):
    """d = argmax min_t ⟨d, g_t⟩ subject to ‖d - g_0‖ ≤ c ‖g_0‖, g_0 being the mean gradient.

    Liu et al. (https://arxiv.org/abs/2110.14048), eq. 3. For a given least ⟨d, g_t⟩ = α the nearest d to g_0 is
    g_0 + Jᵀx, x ≥ 0 complementary to G x + G b - α; its distance ‖Jᵀx‖ is convex in α, and Newton's method finds the α
    at which it is c ‖g_0‖. This is the dual of the paper's problem (eq. 4) in w = x / Σx.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """b + x: the weights of g_0 and what is added to it."""
        there = tf.cast(seen.active, tf.float64)
        mean = there / tf.reduce_sum(there)
        square = seen.gramian + _RIDGE * tf.linalg.diag(there)
        along = tf.linalg.matvec(square, mean)  # ⟨g_t, g_0⟩
        radius = self.settings.aversion * tf.sqrt(tf.reduce_sum(mean * along))
        reach = along + radius * tf.sqrt(tf.linalg.diag_part(square))
        least = tf.reduce_min(tf.where(seen.active, reach, tf.float64.max))  # no d within reach does better

        def nearer(count: tf.Tensor, least: tf.Tensor, _: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            found = complementary(square, (along - least)[None], seen.active)[0]
            distance = tf.sqrt(tf.reduce_sum(found * tf.linalg.matvec(square, found)))
            slope = tf.reduce_sum(found) / tf.where(distance > 0, distance, 1)  # of the distance, in α
            change = (distance - radius) / tf.where(slope > 0, slope, 1)
            return count + 1, least - change, found

        start = (tf.constant(0), least, tf.zeros_like(mean))
        _, _, found = tf.while_loop(lambda count, *_: count < _STEPS, nearer, start)
        return mean + found, state
