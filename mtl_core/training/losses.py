"""The loss of each kind of task, answer by answer, and of guessing; it knows neither networks nor balancing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from mtl_core.plan import OutputTask
from mtl_core.training.data import Arrays


@dataclass(frozen=True)
class Loss:
    """``each``: a batch's outputs [b, …] and values → losses of the values' shape; ``guess``: values [n, …] and where
    there is a label → the lowest mean loss of a constant output."""

    each: Callable[[tf.Tensor, tf.Tensor], tf.Tensor]
    guess: Callable[[np.ndarray, np.ndarray], float]


def _binary(logits: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    """Cross-entropy of a yes-no label."""
    return tf.nn.sigmoid_cross_entropy_with_logits(values, logits[:, 0])


def _multiclass(logits: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    """Cross-entropy of one class out of K; of tags one at each token [b, length]."""
    return tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(values, tf.int32), logits)


def _multilabel(logits: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    """Cross-entropy of K yes-no labels, each on its own [b, K]; their mean is binary relevance."""
    return tf.nn.sigmoid_cross_entropy_with_logits(values, logits)


def _regression(numbers: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    """Squared error, so that always guessing the mean of the training rows loses 1."""
    return tf.square(numbers[:, 0] - values)


def _entropy(values: np.ndarray, mask: np.ndarray) -> float:
    """The loss of always giving the labels' shares."""
    _, counts = np.unique(values[mask], return_counts=True)
    shares = counts / counts.sum()
    return float(-(shares * np.log(shares)).sum())


def _entropies(values: np.ndarray, mask: np.ndarray) -> float:
    """The loss of always giving each label's rate among the rows where it is known."""
    known = mask.sum(axis=0)
    rates = np.where(mask, values, 0).sum(axis=0, dtype=np.float64) / np.maximum(known, 1)
    shares = np.clip(np.stack([rates, 1 - rates]), 1e-300, 1)
    return float((known * -(shares * np.log(shares)).sum(axis=0)).sum() / known.sum())


def _variance(values: np.ndarray, mask: np.ndarray) -> float:
    """The loss of always giving the labels' mean."""
    return float(values[mask].var(dtype=np.float64))


LOSSES = {
    "binary": Loss(_binary, _entropy),
    "multiclass": Loss(_multiclass, _entropy),
    "multilabel": Loss(_multilabel, _entropies),
    "tags": Loss(_multiclass, _entropy),
    "regression": Loss(_regression, _variance),
}


def baselines(tasks: tuple[OutputTask, ...], arrays: Arrays) -> np.ndarray:
    """The loss [T] of the best constant on what is labelled; 1 where that is 0, since nothing can be divided by it."""
    guesses = [
        LOSSES[task.kind].guess(values, mask)
        for task, values, mask in zip(tasks, arrays.values, arrays.mask, strict=True)
    ]
    return np.array([guess if guess > 1e-6 else 1.0 for guess in guesses])
