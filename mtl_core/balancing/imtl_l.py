"""Impartial learning by losses: every loss is brought to 1."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.learning import Learnt, cap
from mtl_core.balancing.method import BalancingMethod, Seen
from mtl_core.experiment.balancing.imtl_l import IMTLLossBalancing

_RANGE = 6.0  # of s, so that no weight runs away


class IMTLLoss(BalancingMethod[IMTLLossBalancing]):
    """min over s of Σ e^{s_t} L_t - s_t, whose minimum is at e^{s_t} L_t = 1: Liu et al., "Towards impartial multi-task
    learning" (https://openreview.net/forum?id=IMPnRXEWpvr), eq. 7. s starts at 0 and moves by Adam.

    The preferences multiply the weights, and s learns from plain losses: from p L it would learn e^{s} = 1 / (p L) and
    undo them."""

    def start(self) -> Learnt:
        """s = 0."""
        return Learnt.start(tf.zeros(self.tasks.number))

    def weights(self, seen: Seen, state: Learnt) -> tuple[tf.Tensor, Learnt]:
        """p_t e^{s_t}."""
        weights = tf.exp(state.values)
        after = state.move(weights * seen.losses - 1, self.settings.learning_rate, seen.active)
        after = after._replace(values=tf.clip_by_value(after.values, -_RANGE, _RANGE))
        return seen.preferences * cap(weights, seen.active, self.settings.largest_ratio), after


METHOD = IMTLLoss
