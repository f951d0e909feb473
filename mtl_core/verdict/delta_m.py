"""Δm: by how much all tasks together are better than alone, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.verdicts import Difference
from mtl_core.verdict.kept import KeptSample
from mtl_core.verdict.paired import Units, enclose
from mtl_core.verdict.samples import Array, Floats


@dataclass(frozen=True)
class Pair:
    """What one task's answers come to together and alone, about the same rows in the same order."""

    metric: str
    together: KeptSample
    alone: KeptSample

    def share(self, weights: Array | None = None) -> Floats:
        """By how much of the metric alone together is better [B], where rows count by ``weights`` [B, n]."""
        weights = np.ones((1, self.alone.sample.rows)) if weights is None else weights
        return share_better(self.metric, self.together.sample.values(weights), self.alone.sample.values(weights))


def share_better(metric: str, together: Floats, alone: Floats) -> Floats:
    """By how much of the metric ``alone`` [n] ``together`` [n] is better; NaN where alone is 0."""
    sign = -1.0 if metric in LOWER_IS_BETTER else 1.0
    blank = np.full(len(alone), np.nan)
    found: Floats = np.divide(sign * (together - alone), np.abs(alone), out=blank, where=alone != 0)
    return found


def measure_delta_m(pairs: Sequence[Pair], seed: int = 0) -> Difference | None:
    """The mean over tasks of (M_together − M_alone) / |M_alone|, with the sign turned where less is better (Maninis,
    Radosavovic & Kokkinos, "Attentive single-tasking of multiple tasks", CVPR 2019), as a share.

    Rows (or groups) are drawn anew for all tasks at once, since a row that is hard for one may be hard for others; the
    interval asks as many rows to tell together from alone in each task that differs at all as a single task does. A
    task whose metric alone is 0 has no share and is passed over. None where no task is left.
    """
    known = [pair for pair in pairs if np.isfinite(pair.share()).all()]
    if not known:
        return None
    rows = np.unique(np.concatenate([pair.alone.positions for pair in known]))
    places = [np.searchsorted(rows, pair.alone.positions) for pair in known]
    units = Units.of(len(rows), _groups(known, places, len(rows)))
    telling = [_count_telling(pair, units, at, len(rows)) for pair, at in zip(known, places, strict=True)]
    value = float(np.mean([pair.share()[0] for pair in known]))

    def draw() -> Floats:
        drawn = units.weights(np.random.default_rng(seed))
        shares = [[pair.share(w[:, at]) for pair, at in zip(known, places, strict=True)] for w in drawn]
        return np.concatenate([np.mean(each, axis=0) for each in shares])

    return enclose(value, min(filter(None, telling), default=0), units, draw)


def _groups(pairs: Sequence[Pair], places: Sequence[Array], count: int) -> Array | None:
    """Which group each of the ``count`` rows is of; None where they belong to none."""
    found = np.empty(count, dtype=object)
    for pair, at in zip(pairs, places, strict=True):
        if pair.alone.groups is None:
            return None
        found[at] = pair.alone.groups
    return found


def _count_telling(pair: Pair, units: Units, places: Array, count: int) -> int:
    """How many units tell the task's two sets of answers apart."""
    masks = pair.together.sample.telling(pair.alone.sample)
    spread = [np.isin(np.arange(count), places[mask]) for mask in masks]
    return min(units.count(mask) for mask in spread)
