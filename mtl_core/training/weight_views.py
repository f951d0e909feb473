"""What a network's weights show by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import tensorflow as tf

from mtl_core.plan import Watch

Weights = Mapping[str, tf.Tensor]  # by LAYER/WEIGHT


def _kernels(watch: Watch, weights: Weights) -> np.ndarray:
    """The kernels of a watch's layers, one under the other: [rows, columns]."""
    kernels = [weights[f"{layer}/kernel"].numpy() for layer in watch.layers]
    return watch.scale * np.concatenate(kernels, axis=None).reshape(len(watch.rows), len(watch.columns))


def _distances(watch: Watch, weights: Weights) -> np.ndarray:
    """‖θ_t − θ_s‖ beside the mean of all ‖θ‖: [tasks, tasks]."""
    rows = np.stack([np.concatenate([weights[name].numpy().ravel() for name in names]) for names in watch.arrays])
    size = np.linalg.norm(rows, axis=1).mean()
    apart = np.stack([np.linalg.norm(rows - row, axis=1) for row in rows])
    return apart / size if size > 0 else apart


def _changes(watch: Watch, weights: Weights) -> np.ndarray:
    """‖A B‖ / ‖W‖: [tasks, layers]."""
    found = np.zeros((len(watch.rows), len(watch.columns)))
    for row, names in enumerate(watch.arrays):
        for column in range(len(watch.columns)):
            down, up, whole = (weights[name].numpy() for name in names[3 * column : 3 * column + 3])
            found[row, column] = np.linalg.norm(down @ up) / max(np.linalg.norm(whole), np.finfo(np.float32).tiny)
    return found


OF_WEIGHTS: Mapping[str, Callable[[Watch, Weights], np.ndarray]] = {
    "kernels": _kernels,
    "distances": _distances,
    "changes": _changes,
}
"""By measure."""
