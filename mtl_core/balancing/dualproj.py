"""Projection of the mean gradient: the nearest direction that makes no task worse."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary, units
from mtl_core.experiment.balancing.dualproj import DualProjBalancing


class DualProj(ByGradient[DualProjBalancing]):
    """w = argmin {vᵀG v : v ≥ p}: the sum of the gradients times the preferences, projected on {d : J d ≥ 0}.

    Lopez-Paz & Ranzato (https://arxiv.org/abs/1706.08840), eq. 11, between the tasks at hand. Solved in y = D v, D the
    lengths.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T] with ⟨d, g_t⟩ ≥ 0."""
        cosines, lengths = units(seen.gramian)
        start = seen.wanted * lengths
        size = tf.reduce_max(start)
        raised = complementary(cosines, tf.linalg.matvec(cosines, start / size)[None], seen.active)[0]
        return seen.wanted + size * raised / lengths, state


METHOD = DualProj
