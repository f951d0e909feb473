"""How the tasks stand to each other, as fields of the event "balance" and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from mtl_core.conflict import conflict
from mtl_core.records.events import Closeness
from mtl_core.training.gradient_stats import GradientStats

Rows = list[list[float | None]]

COMPLAINTS = {
    "unanswered": "In epoch {epoch} the tasks could not be balanced in {steps:,} steps, since gradients were not "
    "finite; they counted there as your weights say.",
    "stationary": "In epoch {epoch} there was no common direction in {steps:,} steps, since the tasks' gradients were "
    "zero or cancelled (the Pareto front, where no task gets better without another getting worse); the shared layers "
    "stood still there.",
}
"""What a run says of an epoch in which something came up in so many steps, by its name in the event "balance"."""


def report_conflicts(stats: GradientStats | None, tasks: Sequence[str]) -> dict[str, Any]:
    """The fields of BalanceEvent that the steps summed in ``stats`` say; None where it is None or saw none."""
    if stats is None or not float(stats.steps):
        unknown = ("cosines", "conflicts", "conflict_rate", "sizes", "size_ratio")
        return {"compared": 0, **dict.fromkeys(unknown)}
    sums, pairs, lengths = (np.asarray(sums, float) for sums in stats[:3])
    cosines = _shares(sums, pairs)
    conflicts = [[None if cosine is None else conflict(cosine) for cosine in row] for row in cosines]
    known = [pair for place, row in enumerate(conflicts) for pair in row[:place] if pair is not None]
    sizes = [_share(length, count) for length, count in zip(lengths, pairs.diagonal(), strict=True)]
    return {
        "compared": int(stats.steps),
        "cosines": cosines,
        "conflicts": conflicts,
        "conflict_rate": _share(sum(known), len(known)),
        "sizes": dict(zip(tasks, sizes, strict=True)),
        "size_ratio": _ratio([size for size in sizes if size]),
    }


def lowest(
    stats: GradientStats | None, blocks: Sequence[str], tasks: Sequence[str]
) -> dict[str, Closeness | None] | None:
    """By shared block the two tasks of the lowest mean cosine, and this; None where ``stats`` is None or saw none."""
    if stats is None or not float(stats.steps):
        return None
    sums = np.asarray(stats.blocks, float)
    return {block: _lowest(cosines, pairs, tasks) for block, (cosines, pairs) in zip(blocks, sums, strict=True)}


def _lowest(cosines: np.ndarray, pairs: np.ndarray, tasks: Sequence[str]) -> Closeness | None:
    places = [pair for pair in combinations(range(len(tasks)), 2) if pairs[pair]]
    if not places:
        return None
    one, other = min(places, key=lambda pair: cosines[pair] / pairs[pair])
    return Closeness(tasks=(tasks[one], tasks[other]), cosine=_round(cosines[one, other] / pairs[one, other]))


def _shares(sums: np.ndarray, counts: np.ndarray) -> Rows:
    return [[_share(*pair) for pair in zip(*row, strict=True)] for row in zip(sums, counts, strict=True)]


def _share(total: float, count: float) -> float | None:
    return _round(total / count) if count else None


def _ratio(sizes: Sequence[float]) -> float | None:
    return _round(max(sizes) / min(sizes)) if len(sizes) > 1 else None


def _round(number: float) -> float:
    return float(f"{number:.4g}")
