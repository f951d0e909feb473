"""The gradient of one weighted sum of losses, in one pass."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.training.gradients.gradients import Gradients, Taken
from mtl_core.training.state import Batch, State


class Joint(Gradients):
    """For methods that weigh losses: ∇ Σ_t w_t L_t of all weights."""

    kind = "none"
    compares = False

    def take(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        """One pass forwards, one backwards."""
        with tf.GradientTape() as tape:
            tape.watch(state.weights)
            losses, penalties, after = self.forward(state, batch, preferences)
            weights, balance = self.balancer.weigh(losses.seen, state.balance)
            # Penalties stand outside the balancing: they belong to the update, once.
            weighted = tf.reduce_sum(tf.stop_gradient(weights.own) * self.balancer.objective(losses.seen.losses))
            total = weighted + sum(penalties) + self.network.penalty(state.weights)
        gradients = tape.gradient(total, state.weights, unconnected_gradients="zero")
        return Taken(tuple(gradients), after._replace(balance=balance), losses.totals(balance), losses.seen)
