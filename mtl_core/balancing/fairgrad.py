"""Fair shares of the gain, as fair as one likes; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import ByGradient, Seen, State
from mtl_core.balancing.bargaining import shares
from mtl_core.experiment.balancing import FairGradBalancing


class FairGrad(ByGradient[FairGradBalancing]):
    """G α = α^{-1/a}, where the α-fair utility of the tasks' gains is largest; a = 1 is Nash's bargain, a → ∞ max-min.

    Ban & Ji (https://arxiv.org/abs/2402.15638), eq. 6.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """α [T]."""
        return shares(seen.gramian, seen.active, self.settings.fairness), state
