"""A model's outputs for many rows, a block of rows at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping

import keras
import numpy as np

_VALUES = 2**25  # of one layer at once: 128 MiB, which 16,384 rows of 2,048 units take
_ROWS = 16_384


def predict(model: keras.Model, inputs: Mapping[str, np.ndarray], members: int = 1) -> list[np.ndarray]:
    """The outputs of a served model, one array [n, …] per task in task order.

    ``inputs`` may hold arrays that the model does not take, such as "categories" [n, 0]; ``members`` as of
    ``rows_at_once``.
    """
    taken = {name: inputs[name] for name in (tensor.name for tensor in model.inputs)}
    rows = len(next(iter(taken.values())))
    step = rows_at_once(model, members)
    blocks = [
        keras.tree.flatten(model({name: values[start : start + step] for name, values in taken.items()}))
        for start in range(0, max(rows, 1), step)
    ]
    return [np.concatenate([np.asarray(output) for output in outputs]) for outputs in zip(*blocks, strict=True)]


def rows_at_once(model: keras.Model, members: int = 1) -> int:
    """How many rows the model takes at once without its largest layer taking too much memory; its layers take each row
    once for each of ``members``."""
    outputs = (output for operation in model.operations for output in keras.tree.flatten(operation.output))
    largest: int = max(math.prod(size for size in output.shape if size) for output in outputs)  # None is rows
    return max(1, min(_ROWS, _VALUES // (largest * members)))
