"""A model's outputs for many rows, a block of rows at a time; it knows neither the plan nor what the outputs mean."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np

_ROWS = 16_384  # at once: keeps a layer of 2,048 units below 150 MB


def predict(model: keras.Model, inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """The outputs of a served model, one array [n, …] per task in task order.

    ``inputs`` may hold arrays that the model does not take, such as "categories" [n, 0].
    """
    taken = {name: inputs[name] for name in (tensor.name for tensor in model.inputs)}
    rows = len(next(iter(taken.values())))
    blocks = [
        keras.tree.flatten(model({name: values[start : start + _ROWS] for name, values in taken.items()}))
        for start in range(0, max(rows, 1), _ROWS)
    ]
    return [np.concatenate([np.asarray(output) for output in outputs]) for outputs in zip(*blocks, strict=True)]
