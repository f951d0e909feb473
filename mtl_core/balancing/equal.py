"""Equal weighting: the weights that a person set decide alone."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import BalancingMethod, Seen, State
from mtl_core.experiment.balancing.equal import EqualBalancing


class Equal(BalancingMethod[EqualBalancing]):
    """w_t = p_t, eq. 1 of Kurin et al. (https://arxiv.org/abs/2201.04122); "EW" in the literature if all are equal."""

    constant = True

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """The preferences [T]."""
        return seen.preferences, state


METHOD = Equal
