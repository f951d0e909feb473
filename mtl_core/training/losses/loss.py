"""What the loss of every kind of task does."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
import tensorflow as tf

from mtl_core.plan import OutputTask

Answers = tuple[tf.Tensor, tf.Tensor]
"""Answers as the network would say them [n, outputs], and whether they are known [n]."""


class TaskLoss(ABC):
    """A task's loss, and what else training asks of its labels; ``values`` and ``mask`` as in ``Arrays``."""

    @abstractmethod
    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """The loss of each of a batch's values, in their shape; ``outputs`` [b, …] are the network's."""

    @abstractmethod
    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The lowest mean loss of a constant output."""

    @abstractmethod
    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """The true answers of a batch, in place of the network's."""

    def of(self, task: OutputTask) -> TaskLoss:
        """The loss of one task of this kind, where not all have the same."""
        return self

    def num_codes(self, outputs: int) -> int | None:
        """Values are whole numbers below this; None where they are any numbers."""
        return None

    def having(self, values: np.ndarray, mask: np.ndarray, label: int) -> np.ndarray:
        """Which rows [n] have that label."""
        found: np.ndarray = mask & (values == label)
        return found
