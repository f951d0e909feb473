"""How strongly the labels of two tasks go together, and how much of a task's labels one column alone tells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.tables.labels.leaks import Values

Matrix = npt.NDArray[np.float64]

MOST_LABELS = 10
"""Labels of a task that are compared, the commonest ones: a column each."""
_BINS = 16  # of a column whose values are in order
_RANK = 1e-9  # singular values below that share of the largest are rounding: float64 has 16 digits


def rank_column(numbers: npt.NDArray[np.float64]) -> Matrix:
    """Numbers [n] as their ranks [n, 1]; equal ones share the mean of theirs."""
    return np.asarray(pd.Series(numbers).rank(), dtype=np.float64)[:, None]


def label_columns(rows: npt.NDArray[np.int64], labels: npt.NDArray[np.object_], n: int) -> Matrix:
    """Labels, one by one, and the row that each stands in, as [n, q]: 1 where the row has one of the commonest q."""
    codes, distinct = pd.factorize(labels)
    common = np.sort(np.argsort(-np.bincount(codes, minlength=len(distinct)), kind="stable")[:MOST_LABELS])
    held = np.isin(codes, common)
    columns = np.zeros((n, len(common)))
    columns[rows[held], np.searchsorted(common, codes[held])] = 1
    return columns


def relation(one: Matrix, other: Matrix) -> float:
    """How strongly columns [n, p] and [n, q] go together: 0 not at all, 1 fully.

    The root of the mean squared canonical correlation (Cramer & Nicewander, Psychometrika 44, 1979), which is
    Spearman's |ρ| of two columns of ranks, the correlation ratio η of ranks and classes, Cramér's V of classes. What
    unrelated columns reach by chance, max(p, q) / (n − 1) of the square in the mean, is taken off (Bergsma 2013).
    """
    x, y = _basis(one), _basis(other)
    fewer, more = sorted((x.shape[1], y.shape[1]))
    chance = more / max(len(one) - 1, 1)
    if not fewer or chance >= 1:
        return 0.0
    square = float(np.square(x.T @ y).sum() / fewer)
    return float(np.sqrt(min(max((square - chance) / (1 - chance), 0.0), 1.0)))


def share_told(column: Values, labels: Matrix) -> float:
    """The share of the variance of ``labels`` [n, q] that ``column`` [n] alone tells: R² of guessing each row by the
    mean of the other rows with the same value, values in order in 16 bins of equal size; at least 0."""
    spread = float(np.square(labels - labels.mean(axis=0)).sum())
    if not spread:
        return 0.0
    places = find_bins(column)
    counts = np.bincount(places)[places]
    left = 0.0
    for label in labels.T:
        others = (np.bincount(places, weights=label)[places] - label) / np.maximum(counts - 1, 1)
        left += float(np.square(label - np.where(counts > 1, others, label.mean())).sum())
    return max(0.0, 1 - left / spread)


def find_bins(column: Values) -> npt.NDArray[np.int64]:
    """Which rows [n] count as having the same value: those in order stand in 16 bins of equal size; 0: missing."""
    return (_bin(column.places) if column.ordered else column.places) + 1


def _basis(columns: Matrix) -> Matrix:
    """Orthonormal columns that span the centred ``columns``."""
    u, sizes, _ = np.linalg.svd(columns - columns.mean(axis=0), full_matrices=False)
    basis: Matrix = u[:, sizes > _RANK * max(float(sizes.max(initial=0.0)), 1e-300)]
    return basis


def _bin(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Places among distinct values as places among bins of about equal size; −1 where missing."""
    known = places[places >= 0]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1])) if len(known) else np.empty(0)
    return np.where(places >= 0, np.searchsorted(edges, places, side="right"), -1)
