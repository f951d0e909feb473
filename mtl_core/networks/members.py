"""One network that is many: each row is computed once for each member, whose inputs and outputs are its own and whose
layers are those of all. TabM, Gorishniy et al., arXiv 2410.24210, section 3.3 ("mini").

Members lie one after another along the axis of rows, so that whatever stands between inputs and outputs takes them for
rows: k · n of them in the place of n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import keras
import numpy as np


def repeat(values: keras.KerasTensor, members: int) -> keras.KerasTensor:
    """What is the same for each member: [k · n, …], from [n, …]."""
    return values if members == 1 else keras.ops.tile(values, (members, *(1 for _ in values.shape[1:])))


def split_members(values: keras.KerasTensor, members: int) -> keras.KerasTensor:
    """Member by member: [k, n, …], from [k · n, …]."""
    return keras.ops.reshape(values, (members, -1, *values.shape[1:]))


def join_members(values: keras.KerasTensor) -> keras.KerasTensor:
    """One after another: [k · n, …], from [k, n, …]."""
    return keras.ops.reshape(values, (-1, *values.shape[2:]))


def average(raw: keras.KerasTensor, activation: str, members: int) -> keras.KerasTensor:
    """The raw output [n, …] whose answer by ``activation`` is the mean of what the members answer by ``raw``
    [k · n, …]."""
    return raw if members == 1 else _MEANS[activation](split_members(raw, members))


def _mean(raw: keras.KerasTensor) -> keras.KerasTensor:
    return keras.ops.mean(raw, axis=0)


def _mean_of_chances(raw: keras.KerasTensor) -> keras.KerasTensor:
    """log Σ p − log Σ (1 − p)."""
    yes, no = (keras.ops.logsumexp(keras.ops.log_sigmoid(sign), axis=0) for sign in (raw, -raw))
    return yes - no


def _mean_of_shares(raw: keras.KerasTensor) -> keras.KerasTensor:
    """log of the mean share of each class."""
    return _mean_of_amounts(keras.ops.log_softmax(raw, axis=-1))


def _mean_of_amounts(raw: keras.KerasTensor) -> keras.KerasTensor:
    """log of the mean of eʳᵃʷ."""
    return keras.ops.logsumexp(raw, axis=0) - float(np.log(raw.shape[0]))


_MEANS: Mapping[str, Callable[[keras.KerasTensor], keras.KerasTensor]] = {
    "linear": _mean,
    "sigmoid": _mean_of_chances,
    "softmax": _mean_of_shares,
    "exponential": _mean_of_amounts,
}
