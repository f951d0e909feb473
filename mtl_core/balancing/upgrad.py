"""Unconflicting projection of gradients: no task may get worse; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary
from mtl_core.experiment.balancing import UPGradBalancing

_RIDGE = 1e-4  # as in the authors' library, https://torchjd.org


class UPGrad(ByGradient[UPGradBalancing]):
    """Each gradient is projected on the dual cone of all of them, and the projections are averaged.

    Quinton & Rey, "Jacobian descent for multi-objective optimization" (https://arxiv.org/abs/2406.16232), definition 5
    and proposition 1: w = Σ_i argmin {vᵀG v : v ≥ u_i} with u_i = e_i / T. Preferences have multiplied the gradients.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T] with ⟨d, g_t⟩ ≥ 0, up to the ridge."""
        number = tf.reduce_sum(tf.cast(seen.active, tf.float64))
        square = seen.gramian / number + _RIDGE * tf.eye(self.tasks.number, dtype=tf.float64)
        starts = tf.linalg.diag(tf.cast(seen.active, tf.float64)) / number
        raised = starts + complementary(square, tf.matmul(starts, square), seen.active)
        return tf.reduce_sum(raised, axis=0), state
