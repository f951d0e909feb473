"""Dealing rows to parts so that every label of every task is spread as the parts' shares ask.

Iterative stratification: Sechidis, Tsoumakas, Vlahavas, "On the Stratification of Multi-label Data", ECML PKDD 2011,
https://doi.org/10.1007/978-3-642-23808-6_10, with all free rows of a label dealt at once and those with equal
further labels spread over the parts. A missing label is no label: such a row is dealt by its other tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

TRAIN, VALIDATION, TEST = 0, 1, 2
_BINS = 10
_ROWS_PER_BIN = 20


def bins(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Numbers as codes of bins of about equal counts, −1 where missing, so that they can be spread like classes; one
    that most rows have is a bin of its own."""
    known = ~np.isnan(numbers)
    middle = np.quantile(numbers[known], 0.5, method="lower") if known.any() else np.nan
    if 2 * (numbers == middle).sum() > known.sum() > (numbers == middle).sum():
        others = bins(np.where(numbers == middle, np.nan, numbers))
        return np.where(numbers == middle, 0, np.where(known, others + 1, -1))
    count = max(1, min(_BINS, int(known.sum()) // _ROWS_PER_BIN))
    edges = np.quantile(numbers[known], np.arange(1, count) / count) if known.any() else np.empty(0)
    return np.where(known, np.searchsorted(edges, numbers, side="right"), -1)


def deal(
    codes: Sequence[npt.NDArray[Any]],
    shares: npt.NDArray[np.float64],
    rng: np.random.Generator,
    first: npt.NDArray[np.int64] | None = None,
) -> npt.NDArray[np.int8]:
    """The part of each row [n]; ``codes`` hold a code per row and task, −1 where it has no label.

    Each row has a label of some task. Every label has a training row; one that stands in a single row trains. ``first``
    [n] names for each row the first one that is like it, whose part it has; None: no two rows are alike.
    """
    part = np.full(len(codes[0]), -1, dtype=np.int8)
    sizes = np.zeros(3, dtype=np.int64)
    place = order_alike(codes, rng)
    groups = sorted((rows for task in codes for rows in _rows_by_code(task)), key=len)  # the rarest label first
    for rows in groups:
        free = rows[part[rows] < 0]
        given = np.bincount(part[rows][part[rows] >= 0], minlength=3)
        counts = _counts(shares, given, len(free), sizes)
        part[free[np.argsort(place[free])]] = _interleave(counts, rng)
        sizes += counts
    first = np.arange(len(part)) if first is None else first
    part = part[first]
    for rows in groups:
        if not (part[rows] == TRAIN).any():
            part[first == first[rows[0]]] = TRAIN
    return part


def order_alike(codes: Sequence[npt.NDArray[Any]], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Each row's place in an order that puts rows with the same labels together, at random among themselves."""
    finest_first = sorted(codes, key=lambda task: -int(task.max(initial=0)))
    place = np.empty(len(codes[0]), dtype=np.int64)
    place[np.lexsort([rng.random(len(place)), *finest_first])] = np.arange(len(place))
    return place


def _interleave(counts: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Parts with these counts, each spread evenly from a random start, so that neighbours go to different parts."""
    at = np.concatenate([(np.arange(count) + rng.random()) / max(count, 1) for count in counts])
    return np.repeat(np.arange(3), counts)[np.argsort(at, kind="stable")]


def _rows_by_code(codes: npt.NDArray[Any]) -> list[npt.NDArray[np.int64]]:
    """The rows of each code that occurs."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(codes.max(initial=-1) + 2))
    return [order[start:end] for start, end in pairwise(starts) if end > start]


def _counts(
    shares: npt.NDArray[np.float64], given: npt.NDArray[Any], free: int, overall: npt.NDArray[Any]
) -> npt.NDArray[np.int64]:
    """How many of a label's ``free`` rows each part gets, if ``given`` of its rows have a part already.

    Whole rows first; what is left over goes where the parts as a whole, ``overall``, lack most.
    """
    wanted = np.maximum(shares * (given.sum() + free) - given, 0)
    quota = wanted * free / max(wanted.sum(), 1e-9)
    counts: npt.NDArray[np.int64] = np.floor(quota + 1e-9).astype(np.int64)
    for _ in range(free - counts.sum()):
        lack = shares * (overall.sum() + free) - overall - counts
        counts[np.where(shares > 0, lack, -np.inf).argmax()] += 1
    if free and not given[TRAIN] + counts[TRAIN]:
        counts[counts.argmax()] -= 1
        counts[TRAIN] += 1
    return counts
