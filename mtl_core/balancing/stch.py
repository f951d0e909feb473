"""Smooth Tchebycheff scalarisation: the task that is furthest behind counts most."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from mtl_core.balancing.learning import Epochs
from mtl_core.balancing.method import BalancingMethod, Seen
from mtl_core.experiment.balancing.stch import STCHBalancing

_EPSILON = 1e-8


class _State(NamedTuple):
    epochs: Epochs
    reference: tf.Tensor  # [T]; 0 = not known yet


class STCH(BalancingMethod[STCHBalancing]):
    """L = T μ log Σ_t exp(log(λ_t l_t / n_t) / μ): Lin et al. (https://arxiv.org/abs/2402.19078), eq. 5, as its authors
    use it for networks: l_t are the losses, λ_t the preferences, n_t the mean l_t of the epoch after the warm-up. Until
    that is known, Σ_t λ_t log l_t."""

    def start(self) -> _State:
        """No reference yet."""
        return _State(Epochs.start(self.tasks.number), tf.zeros(self.tasks.number))

    def weights(self, seen: Seen, state: _State) -> tuple[tf.Tensor, _State]:
        """∂L/∂l_t: softmax(log(λ l / n) / μ)_t / l_t over the active tasks."""
        epoch = seen.step // self.tasks.steps_per_epoch
        epochs = state.epochs.add(seen.losses, seen.active, epoch)
        taken = (epochs.epoch > self.settings.warm_up) & (state.reference == 0)
        reference = tf.where(taken, epochs.last, state.reference)
        known = reference > 0
        logs = tf.math.log(seen.preferences * seen.losses + _EPSILON) - tf.math.log(tf.where(known, reference, 1.0))
        behind = tf.where(known & seen.active, logs / self.settings.smoothness, -tf.float32.max)
        shares = tf.where(tf.reduce_all(known | ~seen.active), tf.nn.softmax(behind), seen.preferences)
        return shares / (seen.losses + _EPSILON), _State(epochs, reference)


METHOD = STCH
