"""Conflict-averse gradient descent: near the mean, but for the task that it serves worst."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary, units
from mtl_core.experiment.balancing.cagrad import CAGradBalancing

_STEPS = 12


class CAGrad(ByGradient[CAGradBalancing]):
    """d = argmax min_t ⟨d, g_t⟩ subject to ‖d - g_0‖ ≤ c ‖g_0‖, g_0 the mean gradient; so ‖d‖ ≥ (1 - c) ‖g_0‖.

    Liu et al. (https://arxiv.org/abs/2110.14048), eq. 3. For a given least ⟨d, g_t⟩ = α the nearest d to g_0 is
    g_0 + Jᵀx, x ≥ 0 complementary to G (x + 1 / T) - α; its distance ‖Jᵀx‖ is convex in α, and Newton's method finds
    the α at which it is c ‖g_0‖. This is the dual of the paper's problem (eq. 4) in w = x / Σ x. Solved in y = D x,
    D the lengths.

    The preferences multiply the weights. Inside, as Σ p_t g_t / T for g_0 and ⟨d, g_t⟩ / p_t for ⟨d, g_t⟩, a task's
    share may fall as its preference rises: the radius c ‖g_0‖ shrinks where the preferred gradient cancels others.
    """

    shortest = 1.0

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """p (1 + T x): x is what is added to the weights of g_0."""
        cosines, lengths = units(seen.gramian)
        start = tf.cast(seen.active, tf.float64) * lengths
        along = tf.linalg.matvec(cosines, start)  # ⟨u_t, T g_0⟩
        size = tf.sqrt(tf.maximum(tf.reduce_sum(start * along), 0))  # T ‖g_0‖
        added = self._solve(seen.active, cosines, along / tf.where(size > 0, size, 1), 1 / lengths)
        return seen.wanted * (1 + size * added / lengths), state

    def _solve(self, active: tf.Tensor, cosines: tf.Tensor, along: tf.Tensor, goals: tf.Tensor) -> tf.Tensor:
        """y [T], where T ‖g_0‖ is 1; ``goals`` are ⟨d, u_t⟩ for α = 1."""
        radius = tf.constant(self.settings.aversion, tf.float64)
        goals /= tf.reduce_max(tf.where(active, goals, 0))
        reach = tf.where(active, (along + radius) / goals, tf.float64.max)

        def nearer(count: tf.Tensor, least: tf.Tensor, _: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            found = complementary(cosines, (along - least * goals)[None], active)[0]
            distance = tf.sqrt(tf.reduce_sum(found * tf.linalg.matvec(cosines, found)))
            slope = tf.reduce_sum(found * goals) / tf.where(distance > 0, distance, 1)  # of the distance, in α
            change = (distance - radius) / tf.where(slope > 0, slope, 1)
            return count + 1, least - change, found

        start = (tf.constant(0), tf.reduce_min(reach), tf.zeros_like(along))  # no d within reach does better
        return tf.while_loop(lambda count, *_: count < _STEPS, nearer, start)[2]


METHOD = CAGrad
