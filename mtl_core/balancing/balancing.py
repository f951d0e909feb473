"""What every balancing method is: losses (and the tasks' Gramian) in, one weight per task out; it knows no network."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import tensorflow as tf


class Balancing(ABC):
    """One method and its state.

    The losses that it sees are normalised (guessing = 1) and already multiplied by the weights that a person set.
    """

    needs_gramian: ClassVar[bool] = False

    def __init__(self, num_tasks: int) -> None:
        self.num_tasks = num_tasks

    @property
    def variables(self) -> Sequence[tf.Variable]:
        """The state that a checkpoint must hold."""
        return ()

    @abstractmethod
    def weights(self, losses: tf.Tensor, gramian: tf.Tensor | None) -> tf.Tensor:
        """One weight per task [T] from ``losses`` [T] and, if needed, ``gramian`` = J Jᵀ [T, T] of trunk gradients."""
