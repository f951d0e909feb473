"""Cross-entropy of one tag out of K at each token."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.training.losses.loss import Answers
from mtl_core.training.losses.multiclass import MulticlassLoss


class TagsLoss(MulticlassLoss):
    """As classes, token by token [b, length]."""

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """The share of each tag among the tokens whose tag is known [n, K]."""
        each = tf.where(mask[:, :, None], tf.one_hot(tf.cast(values, tf.int32), outputs), 0.0)
        count = tf.reduce_sum(tf.cast(mask, tf.float32), axis=1, keepdims=True)
        return tf.reduce_sum(each, axis=1) / tf.maximum(count, 1.0), count[:, 0] > 0

    def having(self, values: np.ndarray, mask: np.ndarray, label: int) -> np.ndarray:
        """Rows with such a token."""
        return np.asarray(super().having(values, mask, label).any(axis=1))


LOSS = TagsLoss()
