"""Multiple-gradient descent: the shortest convex combination of the gradients."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.solving import complementary, units
from mtl_core.experiment.balancing.mgda import MGDABalancing


class MGDA(ByGradient[MGDABalancing]):
    """w = argmin wᵀG w over the simplex: Désidéri, "Multiple-gradient descent algorithm (MGDA)", Comptes Rendus
    Mathématique 350, 2012, eq. 8; Sener & Koltun (https://arxiv.org/abs/1810.04650), eq. 3, whose divisors are offered.

    With preferences p the simplex is over g_t / p_t, with weights λ_t / p_t of the g_t themselves: its shortest d has
    ⟨d, g_t⟩ ≥ p_t ‖d‖², a gain of each task in proportion to p_t at least, and where gradients are orthogonal
    w_t = λ_t / p_t ∝ p_t / ‖g_t‖². (Over p_t g_t it would be the other way round: ⟨d, g_t⟩ ≥ ‖d‖² / p_t.)

    Solved exactly in y = D w, D the lengths: y ≥ 0 of the least ‖Jᵀw‖² + (qᵀy - 1)² is a multiple of the solution,
    the simplex being qᵀy = 1, q_t = p_t / ‖g_t‖. The length is the method's own, which nears 0 as the tasks come to
    where no step helps all: w is scaled so that the paper's w = 1 / T, were it the shortest, is the sum of the
    gradients. So d is never longer than with the preferences alone.
    """

    own_length = True

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Weights [T] of the gradients as they are: those of the divided gradients over their divisors."""
        cosines, lengths = units(seen.gramian)
        bound = self._divisors(seen) * seen.wanted  # Σ bound w is given
        normal = bound / lengths
        normal /= tf.reduce_max(normal)
        found = complementary(cosines + normal[:, None] * normal, -normal[None], seen.active)[0] / lengths
        return found * (tf.reduce_sum(bound * seen.wanted) / tf.reduce_sum(bound * found)), state

    def _divisors(self, seen: Seen) -> tf.Tensor:
        """What each gradient is divided by [T]."""
        lengths = tf.sqrt(tf.linalg.diag_part(seen.gramian))
        losses = tf.cast(seen.losses, lengths.dtype)
        both = {"none": tf.ones_like(lengths), "l2": lengths, "loss": losses, "loss+": lengths * losses}
        chosen = both[self.settings.normalisation]
        return tf.where(seen.active & (chosen > 0), chosen, 1)


METHOD = MGDA
