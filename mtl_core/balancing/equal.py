"""Equal weighting: the weights that a person set decide alone; it knows no other method."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.balancing import Balancing, Seen, State
from mtl_core.experiment import EqualBalancing


class Equal(Balancing[EqualBalancing]):
    """w_t = 1, "EW" in the literature, e.g. eq. 1 with equal scalars of Kurin et al. (https://arxiv.org/abs/2201.04122)."""

    constant = True

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """Ones [T]."""
        return tf.ones_like(seen.losses), state
