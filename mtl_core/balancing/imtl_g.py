"""Impartial learning by gradients: the same component along every task's gradient."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import projecting
from mtl_core.experiment.balancing.imtl_g import IMTLGradientBalancing


class IMTLGradient(ByGradient[IMTLGradientBalancing]):
    """⟨d, u_t⟩ is the same for all unit gradients u_t: Liu et al., "Towards impartial multi-task learning"
    (https://openreview.net/forum?id=IMPnRXEWpvr), eq. 4–6. That is w ∝ D⁻¹ (U Uᵀ)⁻¹ 1, D the gradients' lengths; with
    preferences p, ⟨d, u_t⟩ ∝ p_t and w ∝ D⁻¹ (U Uᵀ)⁻¹ p (``projecting``).

    The paper scales to Σ w = 1, which turns the direction round where Σ w < 0. The balancer scales it anyway.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T], some of which may be negative."""
        return projecting(seen), state


METHOD = IMTLGradient
