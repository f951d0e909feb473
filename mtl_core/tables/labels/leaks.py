"""Whether one input column alone gives a task away; it knows values, not how a finding is worded.

Three looks at a column, each sure only where values recur or are in order, so that an identifier, which differs in
every row, is not taken for one: its values as labels, its order, and whether it is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

_SURE = 0.999
_ROWS_PER_CLASS = 5  # with fewer, a column fits by chance
_KNOWN = 0.9  # of the rows: an order seen in fewer says nothing about the task


@dataclass(frozen=True)
class Values:
    """A column's values as places among its distinct ones, −1 where missing; the places are in order if ``ordered``."""

    places: npt.NDArray[np.int64]  # [n]
    ordered: bool

    def of(self, rows: npt.NDArray[Any]) -> Values:
        """The same for some of the rows."""
        return Values(self.places[rows], self.ordered)


def gives_class_away(column: Values, classes: npt.NDArray[np.int64]) -> bool:
    """Whether ``column`` tells the class [n] of nearly every row; classes with too few rows are not looked at."""
    common = np.flatnonzero(np.bincount(classes) >= _ROWS_PER_CLASS)
    rows = np.isin(classes, common)
    if len(common) < 2:
        return False
    places, codes = column.places[rows], np.searchsorted(common, classes[rows])
    looks = [_recall(places + 1, codes), _recall((places >= 0).astype(np.int64), codes)]
    if column.ordered:
        looks.append(_separation(places, codes))
    return max(looks) >= _SURE


def gives_number_away(column: Values, numbers: npt.NDArray[np.float64]) -> bool:
    """Whether ``column`` tells nearly all of the variance of ``numbers`` [n], or of their ranks."""
    if np.ptp(numbers) == 0:
        return False
    looks = [_group_r2(column.places, numbers)]
    if column.ordered:
        looks.append(_rank_r2(column.places, numbers))
    return max(looks) >= _SURE


def _recall(values: npt.NDArray[np.int64], codes: npt.NDArray[np.int64]) -> float:
    """The least share of a class's rows that the commonest class of the other rows with the same value finds."""
    classes = int(codes.max()) + 1
    cells, counts = np.unique(values * classes + codes, return_counts=True)
    order = np.lexsort((-counts, cells // classes))  # by value, the commonest class first
    value, code, count = (cells // classes)[order], (cells % classes)[order], counts[order]
    same = value[1:] == value[:-1]
    first, second = np.append(True, ~same), np.append(count[1:] * same, 0)
    right = first & (count - 1 > second)
    found = np.bincount(code[right], weights=count[right], minlength=classes)
    return float((found / np.bincount(codes)).min())


def _separation(places: npt.NDArray[np.int64], codes: npt.NDArray[np.int64]) -> float:
    """The least AUC between classes that are neighbours in the column's order."""
    known = places >= 0
    sides = [np.sort(places[known & (codes == code)]) for code in range(int(codes.max()) + 1)]
    if known.mean() < _KNOWN or not all(map(len, sides)):
        return 0.0
    sides.sort(key=lambda side: float(side.mean()))
    return min(measure_auc(low, high) for low, high in pairwise(sides))


def measure_auc(low: npt.NDArray[Any], high: npt.NDArray[Any]) -> float:
    """How often a value of ``high`` is above one of ``low``, both sorted; a tie counts half."""
    below = np.searchsorted(low, high, side="left").sum() + np.searchsorted(low, high, side="right").sum()
    return float(below / 2 / len(low) / len(high))


def _group_r2(places: npt.NDArray[np.int64], numbers: npt.NDArray[np.float64]) -> float:
    """R² of guessing each number by the mean of the other rows with the same value, or by the mean of all."""
    counts, sums = np.bincount(places + 1)[places + 1], np.bincount(places + 1, weights=numbers)[places + 1]
    others = (sums - numbers) / np.maximum(counts - 1, 1)
    guess = np.where(counts > 1, others, numbers.mean())
    return float(1 - np.square(numbers - guess).sum() / np.square(numbers - numbers.mean()).sum())


def _rank_r2(places: npt.NDArray[np.int64], numbers: npt.NDArray[np.float64]) -> float:
    """The squared correlation of the places of both; unlike that of the values, a few far values cannot make it."""
    known = places >= 0
    if known.mean() < _KNOWN or np.ptp(places[known]) == 0 or np.ptp(numbers[known]) == 0:
        return 0.0
    ranks = np.unique(numbers[known], return_inverse=True)[1]
    return float(np.corrcoef(places[known], ranks)[0, 1] ** 2)
