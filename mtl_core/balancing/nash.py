"""Nash bargaining between tasks."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.bargaining import shares
from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.experiment.balancing.nash import NashBalancing


class Nash(ByGradient[NashBalancing]):
    """(G α)_t = p_t / α_t, the bargain in which the product of the tasks' gains, each to the power of its preference
    p_t, is largest.

    Navon et al. (https://arxiv.org/abs/2202.01017), claim 3.1 and eq. 1, for p_t = 1; with powers it is the asymmetric
    bargain of Kalai, "Nonsymmetric Nash solutions", International Journal of Game Theory 6, 1977. Its convex problem is
    solved directly rather than by a sequence of approximations.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """α [T]; ‖d‖² = Σ p, before it is scaled."""
        return shares(seen, 1.0), state


METHOD = Nash
