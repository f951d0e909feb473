"""Cross-entropy of K yes-no labels, each on its own; their mean is binary relevance."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from mtl_core.training.losses.loss import Answers, TaskLoss


class MultilabelLoss(TaskLoss):
    """A logit per label."""

    def each(self, outputs: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
        """Of logits [b, K] and 0 or 1 [b, K]."""
        return tf.nn.sigmoid_cross_entropy_with_logits(values, outputs)

    def guess(self, values: np.ndarray, mask: np.ndarray) -> float:
        """The loss of always giving each label's rate among the rows where it is known."""
        known = mask.sum(axis=0)
        rates = np.where(mask, values, 0).sum(axis=0, dtype=np.float64) / np.maximum(known, 1)
        shares = np.clip(np.stack([rates, 1 - rates]), 1e-300, 1)
        return float((known * -(shares * np.log(shares)).sum(axis=0)).sum() / known.sum())

    def as_outputs(self, values: tf.Tensor, mask: tf.Tensor, outputs: int) -> Answers:
        """0 or 1 [n, K], known where all labels are."""
        return values, tf.reduce_all(mask, axis=1)

    def num_codes(self, outputs: int) -> int:
        """No and yes."""
        return 2

    def having(self, values: np.ndarray, mask: np.ndarray, label: int) -> np.ndarray:
        """Rows with that label among theirs."""
        found: np.ndarray = mask[:, label] & (values[:, label] > 0)
        return found


LOSS = MultilabelLoss()
