"""Which of the training rows are learnt from where only a share of them is: of two shares the smaller lies within."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from mtl_core.tables.labels.stratifying import order_alike

_BITS = 40  # of a row's place, more than any table needs

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def keep_share(units: Rows, order: Rows, share: float) -> Flags:
    """Which rows [n] to keep, given the unit of each, 0 to m - 1: whole units in their ``order`` [m], at least one, as
    near to the share of the rows as whole units allow. One order nests all shares."""
    ends = np.cumsum(np.bincount(units, minlength=len(order))[order])
    count = 1 + int(np.abs(ends - share * len(units)).argmin())
    kept: Flags = np.isin(units, order[:count])
    return kept


def order_spread(codes: Iterable[npt.NDArray[Any]], rng: np.random.Generator) -> Rows:
    """The n rows in an order of which every beginning spreads the labels, given as codes [n] by task, as all rows do.

    Rows are laid out with equal labels together, and taken by their places' bits in reverse (van der Corput, 1935).
    """
    places = order_alike(list(codes), rng)
    keys = np.zeros(len(places))
    for bit in range(_BITS):
        keys += (places >> bit & 1) * 0.5 ** (bit + 1)
    return np.argsort(keys)


def keep_labels(codes: Iterable[npt.NDArray[Any]], order: Rows) -> Flags:
    """The first row of each label in that ``order`` [n], so that none is unknown; ``codes`` [n] by task, −1 missing."""
    kept = np.zeros(len(order), dtype=bool)
    for task in codes:
        names, first = np.unique(task[order], return_index=True)
        kept[order[first[names >= 0]]] = True
    return kept
