"""Nash bargaining between tasks; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.bargaining import shares
from mtl_core.experiment.balancing import NashBalancing


class Nash(ByGradient[NashBalancing]):
    """G α = 1 / α, the bargain in which the product of the tasks' gains is largest.

    Navon et al. (https://arxiv.org/abs/2202.01017), claim 3.1 and eq. 1. Its convex problem is solved directly rather
    than by a sequence of approximations.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """α [T]; ‖d‖² = T, before it is scaled."""
        return shares(seen.gramian, seen.active, 1.0), state
