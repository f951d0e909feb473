"""Everything that a training step changes, and the batch that it is given."""

from __future__ import annotations

from typing import NamedTuple

import tensorflow as tf

from mtl_core.balancing import Balance
from mtl_core.training.adam import Moments, Tensors
from mtl_core.training.gradient_stats import GradientStats


class State(NamedTuple):
    """All of it, as immutable tensors."""

    weights: Tensors
    moments: Moments
    counters: Tensors  # of the dropout layers
    step: tf.Tensor  # steps done, int64
    balance: Balance
    smoothed: Tensors  # where wanted: whether each task was seen [T], and running means of its gradients [T, …]
    stats: GradientStats


class Batch(NamedTuple):
    """Rows, as tensors."""

    inputs: dict[str, tf.Tensor]
    values: Tensors  # by task, as in Arrays
    mask: Tensors
