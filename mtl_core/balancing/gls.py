"""Geometric loss strategy: the product of the losses."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.learning import cap
from mtl_core.balancing.method import BalancingMethod, Seen, State
from mtl_core.experiment.balancing.gls import GLSBalancing

_EPSILON = 1e-8


class GLS(BalancingMethod[GLSBalancing]):
    """L = (Π L_t)^{1/T}: Chennupati et al. (https://arxiv.org/abs/1904.08492), eq. 3; so w_t = L / (T L_t).

    Taken through logarithms, since a product of many losses under- or overflows. The preferences multiply w: inside the
    product they would be one factor for all, without a say. So they weigh log L, as in (Π L_t^{p_t})^{1/Σp}.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """p_t ∂L/∂L_t, over the active tasks."""
        logs = tf.math.log(seen.losses + _EPSILON)
        number = tf.reduce_sum(tf.cast(seen.active, tf.float32))
        mean = tf.reduce_sum(tf.where(seen.active, logs, 0.0)) / tf.maximum(number, 1.0)
        weights = cap(tf.exp(mean - logs) / tf.maximum(number, 1.0), seen.active, self.settings.largest_ratio)
        return seen.preferences * weights, state


METHOD = GLS
