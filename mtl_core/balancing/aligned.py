"""Aligned multi-task learning: a system of gradients that is orthogonal and of one length; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.experiment.balancing import AlignedBalancing

_TOLERANCE = 1e-7  # of an eigenvalue, relative to the largest and times T


class Aligned(ByGradient[AlignedBalancing]):
    """w = σ V Λ^{-1/2} Vᵀ 1 for G = V Λ Vᵀ; σ² the least (or median, or mean) eigenvalue above the tolerance.

    Senushkin et al. (https://arxiv.org/abs/2305.19000), eq. 7–9 and algorithm 1; the scales are those of its code.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T]."""
        there = tf.cast(seen.active, tf.float64)
        values, vectors = tf.linalg.eigh(seen.gramian)
        kept = values > _TOLERANCE * self.tasks.number * values[-1]
        scale = self._scale(values, kept)
        roots = tf.where(kept, tf.sqrt(scale / tf.where(kept, values, 1)), 0)
        return tf.linalg.matvec(vectors, roots * tf.linalg.matvec(vectors, there, transpose_a=True)), state

    def _scale(self, values: tf.Tensor, kept: tf.Tensor) -> tf.Tensor:
        """σ² of the eigenvalues that are kept; they ascend."""
        number = tf.reduce_sum(tf.cast(kept, tf.int32))
        if self.settings.scale == "rmse":
            return tf.reduce_sum(tf.where(kept, values, 0)) / tf.cast(tf.maximum(number, 1), values.dtype)
        place = self.tasks.number - number  # of the least
        if self.settings.scale == "median":
            place += (number - 1) // 2
        return tf.gather(values, tf.minimum(place, self.tasks.number - 1))
