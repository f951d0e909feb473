"""Adam and AdamW with their learning-rate schedule, as pure functions of tensors; it knows no network.

Keras' optimizers do the same, but one variable after the other: that takes three times as long to trace and twice as
long to compile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Self

import tensorflow as tf

from mtl_core.experiment import Training

_BETA_1, _BETA_2, _EPSILON = 0.9, 0.999, 1e-7  # Keras' defaults

Tensors = tuple[tf.Tensor, ...]


class Moments(NamedTuple):
    """Running means of all gradients and of their squares, each as one vector [P]."""

    first: tf.Tensor
    second: tf.Tensor

    @classmethod
    def zero(cls, weights: Tensors) -> Self:
        """Those before the first step."""
        size = sum(weight.shape.num_elements() for weight in weights)
        return cls(tf.zeros(size), tf.zeros(size))


@dataclass(frozen=True)
class Adam:
    """Kingma & Ba (https://arxiv.org/abs/1412.6980, algorithm 1), its decay decoupled as by Loshchilov & Hutter
    (https://arxiv.org/abs/1711.05101, algorithm 2). ``steps`` is the length of the whole training.
    """

    learning_rate: float
    weight_decay: float
    cosine: bool
    steps: int

    @classmethod
    def of(cls, training: Training, steps: int) -> Self:
        """The optimizer that ``training`` asks for."""
        decay = training.weight_decay if training.optimizer == "adamw" else 0.0
        return cls(training.learning_rate, decay, training.schedule == "cosine", steps)

    def rate(self, step: tf.Tensor) -> tf.Tensor:
        """The learning rate of the step after ``step`` (a float) others: constant, or a half cosine down to 0."""
        if not self.cosine:
            return tf.constant(self.learning_rate, tf.float32)
        return 0.5 * self.learning_rate * (1 + tf.cos(math.pi * step / self.steps))

    def apply(self, step: tf.Tensor, weights: Tensors, moments: Moments, gradients: Tensors) -> tuple[Tensors, Moments]:
        """One step after ``step`` others: new weights, in their shapes, and moments."""
        done = tf.cast(step, tf.float32)
        rate = self.rate(done)
        gradient = tf.concat([tf.reshape(part, [-1]) for part in gradients], axis=0)
        first = moments.first + (1 - _BETA_1) * (gradient - moments.first)
        second = moments.second + (1 - _BETA_2) * (gradient * gradient - moments.second)
        corrected = rate * tf.sqrt(1 - tf.pow(_BETA_2, done + 1)) / (1 - tf.pow(_BETA_1, done + 1))
        change = corrected * first / (tf.sqrt(second) + _EPSILON)
        kept = 1 - rate * self.weight_decay
        parts = tf.split(change, [weight.shape.num_elements() for weight in weights])
        updated = tuple(
            kept * weight - tf.reshape(part, weight.shape) for weight, part in zip(weights, parts, strict=True)
        )
        return updated, Moments(first, second)
