"""Each task's gradient of the shared weights, in a pass backwards for each task."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from mtl_core.training.adam import Tensors
from mtl_core.training.gradient_stats import GradientStats, add_step
from mtl_core.training.gradients.compared import Compared
from mtl_core.training.gradients.gradients import Taken, dense, gramian, mix_gradients
from mtl_core.training.state import Batch, State

_Slopes = Sequence[dict[int, tf.Tensor]]  # by task, then by place of the variable


class Exact(Compared):
    """The Gramian of the very gradients that make the step; all from one pass forwards."""

    kind = "exact"
    sees_blocks = True
    how = "The tasks' gradients of all shared weights are compared {often}."

    def start(self, weights: Tensors) -> tuple[Tensors, GradientStats]:
        """Means of 0 that no task has entered yet, if gradients are smoothed."""
        number = self.balancer.num_tasks
        stats = GradientStats.none(number, len(set(self.network.blocks)))
        if not self.balancer.smoothing:
            return (), stats
        means = [tf.zeros([number, *weights[place].shape]) for place in self.network.shared]
        return (tf.zeros(number, tf.bool), *means), stats

    def compare(self, state: State, batch: Batch, preferences: tf.Tensor) -> Taken:
        """T passes backwards."""
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(state.weights)
            losses, penalties, after = self.forward(state, batch, preferences)
            objectives = [self.balancer.objective(loss) for loss in losses.each]
            penalty = tf.add_n(penalties) if penalties else None
        slopes = [self._slopes(tape, objective, task, state.weights) for task, objective in enumerate(objectives)]
        seen = losses.seen
        rows, smoothed = self._smooth(self._rows(slopes, state.weights), seen.active, state.smoothed)
        gramians = self._gramians(rows)
        stats = add_step(state.stats, tf.cast(gramians, tf.float32), seen.active)
        weights, balance = self.balancer.weigh(seen._replace(gramian=tf.reduce_sum(gramians, axis=0)), state.balance)
        gradients = self._combine(rows, slopes, weights.shared, weights.own)
        if penalty is not None:
            pulls = dense(tape.gradient(penalty, state.weights, unconnected_gradients="zero"))
            gradients = [gradient + pull for gradient, pull in zip(gradients, pulls, strict=True)]
        after = after._replace(balance=balance, smoothed=smoothed, stats=stats)
        return Taken(tuple(gradients), after, losses.totals(balance), seen)

    def _slopes(self, tape: tf.GradientTape, objective: tf.Tensor, task: int, weights: Tensors) -> dict[int, tf.Tensor]:
        """The gradient of one task's objective, by the places of the variables that the task trains."""
        places = [place for place, users in enumerate(self.network.users) if task in users]
        found = tape.gradient(objective, [weights[place] for place in places], unconnected_gradients="zero")
        return dict(zip(places, dense(found), strict=True))

    def _rows(self, slopes: _Slopes, weights: Tensors) -> Tensors:
        """Of each shared variable the gradients [T, …]; 0 for tasks that do not use it."""
        return tuple(
            tf.stack([slope.get(place, tf.zeros_like(weights[place])) for slope in slopes])
            for place in self.network.shared
        )

    def _smooth(self, rows: Tensors, active: tf.Tensor, before: Tensors) -> tuple[Tensors, Tensors]:
        """Running means that begin with a task's first gradient, and what is remembered."""
        if not before:
            return rows, before
        seen, *means = before
        kept = tf.where(seen, self.balancer.smoothing, 0.0)  # [T]
        mixed = []
        for row, mean in zip(rows, means, strict=True):
            shape = [-1] + [1] * (row.shape.rank - 1)
            share = tf.reshape(kept, shape)
            mixed.append(tf.where(tf.reshape(active, shape), share * mean + (1 - share) * row, mean))
        return tuple(mixed), (seen | active, *mixed)

    def _gramians(self, rows: Tensors) -> tf.Tensor:
        """Those of the shared blocks [B, T, T]; their sum is that of all shared weights."""
        each = [gramian(row) for row in rows]
        blocks = self.network.blocks
        parts: dict[str, list[tf.Tensor]] = {block: [] for block in blocks}
        for block, square in zip(blocks, each, strict=True):
            parts[block].append(square)
        return tf.stack([tf.add_n(part) for part in parts.values()])

    def _combine(self, rows: Tensors, slopes: _Slopes, shared: tf.Tensor, own: tf.Tensor) -> list[tf.Tensor]:
        together = dict(zip(self.network.shared, rows, strict=True))
        gradients = []
        for place, users in enumerate(self.network.users):
            if place in together:
                gradients.append(mix_gradients(shared, together[place]))
            else:
                gradients.append(own[users[0]] * slopes[users[0]][place])
        return gradients
