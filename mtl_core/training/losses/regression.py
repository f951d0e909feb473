"""The error of a standardised number: squared, so that its average is learnt, or nearly absolute, so that its median
is."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.plan import OutputTask
from mtl_core.training.losses.loss import Answers, TaskLoss

_SMALL = 0.3  # standard deviations: smaller errors count by their squares, which are learnt more steadily
_HUGE = 1e6
_STEPS = 50


class RegressionLoss(TaskLoss):
    """One number."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Of numbers [b, 1] and [b]."""
        return tf.square(outputs[:, 0] - values)

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The numbers' variance."""
        return float(values[mask].var(dtype=np.float64))

    def of(self, task: OutputTask) -> RegressionLoss:
        """By the answer that it is to give."""
        return _MEDIAN if task.answer == "median" else self

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """The number [n, 1]."""
        return values[:, None], mask


class MedianLoss(RegressionLoss):
    """One number, whose error counts as it is, but for small ones, which count by their squares: the pseudo-Huber loss
    δ √(r² + δ²) − δ² of Charbonnier et al., IEEE Transactions on Image Processing 6, 1997, over δ."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Of numbers [b, 1] and [b]."""
        scaled = (outputs[:, 0] - values) / _SMALL
        return _SMALL * tf.where(  # squares of huge numbers would overflow
            tf.abs(scaled) > _HUGE, tf.abs(scaled), tf.sqrt(1 + tf.square(tf.clip_by_value(scaled, -_HUGE, _HUGE))) - 1
        )

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The loss of the best constant, found from the median on by reweighted means, each of which is no worse."""
        known = values[mask].astype(np.float64)
        constant = float(np.median(known))
        for _ in range(_STEPS):
            weights = 1 / np.hypot(1, (known - constant) / _SMALL)
            constant = float((weights * known).sum() / weights.sum())
        return float(_SMALL * (np.hypot(1, (known - constant) / _SMALL) - 1).mean())


_MEDIAN = MedianLoss()
LOSS = RegressionLoss()
