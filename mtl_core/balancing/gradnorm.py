"""GradNorm: gradients of one length, longer for tasks that lag behind."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from mtl_core.balancing.learning import Epochs, Learnt
from mtl_core.balancing.method import BalancingMethod, Seen
from mtl_core.experiment.balancing.gradnorm import GradNormBalancing


class _State(NamedTuple):
    logits: Learnt
    epochs: Epochs
    first: tf.Tensor  # [T], mean losses of the first epoch; 0 = not known yet


class GradNorm(BalancingMethod[GradNormBalancing]):
    """min over w of Σ_t | w_t ‖g_t‖ - mean_s(w_s ‖g_s‖) r_t^α |, the second term held fixed.

    Chen et al. (https://arxiv.org/abs/1711.02257), eq. 1–2: r_t = (l_t / l_t(0)) / mean. The paper lets the user choose
    the weights whose gradients g_t are compared; here they are all shared ones. w = T softmax, so that no weight can be
    negative, and l(0) is the mean of the first epoch, not of one batch: until it is over the weights are equal. The
    preferences multiply w; with them in ‖g_t‖, w would learn to bring all lengths back to one.
    """

    needs_gramian = True

    def start(self) -> _State:
        """Equal weights."""
        number = self.tasks.number
        return _State(Learnt.start(tf.zeros(number)), Epochs.start(number), tf.zeros(number))

    def weights(self, seen: Seen, state: _State) -> tuple[tf.Tensor, _State]:
        """p w as it is now; then w moves."""
        epochs = state.epochs.add(seen.losses, seen.active, seen.step // self.tasks.steps_per_epoch)
        first = tf.where((epochs.epoch > 0) & (state.first == 0), epochs.last, state.first)
        active = seen.active & (first > 0)
        number = tf.reduce_sum(tf.cast(seen.active, tf.float32))
        shares = tf.nn.softmax(tf.where(seen.active, state.logits.values, -tf.float32.max))
        lengths = tf.cast(tf.sqrt(tf.linalg.diag_part(seen.gramian)), tf.float32)
        pulls = number * shares * lengths
        signs = tf.where(active, tf.sign(pulls - self._targets(seen, pulls, first, active)), 0.0)
        slope = number * lengths * signs  # of each w
        slope = shares * (slope - tf.reduce_sum(shares * slope))  # of each logit
        logits = state.logits.move(slope, self.settings.learning_rate, active)
        return seen.preferences * number * shares, _State(logits, epochs, first)

    def _targets(self, seen: Seen, pulls: tf.Tensor, first: tf.Tensor, active: tf.Tensor) -> tf.Tensor:
        """mean(w ‖g‖) r^α over the tasks that are compared [T]."""
        compared = tf.maximum(tf.reduce_sum(tf.cast(active, tf.float32)), 1.0)
        left = tf.where(active, seen.losses / tf.where(active, first, 1.0), 0.0)
        mean = tf.reduce_sum(left) / compared
        pace = tf.where(mean > 0, left / tf.where(mean > 0, mean, 1.0), 1.0)
        return tf.reduce_sum(tf.where(active, pulls, 0.0)) / compared * tf.pow(pace, self.settings.alpha)


METHOD = GradNorm
