"""Impartial learning by gradients: the same component along every task's gradient; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.solving import equal_angles
from mtl_core.experiment.balancing import IMTLGradientBalancing


class IMTLGradient(ByGradient[IMTLGradientBalancing]):
    """⟨d, u_t⟩ is the same for all unit gradients u_t, Σ w = 1: Liu et al., "Towards impartial multi-task learning"
    (https://openreview.net/forum?id=IMPnRXEWpvr), eq. 4–6. That is w ∝ D⁻¹ (U Uᵀ)⁻¹ 1, D the gradients' lengths."""

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T], some of which may be negative."""
        found = equal_angles(seen.gramian, seen.active)
        return found / tf.reduce_sum(found), state
