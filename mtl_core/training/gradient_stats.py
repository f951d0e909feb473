"""How the tasks' gradients stand to each other, summed over an epoch."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

_RECALL = 0.75  # so that in the long run a look counts a quarter, and chance shows 0.38 of what it does in one batch


class GradientStats(NamedTuple):
    """Sums over the steps in which gradients were compared (float32); a pair counts if both tasks took part."""

    cosines: tf.Tensor  # [T, T]
    pairs: tf.Tensor  # [T, T]
    lengths: tf.Tensor  # [T]
    blocks: tf.Tensor  # [B, 2, T, T], by shared block: the cosines of its own weights' gradients, and the pairs
    steps: tf.Tensor

    @classmethod
    def none(cls, num_tasks: int, num_blocks: int) -> GradientStats:
        """Nothing seen yet."""
        square = tf.zeros([num_tasks, num_tasks])
        blocks = tf.zeros([num_blocks, 2, num_tasks, num_tasks])
        return cls(square, square, tf.zeros(num_tasks), blocks, tf.zeros([]))


def add_step(stats: GradientStats, gramians: tf.Tensor, active: tf.Tensor) -> GradientStats:
    """``stats`` and one step more; ``gramians`` [B, T, T] are those of each block, whose sum is the whole.

    What is not finite counts as nothing.
    """
    gramians = tf.where(tf.math.is_finite(gramians), gramians, 0)
    whole = tf.reduce_sum(gramians, axis=0)
    cosines, pairs = _cosines(whole, active)
    return GradientStats(
        stats.cosines + cosines,
        stats.pairs + pairs,
        stats.lengths + tf.sqrt(tf.linalg.diag_part(whole)),
        stats.blocks + tf.stack(_cosines(gramians, active), axis=1),
        stats.steps + 1,
    )


def blend(before: GradientStats, now: GradientStats) -> GradientStats:
    """``now`` with a share of what was seen ``before``, less the older it is; of pairs and tasks that take no part any
    more nothing is left."""
    diagonal = tf.linalg.diag_part
    return GradientStats(
        _mix(before.cosines, now.cosines, now.pairs),
        _mix(before.pairs, now.pairs, now.pairs),
        _mix(before.lengths, now.lengths, diagonal(now.pairs)),
        _mix(before.blocks, now.blocks, now.blocks[:, 1:]),
        now.steps,
    )


def _mix(before: tf.Tensor, now: tf.Tensor, there: tf.Tensor) -> tf.Tensor:
    return tf.where(there > 0, _RECALL * before + now, 0.0)


def _cosines(gramians: tf.Tensor, active: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The cosines in Gramians [..., T, T], and 1 where there is one: both took part, and neither gradient is 0."""
    squares = tf.linalg.diag_part(gramians)
    there = active & (squares > 0)
    lengths = tf.sqrt(tf.where(there, squares, 1))
    pairs = tf.cast(there[..., :, None] & there[..., None, :], tf.float32)
    return pairs * gramians / (lengths[..., :, None] * lengths[..., None, :]), pairs
