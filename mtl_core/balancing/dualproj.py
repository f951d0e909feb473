"""Projection of the mean gradient: the nearest direction that makes no task worse; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary
from mtl_core.experiment.balancing import DualProjBalancing

_RIDGE = 1e-4  # as in https://torchjd.org


class DualProj(ByGradient[DualProjBalancing]):
    """w = argmin {vᵀG v : v ≥ 1 / T}: the mean gradient, projected on {d : J d ≥ 0}.

    Lopez-Paz & Ranzato (https://arxiv.org/abs/1706.08840), eq. 11, between the tasks at hand.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T] with ⟨d, g_t⟩ ≥ 0, up to the ridge."""
        there = tf.cast(seen.active, tf.float64)
        number = tf.reduce_sum(there)
        square = seen.gramian / number + _RIDGE * tf.eye(there.shape[0], dtype=tf.float64)
        start = there / number
        return start + complementary(square, tf.linalg.matvec(square, start)[None], seen.active)[0], state
