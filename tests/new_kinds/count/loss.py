"""Poisson's negative log-likelihood of a count, less what the best guess of each row would lose."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.training.losses.loss import Answers, TaskLoss


class CountLoss(TaskLoss):
    """One logarithm of a rate."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Half the deviance of rates exp(outputs) [b, 1] and counts [b]."""
        return tf.nn.log_poisson_loss(values, outputs[:, 0]) - values + tf.math.xlogy(values, values)

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """That of the mean."""
        known = values[mask].astype(np.float64)
        return float(np.mean(np.where(known > 0, known * np.log(np.maximum(known, 1) / known.mean()), 0)))

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """The count [n, 1]."""
        return values[:, None], mask


LOSS = CountLoss()
