"""Impartial learning by gradients: the same component along every task's gradient; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.solving import inverse
from mtl_core.experiment.balancing import IMTLGradientBalancing

_RIDGE = 1e-6


class IMTLGradient(ByGradient[IMTLGradientBalancing]):
    """⟨d, u_t⟩ is the same for all unit gradients u_t, Σ w = 1: Liu et al., "Towards impartial multi-task learning"
    (https://openreview.net/forum?id=IMPnRXEWpvr), eq. 4–6. That is w ∝ D⁻¹ (U Uᵀ)⁻¹ 1, D the gradients' lengths."""

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T], some of which may be negative."""
        lengths = tf.sqrt(tf.linalg.diag_part(seen.gramian))
        lengths = tf.where(lengths > 0, lengths, 1)
        cosines = seen.gramian / (lengths[:, None] * lengths)
        ridge = _RIDGE * tf.eye(lengths.shape[0], dtype=cosines.dtype)
        found = tf.reduce_sum(inverse(cosines + ridge, seen.active), axis=1) / lengths
        return found / tf.reduce_sum(found), state
