"""Uncertainty weighting: each task's noise is learnt."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.learning import Learnt, cap
from mtl_core.balancing.method import BalancingMethod, Seen
from mtl_core.experiment.balancing.uncertainty import UncertaintyBalancing

_RANGE = 6.0  # of s, so that no weight runs away


class Uncertainty(BalancingMethod[UncertaintyBalancing]):
    """min over s of Σ e^{-s_t} L_t + s_t / 2, or with ½ e^{-s_t} L_t for a squared error; s_t = log σ_t².

    Kendall, Gal & Cipolla (https://arxiv.org/abs/1705.07115), eq. 7 (regression) and 10 (classes). The minimum is at
    e^{s_t} = L_t and 2 L_t. s starts at 0, has no weight decay, stays within ±6, and moves by Adam at its own rate.
    The preferences multiply the weights, and s learns from plain losses: from p L it would learn e^{-s} ∝ 1 / (p L) and
    undo them.
    """

    def start(self) -> Learnt:
        """s = 0."""
        return Learnt.start(tf.zeros(self.tasks.number))

    def weights(self, seen: Seen, state: Learnt) -> tuple[tf.Tensor, Learnt]:
        """p_t e^{-s_t}, half of it for a squared error."""
        factors = tf.where(tf.constant(self.tasks.classify), 1.0, 0.5)
        weights = factors * tf.exp(-state.values)
        after = state.move(0.5 - weights * seen.losses, self.settings.learning_rate, seen.active)
        after = after._replace(values=tf.clip_by_value(after.values, -_RANGE, _RANGE))
        return seen.preferences * cap(weights, seen.active, self.settings.largest_ratio), after


METHOD = Uncertainty
