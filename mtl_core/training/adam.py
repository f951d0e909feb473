"""Adam and AdamW with their learning-rate schedule, as pure functions of tensors.

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
_LARGE = 65_536  # numbers

Tensors = tuple[tf.Tensor, ...]


class Moments(NamedTuple):
    """Running means of all gradients and of their squares, as vectors: one for each of ``_groups``."""

    first: Tensors
    second: Tensors

    @classmethod
    def zero(cls, weights: Tensors) -> Self:
        """Those before the first step."""
        sizes = [sum(_size(weights[place]) for place in group) for group in _groups(weights)]
        return cls(*(tuple(tf.zeros(size) for size in sizes) for _ in cls._fields))


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
    def of(cls, training: Training, steps: int, factor: float = 1.0) -> Self:
        """The optimizer that ``training`` asks for, ``factor`` times as fast."""
        decay = training.weight_decay if training.optimizer == "adamw" else 0.0
        return cls(factor * training.learning_rate, decay, training.schedule == "cosine", steps)

    def rate(self, step: tf.Tensor) -> tf.Tensor:
        """The learning rate of the step after ``step`` (a float) others: constant, or a half cosine down to 0."""
        if not self.cosine:
            return tf.constant(self.learning_rate, tf.float32)
        return 0.5 * self.learning_rate * (1 + tf.cos(math.pi * step / self.steps))

    def apply(self, step: tf.Tensor, weights: Tensors, moments: Moments, gradients: Tensors) -> tuple[Tensors, Moments]:
        """One step after ``step`` others: new weights, in their shapes, and moments."""
        done = tf.cast(step, tf.float32)
        rate = self.rate(done)
        corrected = rate * tf.sqrt(1 - tf.pow(_BETA_2, done + 1)) / (1 - tf.pow(_BETA_1, done + 1))
        kept = 1 - rate * self.weight_decay
        updated = list(weights)
        means, squares = [], []
        for group, first, second in zip(_groups(weights), *moments, strict=True):
            gradient = _join([gradients[place] for place in group])
            means.append(first + (1 - _BETA_1) * (gradient - first))
            squares.append(second + (1 - _BETA_2) * (gradient * gradient - second))
            change = corrected * means[-1] / (tf.sqrt(squares[-1]) + _EPSILON)
            for place, part in zip(group, tf.split(change, [_size(weights[place]) for place in group]), strict=True):
                updated[place] = kept * weights[place] - tf.reshape(part, weights[place].shape)
        return tuple(updated), Moments(tuple(means), tuple(squares))


def _groups(weights: Tensors) -> list[list[int]]:
    """Places of weights updated together: a large one alone, since joining it costs more than the operations that it
    saves; all small ones as one vector."""
    large = [place for place, weight in enumerate(weights) if _size(weight) >= _LARGE]
    small = [place for place in range(len(weights)) if place not in large]
    return [[place] for place in large] + ([small] if small else [])


def _join(tensors: list[tf.Tensor]) -> tf.Tensor:
    vectors = [tf.reshape(tensor, [-1]) for tensor in tensors]
    return vectors[0] if len(vectors) == 1 else tf.concat(vectors, axis=0)


def _size(tensor: tf.Tensor) -> int:
    size: int = tensor.shape.num_elements()
    return size
