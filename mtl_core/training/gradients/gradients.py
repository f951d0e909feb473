"""What every way to take a batch's gradients is: batch in, weighed gradients out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, Self

import keras
import tensorflow as tf

from mtl_core.balancing import Balance, Balancer, Seen
from mtl_core.networks import penalty, stateless_call, variables
from mtl_core.plan import Coupling, Plan
from mtl_core.training.adam import Tensors
from mtl_core.training.gradient_stats import GradientStats
from mtl_core.training.state import Batch, State

Measure = Callable[[list[tf.Tensor], Batch], tuple[list[tf.Tensor], tf.Tensor]]


@dataclass(frozen=True)
class Network:
    """A model, and which tasks (by place) train each of its trainable variables.

    ``measure`` gives the sums of the losses, T numbers, and the counts [T] of labels. ``blocks`` are
    the ids of the blocks that hold ``shared`` variables, by place, and ``names`` those of all variables.
    """

    model: keras.Model
    measure: Measure
    users: Sequence[Sequence[int]]
    blocks: Sequence[str]
    names: Sequence[str]
    couplings: Sequence[Coupling] = ()

    @classmethod
    def of(cls, plan: Plan, model: keras.Model, measure: Measure) -> Self:
        """The network of ``plan``."""
        names = tuple(variables(model))
        owners = {name: block for block in plan.blocks for name in block.arrays}
        places = {task.id: place for place, task in enumerate(plan.tasks)}
        users = [[places[task] for task in owners[name].tasks] for name in names]
        blocks = [owners[name].id for name in names if owners[name].shared]
        return cls(model, measure, users, blocks, names, plan.couplings)

    @property
    def shared(self) -> list[int]:
        """The places of the variables that several tasks train."""
        return [place for place, tasks in enumerate(self.users) if len(tasks) > 1]

    @property
    def shared_size(self) -> int:
        """Numbers in them."""
        variables = self.model.trainable_variables
        return sum(variables[place].shape.num_elements() for place in self.shared)

    def penalty(self, weights: Tensors) -> tf.Tensor:
        """What the plan's couplings add to the loss."""
        return penalty(self.couplings, dict(zip(self.names, weights, strict=True)))


class Taken(NamedTuple):
    """Gradients of all trainable variables; the state without the step that they lead to; the totals [3, T] of the
    step; and what the method saw."""

    gradients: Tensors
    state: State
    totals: tf.Tensor
    seen: Seen


class Losses(NamedTuple):
    """A batch's sums of losses [T], numbers of labels [T], and what of it a method sees; and T losses for themselves,
    since a gradient of one part of a vector would pass through the heads of all tasks."""

    sums: tf.Tensor
    labels: tf.Tensor
    seen: Seen
    each: list[tf.Tensor]

    def totals(self, balance: Balance) -> tf.Tensor:
        """Sums, labels, and the weights of shared layers [3, T]; a task that takes no part has the weight it had."""
        return tf.stack([self.sums, self.labels, balance.weights.shared])


_NOTHING_SHARED = "The tasks share no weight, so there are no gradients to compare, and the tasks get equal weights."


class Gradients(ABC):
    """One way to take them. ``kind`` says how near the compared gradients are to those of the shared weights."""

    kind: ClassVar[Literal["none", "exact", "approximate"]]
    compares: ClassVar[bool] = True  # whether every step sees how the tasks' gradients stand to each other
    sees_blocks: ClassVar[bool] = False  # and this in each shared block
    how: ClassVar[str] = ""  # what a run says at its start of how gradients are compared; with ``often``

    def __init__(self, network: Network, balancer: Balancer) -> None:
        self.network = network
        self.balancer = balancer

    def announcement(self) -> str:
        """What a run says at its start of how its tasks are balanced; empty if there is nothing to say."""
        if self.balancer.stands_in:
            return _NOTHING_SHARED
        every = self.balancer.every
        return self.how.format(often="at every step" if every == 1 else f"every {every} steps")

    def start(self, weights: Tensors) -> tuple[Tensors, GradientStats]:
        """The running means and the sight of gradients before the first step."""
        return (), GradientStats.none(self.balancer.num_tasks, 0)

    @abstractmethod
    def take(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        """The gradients of one batch; ``preferences`` [T] are the weights that a person set."""

    def forward(self, state: State, batch: Batch, preferences: tf.Tensor) -> tuple[Losses, list[tf.Tensor], State]:
        """The losses of a batch, the penalties of its pass forwards, and the state with the counters after it."""
        outputs, counters, penalties = stateless_call(self.network.model, state.weights, state.counters, batch.inputs)
        losses = self.losses(outputs, batch, preferences, state)
        return losses, penalties, state._replace(counters=tuple(counters))

    def losses(self, outputs: list[tf.Tensor], batch: Batch, preferences: tf.Tensor, state: State) -> Losses:
        """The losses of these outputs; tasks without a label or with a preference of 0 take no part."""
        sums, labels = self.network.measure(outputs, batch)
        active = (labels > 0) & (preferences > 0)
        factors = tf.unstack(tf.cast(active, tf.float32) / tf.maximum(labels, 1.0))
        each = [factor * loss for factor, loss in zip(factors, sums, strict=True)]
        seen = Seen(tf.stack(each), preferences, active, state.step)
        return Losses(tf.stack(sums), labels, seen, each)


def dense(gradients: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """Gradients without the sparse form that a table's have."""
    return [tf.convert_to_tensor(gradient) for gradient in gradients]


def gramian(rows: tf.Tensor) -> tf.Tensor:
    """J Jᵀ [T, T] of gradients [T, …], summed in float64: where gradients cancel, float32 leaves no digit of ‖Jᵀw‖²."""
    flat = tf.cast(tf.reshape(rows, [rows.shape[0], -1]), tf.float64)
    return tf.matmul(flat, flat, transpose_b=True)


def mix_gradients(weights: tf.Tensor, rows: tf.Tensor) -> tf.Tensor:
    """Σ_t w_t g_t of weights [T] and gradients [T, …]; compiled, a sum is one loop, while a product copies ``rows``."""
    return tf.add_n([weight * row for weight, row in zip(tf.unstack(weights), tf.unstack(rows), strict=True)])
