"""Squared error of a standardised number, so that always guessing the mean of the training rows loses 1."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.training.losses.loss import Answers, TaskLoss


class RegressionLoss(TaskLoss):
    """One number."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Of numbers [b, 1] and [b]."""
        return tf.square(outputs[:, 0] - values)

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The numbers' variance."""
        return float(values[mask].var(dtype=np.float64))

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """The number [n, 1]."""
        return values[:, None], mask


LOSS = RegressionLoss()
