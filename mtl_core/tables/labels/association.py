"""How strongly the labels of two tasks go together, from encoded labels alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


def association(one: Matrix, other: Matrix) -> float:
    """The root of the RV coefficient of labels [n, p] and [n, q], NaN where missing, over the rows that have both: from
    0 to 1, of two numbers the absolute correlation; 0 where fewer than two rows have both or one does not vary.

    Robert & Escoufier, Applied Statistics 25, 1976: ‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖), columns centred.
    """
    known = ~(np.isnan(one).any(axis=1) | np.isnan(other).any(axis=1))
    if known.sum() < 2:
        return 0.0
    x, y = (labels[known] - labels[known].mean(axis=0) for labels in (one, other))
    scale = np.linalg.norm(x.T @ x) * np.linalg.norm(y.T @ y)
    return float(np.sqrt(np.square(x.T @ y).sum() / scale)) if scale > 0 else 0.0


def associations(labels: Sequence[Matrix]) -> Matrix:
    """All tasks with all: [T, T], symmetric."""
    return np.array([[association(one, other) for other in labels] for one in labels])


def columns_of(values: npt.NDArray[np.float32], mask: npt.NDArray[np.bool_], classes: int) -> Matrix:
    """A task's encoded labels as columns to compare: a column per class where there are ``classes`` above 2."""
    if values.ndim == 1 and classes > 2:
        values = np.eye(classes, dtype=np.float32)[values.astype(int)]
    shaped = values.reshape(len(values), -1).astype(np.float64)
    return np.where(mask.reshape(len(mask), -1), shaped, np.nan)
