"""q-fair weighting: the larger a task's loss, the more it counts."""

from __future__ import annotations

import tensorflow as tf
from mtl_core.experiment.balancing.q_fair import QFairBalancing

from mtl_core.balancing.method import BalancingMethod, Seen, State


class QFair(BalancingMethod[QFairBalancing]):
    """w_t = p_t L_t^q, the gradient of Σ p_t L_t^(q+1) / (q+1): Li et al. (https://arxiv.org/abs/1905.10497), eq. 2."""

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """The preferences times a power of the losses [T]."""
        return seen.preferences * seen.losses**self.settings.power, state


METHOD = QFair
