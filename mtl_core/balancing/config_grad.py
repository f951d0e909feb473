"""Conflict-free gradients by equal angles."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import projecting
from mtl_core.experiment.balancing.config_grad import ConFIGBalancing


class ConFIG(ByGradient[ConFIGBalancing]):
    """d = (Σ_t ⟨g_t, v⟩) v, v the unit vector along U⁺ 1, U the unit gradients.

    Liu, Chu & Thuerey (https://arxiv.org/abs/2408.11104), eq. 2–3. U⁺ 1 = Uᵀ (U Uᵀ)⁻¹ 1. The direction is IMTL-G's; the
    length, which shrinks under conflict, is the method's own and is kept. With preferences p, v is along Uᵀ (U Uᵀ)⁻¹ p
    (``projecting``), and as long as Σ_t p_t g_t is along it.
    """

    own_length = True

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T]."""
        found = projecting(seen)
        along = tf.linalg.matvec(seen.gramian, found)  # ⟨g_t, Jᵀ found⟩
        square = tf.reduce_sum(found * along)
        return found * tf.reduce_sum(seen.wanted * along) / tf.where(square > 0, square, 1), state


METHOD = ConFIG
