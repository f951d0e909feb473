"""What a step on one task alone does to every task's loss."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from mtl_core.training.adam import Tensors
from mtl_core.training.gradients import Network
from mtl_core.training.gradients.gradients import dense, gramian
from mtl_core.training.state import Batch

_LEAST = 1e-6  # of the loss of guessing: of a task that is as good as solved, no share can be told


class Lookahead:
    """Z_{i→j} = 1 − L_j(θ_s − η ∇L_i, θ_j) / L_j(θ_s, θ_j) on the shared weights θ_s alone, of one batch (Fifty et al.,
    "Efficiently identifying task groupings for multi-task learning", NeurIPS 2021, eq. 1), and to first order
    η ⟨∇L_i, ∇L_j⟩ / L_j. Nothing is silenced, so that nothing but the step makes a difference.

    ``rates`` has the η of each trainable variable.
    """

    def __init__(self, network: Network, rates: Sequence[float]) -> None:
        self._network = network
        self._rates = [rates[place] for place in network.shared]
        self._measured = tf.function(self._measure, autograph=False, reduce_retracing=True)

    def look(self, weights: Tensors, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """Lookahead and first order [T, T]; row: the task that steps. NaN of a task without labels."""
        before, after, inner, labels = (found.numpy() for found in self._measured(weights, batch))
        there = (labels > 0) & (before > _LEAST)
        losses = np.where(there, before, np.nan)
        unknown = ~there[:, None] | ~there[None, :]
        return np.where(unknown, np.nan, 1 - after / losses), np.where(unknown, np.nan, inner / losses)

    def _measure(self, weights: Tensors, batch: Batch) -> tuple[tf.Tensor, ...]:
        """Losses before [T] and after the step of each task [T, T], Gramian times η [T, T], and labels [T]."""
        shared = [weights[place] for place in self._network.shared]
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(shared)
            losses, labels = self._losses(shared, weights, batch)
        slopes = [dense(tape.gradient(loss, shared, unconnected_gradients="zero")) for loss in losses]
        rows = [tf.stack(row) for row in zip(*slopes, strict=True)]  # of each weight [T, …]
        steps = [rate * row for rate, row in zip(self._rates, rows, strict=True)]

        def lose(step: list[tf.Tensor]) -> tf.Tensor:
            moved = [weight - change for weight, change in zip(shared, step, strict=True)]
            return tf.stack(self._losses(moved, weights, batch)[0])

        after = tf.map_fn(lose, steps, fn_output_signature=tf.float32)
        inner = tf.add_n([rate * gramian(row) for rate, row in zip(self._rates, rows, strict=True)])
        return tf.stack(losses), after, tf.cast(inner, tf.float32), labels

    def _losses(self, shared: Sequence[tf.Tensor], weights: Tensors, batch: Batch) -> tuple[list[tf.Tensor], tf.Tensor]:
        """The tasks' mean normalised losses, T numbers, with other shared weights; and the numbers of labels [T]."""
        model, given = self._network.model, list(weights)
        for place, weight in zip(self._network.shared, shared, strict=True):
            given[place] = weight
        counters = [variable.value for variable in model.non_trainable_variables]
        outputs, _ = model.stateless_call(given, counters, batch.inputs, training=False)
        sums, labels = self._network.measure(keras.tree.flatten(outputs), batch)
        parts = zip(sums, tf.unstack(labels), strict=True)
        return [total / tf.maximum(count, 1.0) for total, count in parts], labels
