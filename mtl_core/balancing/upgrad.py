"""Unconflicting projection of gradients: no task may get worse."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary, units
from mtl_core.experiment.balancing.upgrad import UPGradBalancing


class UPGrad(ByGradient[UPGradBalancing]):
    """Each gradient is projected on the dual cone of all of them, and the projections are averaged.

    Quinton & Rey, "Jacobian descent for multi-objective optimization" (https://arxiv.org/abs/2406.16232), definition 5
    and proposition 1: w = Σ_i argmin {vᵀG v : v ≥ p_i e_i}, p the preferences. Each problem is solved in units of its
    own gradient, for v ≥ e_i in y = D v, D the lengths, since a projection grows with what is projected.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T] with ⟨d, g_t⟩ ≥ 0."""
        cosines, lengths = units(seen.gramian)
        raised = tf.eye(self.tasks.number, dtype=tf.float64) + complementary(cosines, cosines, seen.active)
        return tf.linalg.matvec(raised, seen.wanted * lengths, transpose_a=True) / lengths, state


METHOD = UPGrad
