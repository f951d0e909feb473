"""Each task's gradient of what the shared layers give, instead of their weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from mtl_core.balancing import Balancer
from mtl_core.networks import SplitNetwork, stateless_call
from mtl_core.training.adam import Tensors
from mtl_core.training.gradient_stats import add_step
from mtl_core.training.gradients.compared import Compared
from mtl_core.training.gradients.gradients import Losses, Network, Taken, dense, gramian, mix_gradients
from mtl_core.training.state import Batch, State


class Approximate(Compared):
    """The Gramian of ∂L_t/∂z for the values z [b, …] that the shared layers hand on, stacked over the batch: one pass
    backwards through the shared layers, whatever T. Sener & Koltun (https://arxiv.org/abs/1810.04650), §3.3, show that
    it bounds that of the weights; a cosine of the one need not equal a cosine of the other.
    """

    kind = "approximate"
    how = (
        "The tasks' gradients are compared {often}, approximately: at what the shared layers hand on, since comparing "
        "those of all shared weights would take too long."
    )

    def __init__(self, network: Network, balancer: Balancer, steps_per_epoch: int, halves: SplitNetwork) -> None:
        super().__init__(network, balancer, steps_per_epoch)
        self._trunk, self._own = (_Half(half, network.model) for half in halves)

    def compare(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        """The tasks' own half, backwards task by task, then the shared half at once."""
        trunk, own = (_take(state.weights, half.weights) for half in (self._trunk, self._own))
        with tf.GradientTape() as outer:
            outer.watch(trunk)
            values, first, pull = self._trunk.call(trunk, state, batch.inputs)
        with tf.GradientTape(persistent=True) as inner:
            inner.watch([values, own])
            raw = [batch.inputs[tensor.name] for tensor in self._own.model.inputs[len(values) :]]
            outputs, second, push = self._own.call(own, state, [*values, *raw])
            losses = self.losses(outputs, batch, preferences, state)
            objectives = [self.balancer.objective(loss) for loss in losses.each]
        rows, slopes = self._slopes(inner, objectives, values, own)
        weights, after = self._weigh(rows, losses, state)
        handed = [mix_gradients(weights.shared, row) for row in rows]
        ours = outer.gradient([*values, pull], trunk, [*handed, tf.constant(1.0)], unconnected_gradients="zero")
        pushes = inner.gradient(push, own, unconnected_gradients="zero")
        theirs = [
            slope * weights.own[users[0]] + push
            for slope, push, users in zip(slopes, dense(pushes), self._own_users, strict=True)
        ]
        gradients = _together((self._trunk.weights, dense(ours)), (self._own.weights, theirs))
        counters = _together((self._trunk.counters, first), (self._own.counters, second))
        return Taken(gradients, after._replace(counters=counters), losses.totals(after.balance), losses.seen)

    @property
    def _own_users(self) -> list[Sequence[int]]:
        return [self.network.users[place] for place in self._own.weights]

    def _slopes(
        self, tape: tf.GradientTape, objectives: list[tf.Tensor], values: list[tf.Tensor], own: list[tf.Tensor]
    ) -> tuple[list[tf.Tensor], list[tf.Tensor]]:
        """The gradients [T, b, …] of each of ``values``, and that of each own weight by the one task that has it."""
        slopes: list[tf.Tensor] = [None] * len(own)
        rows = []
        for task, objective in enumerate(objectives):
            places = [place for place, users in enumerate(self._own_users) if task in users]
            wanted = [values, [own[place] for place in places]]
            row, found = tape.gradient(objective, wanted, unconnected_gradients="zero")
            rows.append(dense(row))
            for place, slope in zip(places, dense(found), strict=True):
                slopes[place] = slope
        return [tf.stack(row) for row in zip(*rows, strict=True)], slopes

    def _weigh(self, rows: list[tf.Tensor], losses: Losses, state: State) -> tuple[Any, State]:
        whole = tf.add_n([gramian(row) for row in rows])
        weights, balance = self.balancer.weigh(losses.seen._replace(gramian=whole), state.balance)
        stats = add_step(state.stats, tf.cast(whole[None], tf.float32), losses.seen.active)
        return weights, state._replace(balance=balance, stats=stats._replace(blocks=state.stats.blocks))


class _Half:
    """One half, and where its weights and counters stand among those of the whole."""

    def __init__(self, half: keras.Model, whole: keras.Model) -> None:
        self.model = half
        self.weights = _places(half.trainable_variables, whole.trainable_variables)
        self.counters = _places(half.non_trainable_variables, whole.non_trainable_variables)

    def call(self, weights: list[tf.Tensor], state: State, inputs: Any) -> tuple[list[tf.Tensor], Any, tf.Tensor]:
        """Outputs, counters, and the sum of the penalties."""
        before = _take(state.counters, self.counters)
        outputs, counters, penalties = stateless_call(self.model, weights, before, inputs)
        return outputs, counters, sum(penalties, tf.constant(0.0))


def _places(some: Sequence[keras.Variable], all_: Sequence[keras.Variable]) -> list[int]:
    """Where some variables stand among all."""
    place = {id(variable): place for place, variable in enumerate(all_)}
    return [place[id(variable)] for variable in some]


def _take(tensors: Tensors, places: Sequence[int]) -> list[tf.Tensor]:
    return [tensors[place] for place in places]


def _together(*parts: tuple[Sequence[int], Sequence[tf.Tensor]]) -> Tensors:
    """Tensors at their places."""
    placed = {place: tensor for places, tensors in parts for place, tensor in zip(places, tensors, strict=True)}
    return tuple(placed[place] for place in range(len(placed)))
