"""How the tasks' gradients stand to each other, summed over an epoch; it knows neither networks nor methods."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf


class Sight(NamedTuple):
    """Sums over the steps in which gradients were compared (float32); a pair counts if both tasks took part."""

    cosines: tf.Tensor  # [T, T]
    conflicts: tf.Tensor  # [T, T], how often a cosine was negative
    pairs: tf.Tensor  # [T, T]
    lengths: tf.Tensor  # [T]
    blocks: tf.Tensor  # [B, 2], by shared block: pairs with a negative cosine, and all pairs
    steps: tf.Tensor

    @classmethod
    def none(cls, num_tasks: int, num_blocks: int) -> Sight:
        """Nothing seen yet."""
        square = tf.zeros([num_tasks, num_tasks])
        return cls(square, square, square, tf.zeros(num_tasks), tf.zeros([num_blocks, 2]), tf.zeros([]))


def added(sight: Sight, gramians: tf.Tensor, active: tf.Tensor) -> Sight:
    """``sight`` and one step more; ``gramians`` [B, T, T] are those of each block, whose sum is the whole.

    What is not finite counts as nothing.
    """
    gramians = tf.where(tf.math.is_finite(gramians), gramians, 0)
    whole = tf.reduce_sum(gramians, axis=0)
    cosines, pairs = _cosines(whole, active)
    inner, counted = _cosines(gramians, active)
    others = counted * (1 - tf.eye(whole.shape[0]))  # a task does not conflict with itself
    blocks = tf.stack([tf.reduce_sum(_negative(inner), [1, 2]), tf.reduce_sum(others, [1, 2])], axis=1)
    return Sight(
        sight.cosines + cosines,
        sight.conflicts + _negative(cosines),
        sight.pairs + pairs,
        sight.lengths + tf.sqrt(tf.linalg.diag_part(whole)),
        sight.blocks + blocks,
        sight.steps + 1,
    )


def _negative(cosines: tf.Tensor) -> tf.Tensor:
    return tf.cast(cosines < 0, tf.float32)


def _cosines(gramians: tf.Tensor, active: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """The cosines in Gramians [..., T, T], and 1 where there is one: both took part, and neither gradient is 0."""
    squares = tf.linalg.diag_part(gramians)
    there = active & (squares > 0)
    lengths = tf.sqrt(tf.where(there, squares, 1))
    pairs = tf.cast(there[..., :, None] & there[..., None, :], tf.float32)
    return pairs * gramians / (lengths[..., :, None] * lengths[..., None, :]), pairs
