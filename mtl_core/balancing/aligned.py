"""Aligned multi-task learning: a system of gradients that is orthogonal and of one length."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import preferring
from mtl_core.experiment.balancing.aligned import AlignedBalancing

_TOLERANCE = 1e-12  # of an eigenvalue, relative to the largest and times T: sizes up to about 10⁵ apart are told apart
_STIFF = 1e6  # times the largest 1 / σ V Λ^{1/2} Vᵀ


class Aligned(ByGradient[AlignedBalancing]):
    """w = σ V Λ^{-1/2} Vᵀ p for G = V Λ Vᵀ; σ² the least (or median, or mean) eigenvalue above the tolerance.

    Senushkin et al. (https://arxiv.org/abs/2305.19000), eq. 7–9 and algorithm 1; the scales are those of its code.
    The preferences p weigh the gradients once they are aligned, as §3.3 has its tasks' importance: d = Σ_t p_t ĝ_t.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T]; none is further below 0 than with equal preferences (``preferring``)."""
        values, vectors = tf.linalg.eigh(seen.gramian)
        kept = values > _TOLERANCE * self.tasks.number * values[-1]
        roots = tf.sqrt(self._scale(values, kept) / tf.where(kept, values, 1))
        there = tf.cast(seen.active, tf.float64)
        inside = tf.where(kept, roots, 0) * tf.linalg.matvec(vectors, there, transpose_a=True)
        stiff = _STIFF * tf.reduce_max(tf.where(kept, 1 / roots, 0))  # against weights that lead nowhere
        matrix = tf.matmul(vectors * tf.where(kept, 1 / roots, stiff), vectors, transpose_b=True)
        return preferring(matrix, tf.linalg.matvec(vectors, inside), seen), state

    def _scale(self, values: tf.Tensor, kept: tf.Tensor) -> tf.Tensor:
        """σ² of the eigenvalues that are kept; they ascend."""
        number = tf.reduce_sum(tf.cast(kept, tf.int32))
        if self.settings.scale == "rmse":
            return tf.reduce_sum(tf.where(kept, values, 0)) / tf.cast(tf.maximum(number, 1), values.dtype)
        place = self.tasks.number - number  # of the least
        if self.settings.scale == "median":
            place += (number - 1) // 2
        return tf.gather(values, tf.minimum(place, self.tasks.number - 1))


METHOD = Aligned
