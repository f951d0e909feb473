"""The tasks' gradients of one batch, compared for somebody to look at."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing import Tasks, make
from mtl_core.experiment import EqualBalancing
from mtl_core.training.gradient_stats import GradientStats
from mtl_core.training.gradients.exact import Exact
from mtl_core.training.gradients.gradients import Network
from mtl_core.training.state import Batch, State

_MOST_NUMBERS = 20_000_000  # in the gradients of all tasks, which are held at once


class Probe:
    """Compares exact gradients, whatever those that a training step compares."""

    def __init__(self, network: Network, tasks: Tasks) -> None:
        self._exact = Exact(network, make(EqualBalancing(), tasks), steps_per_epoch=1)
        self.able = 0 < network.shared_size * tasks.number <= _MOST_NUMBERS

    def look(self, state: State, batch: Batch, preferences: tf.Tensor) -> GradientStats:
        """What one step from ``state`` would see, which is not done."""
        smoothed, stats = self._exact.start(state.weights)
        before = state._replace(balance=self._exact.balancer.start(), smoothed=smoothed, stats=stats)
        return self._exact.compare(before, batch, preferences).state.stats
