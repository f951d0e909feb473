"""Fair shares of the gain, as fair as one likes."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.bargaining import shares
from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.experiment.balancing.fairgrad import FairGradBalancing


class FairGrad(ByGradient[FairGradBalancing]):
    """(G α)_t = (p_t / α_t)^{1/a}, where the a-fair utility of the tasks' gains x, Σ_t p_t x_t^{1-a} / (1-a), is
    largest; a = 1 is Nash's bargain, a → ∞ max-min.

    Ban & Ji (https://arxiv.org/abs/2402.15638), eq. 6, for p_t = 1; the preferences p weigh the utilities: with
    d = Σ_t p_t x_t^{-a} g_t, x = J d, the weights are α_t = p_t x_t^{-a}.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """α [T]."""
        return shares(seen, self.settings.fairness), state


METHOD = FairGrad
