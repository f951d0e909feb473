"""What methods that learn weights or wait for epochs have in common: Adam on T numbers, and means over an epoch."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-8


class Learnt(NamedTuple):
    """T learnt numbers and Adam's running means; Kingma & Ba (https://arxiv.org/abs/1412.6980), algorithm 1."""

    values: tf.Tensor
    first: tf.Tensor
    second: tf.Tensor
    steps: tf.Tensor  # [T], since a number learns only while its task takes part

    @classmethod
    def start(cls, values: tf.Tensor) -> Learnt:
        """Before the first step."""
        zeros = tf.zeros_like(values)
        return cls(values, zeros, zeros, zeros)

    def move(self, gradient: tf.Tensor, rate: float, active: tf.Tensor) -> Learnt:
        """One step down ``gradient`` [T], where ``active``."""
        steps = self.steps + 1
        first = self.first + (1 - _BETA_1) * (gradient - self.first)
        second = self.second + (1 - _BETA_2) * (gradient * gradient - self.second)
        change = first / (1 - tf.pow(_BETA_1, steps)) / (tf.sqrt(second / (1 - tf.pow(_BETA_2, steps))) + _EPSILON)
        after = Learnt(self.values - rate * change, first, second, steps)
        return Learnt(*(tf.where(active, new, old) for new, old in zip(after, self, strict=True)))


class Epochs(NamedTuple):
    """The mean losses [T] of the last two epochs, and the sums of the one under way."""

    last: tf.Tensor
    before: tf.Tensor
    sums: tf.Tensor
    counts: tf.Tensor
    epoch: tf.Tensor  # int64, the one under way, from 0

    @classmethod
    def start(cls, number: int) -> Epochs:
        """Before the first step; means that are not known are 0."""
        zeros = tf.zeros(number)
        return cls(zeros, zeros, zeros, zeros, tf.constant(0, tf.int64))

    def add(self, losses: tf.Tensor, active: tf.Tensor, epoch: tf.Tensor) -> Epochs:
        """With the losses [T] of one step of ``epoch``; a task without one in a whole epoch keeps its mean."""
        new = epoch > self.epoch
        means = tf.where(self.counts > 0, self.sums / tf.maximum(self.counts, 1.0), self.last)
        return Epochs(
            tf.where(new, means, self.last),
            tf.where(new, self.last, self.before),
            tf.where(new, 0.0, self.sums) + tf.where(active, losses, 0.0),
            tf.where(new, 0.0, self.counts) + tf.cast(active, tf.float32),
            epoch,
        )


def cap(weights: tf.Tensor, active: tf.Tensor, ratio: float) -> tf.Tensor:
    """``weights`` [T] > 0, none more than ``ratio`` times the least of the active ones'."""
    least = tf.reduce_min(tf.where(active, weights, weights.dtype.max))
    return tf.minimum(weights, ratio * least)
