"""Random loss weighting: the line that any method has to beat."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import BalancingMethod, Seen, State
from mtl_core.experiment.balancing.rlw import RLWBalancing


class RLW(BalancingMethod[RLWBalancing]):
    """w = T softmax(z), z ~ N(0, I) anew at each step: Lin, Ye & Zhang (https://arxiv.org/abs/2111.10603), eq. 2; times
    the preferences.

    The draw is a function of seed and step, so that nothing need be remembered.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """p times the softmax over the active tasks."""
        seed = tf.stack([tf.constant(self.tasks.seed, tf.int64), seen.step])
        drawn = tf.random.stateless_normal([self.tasks.number], seed, alg="philox")
        return seen.preferences * tf.nn.softmax(tf.where(seen.active, drawn, -tf.float32.max)), state


METHOD = RLW
