"""Fast adaptive multitask optimisation: every batch is looked at again after the step."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.learning import Learnt
from mtl_core.balancing.method import BalancingMethod, Seen
from mtl_core.experiment.balancing.famo import FAMOBalancing

_EPSILON = 1e-8


class FAMO(BalancingMethod[FAMOBalancing]):
    """Σ_t c z_t log L_t with z = softmax(ξ), c = (Σ z_t / L_t)⁻¹; then ξ moves against how fast each loss fell.

    Liu et al. (https://arxiv.org/abs/2306.03792), algorithm 1: the gradient of ξ is Jac(softmax)ᵀ (log L - log L'),
    L' being the same batch's losses after the step, with the same units silenced; Adam, and a pull γ ξ towards equal.
    The preferences multiply the weights: as factors of the losses they would leave every log's gradient as it is.
    """

    looks_again = True

    def start(self) -> Learnt:
        """ξ = 0."""
        return Learnt.start(tf.zeros(self.tasks.number))

    def weights(self, seen: Seen, state: Learnt) -> tuple[tf.Tensor, Learnt]:
        """p_t c z_t / L_t, over the active tasks."""
        shares = self._shares(seen, state) / (seen.losses + _EPSILON)
        return seen.preferences * shares / tf.reduce_sum(shares), state

    def learn(self, seen: Seen, after: tf.Tensor, state: Learnt) -> Learnt:
        """ξ, moved."""
        shares = self._shares(seen, state)
        gains = tf.math.log(seen.losses + _EPSILON) - tf.math.log(after + _EPSILON)
        gains = tf.where(seen.active & tf.math.is_finite(gains), gains, 0.0)
        slope = shares * (gains - tf.reduce_sum(shares * gains)) + self.settings.decay * state.values
        return state.move(slope, self.settings.learning_rate, seen.active)

    def _shares(self, seen: Seen, state: Learnt) -> tf.Tensor:
        return tf.nn.softmax(tf.where(seen.active, state.values, -tf.float32.max))


METHOD = FAMO
