"""Cross-entropy of a yes-no label."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.training.losses.entropy import entropy
from mtl_core.training.losses.loss import Answers, TaskLoss


class BinaryLoss(TaskLoss):
    """One logit of yes."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Of logits [b, 1] and 0 or 1 [b]."""
        return tf.nn.sigmoid_cross_entropy_with_logits(values, outputs[:, 0])

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The labels' entropy."""
        return entropy(values, mask)

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """0 or 1 [n, 1]."""
        return values[:, None], mask

    def num_codes(self, outputs: int) -> int:
        """No and yes."""
        return 2


LOSS = BinaryLoss()
