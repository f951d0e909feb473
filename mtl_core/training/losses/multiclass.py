"""Cross-entropy of one class out of K."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.training.losses.entropy import entropy
from mtl_core.training.losses.loss import Answers, TaskLoss


class MulticlassLoss(TaskLoss):
    """A logit per class."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Of logits [b, …, K] and the places of classes [b, …]."""
        return tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(values, tf.int32), outputs)

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The labels' entropy."""
        return entropy(values, mask)

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """1 for the class [n, K]."""
        return tf.one_hot(tf.cast(values, tf.int32), outputs), mask

    def num_codes(self, outputs: int) -> int:
        """The classes."""
        return outputs


LOSS = MulticlassLoss()
