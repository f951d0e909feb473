"""Gradients that are taken task by task and compared, at every step or now and then."""

from __future__ import annotations

from abc import abstractmethod

import tensorflow as tf

from mtl_core.balancing import Balancer
from mtl_core.training.gradient_stats import GradientStats
from mtl_core.training.gradients.gradients import Gradients, Network, Taken, dense
from mtl_core.training.state import Batch, State


class Compared(Gradients):
    """Between two comparisons the weights found last hold."""

    def __init__(self, network: Network, balancer: Balancer, steps_per_epoch: int) -> None:
        super().__init__(network, balancer)
        self._steps_per_epoch = steps_per_epoch

    @abstractmethod
    def compare(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        """The gradients of one batch by weights from their comparison."""

    def take(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        """Compare if it is time; each epoch is looked at anew."""
        begins = state.step % self._steps_per_epoch == 0
        state = state._replace(stats=GradientStats(*(tf.where(begins, 0.0, sums) for sums in state.stats)))
        return self._couple(self._take(state, batch, preferences), state)

    def _take(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        if self.balancer.every == 1:
            return self.compare(state, batch, preferences)
        taken: Taken = tf.cond(
            state.step % self.balancer.every == 0,
            lambda: self.compare(state, batch, preferences),
            lambda: self._reuse(state, batch, preferences),
        )
        return taken

    def _couple(self, taken: Taken, state: State) -> Taken:
        """With what the couplings of weights pull at them."""
        if not self.network.couplings:
            return taken
        with tf.GradientTape() as tape:
            tape.watch(state.weights)
            penalty = self.network.penalty(state.weights)
        pulls = tape.gradient(penalty, state.weights, unconnected_gradients="zero")
        return taken._replace(gradients=tuple(map(tf.add, taken.gradients, pulls)))

    def _reuse(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(state.weights)
            losses, penalties, after = self.forward(state, batch, preferences)
            weights = self.balancer.reuse(losses.seen, state.balance)
            objectives = self.balancer.objective(losses.seen.losses)
            shared, own = (tf.reduce_sum(some * objectives) + sum(penalties) for some in weights)
        gradients = dense(tape.gradient(own, state.weights, unconnected_gradients="zero"))
        places = self.network.shared
        ours = dense(tape.gradient(shared, [state.weights[place] for place in places], unconnected_gradients="zero"))
        for place, gradient in zip(places, ours, strict=True):
            gradients[place] = gradient
        return Taken(tuple(gradients), after, losses.totals(state.balance), losses.seen)
