"""Multiple-gradient descent: the shortest convex combination of the gradients; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary
from mtl_core.experiment.balancing import MGDABalancing

_RIDGE = 1e-9


class MGDA(ByGradient[MGDABalancing]):
    """w = argmin wᵀG w over the simplex: Désidéri, "Multiple-gradient descent algorithm (MGDA)", Comptes Rendus
    Mathématique 350, 2012, eq. 8; Sener & Koltun (https://arxiv.org/abs/1810.04650), eq. 3, whose divisors are offered.

    Solved exactly: v ≥ 0 of the least vᵀG v + (1ᵀv - 1)² is a multiple of w.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T] of the gradients as they are: those of the divided gradients over their divisors."""
        divisors = self._divisors(seen)
        square = seen.gramian / (divisors[:, None] * divisors)
        square /= tf.linalg.trace(square) / divisors.shape[0]
        ones = tf.ones_like(square)
        ridge = _RIDGE * tf.eye(divisors.shape[0], dtype=square.dtype)
        found = complementary(square + ones + ridge, -ones[:1], seen.active)[0]
        return found / tf.reduce_sum(found) / divisors, state

    def _divisors(self, seen: Seen) -> tf.Tensor:
        """What each gradient is divided by [T]."""
        lengths = tf.sqrt(tf.linalg.diag_part(seen.gramian))
        losses = tf.cast(seen.losses, lengths.dtype)
        both = {"none": tf.ones_like(lengths), "l2": lengths, "loss": losses, "loss+": lengths * losses}
        chosen = both[self.settings.normalisation]
        return tf.where(seen.active & (chosen > 0), chosen, 1)
