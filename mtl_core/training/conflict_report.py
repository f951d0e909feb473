"""How the tasks stand to each other, as the body of an event and in sentences; it knows no network and no method."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from mtl_core.conflict import conflict
from mtl_core.training.gradient_stats import GradientStats

Rows = list[list[float | None]]
Lowest = dict[str, Any]  # {"tasks": [id, id], "cosine": number}

_HOW = {
    "exact": "The tasks' gradients of all shared weights are compared {often}.",
    "approximate": "The tasks' gradients are compared {often}, approximately: at what the shared layers hand on, since "
    "comparing those of all shared weights would take too long.",
}
_NOTHING_SHARED = "The tasks share no weight, so there are no gradients to compare, and the tasks get equal weights."
COMPLAINTS = {
    "unanswered": "In epoch {epoch} the tasks could not be balanced in {steps:,} steps, since gradients were not "
    "finite; they counted there as your weights say.",
    "stationary": "In epoch {epoch} there was no common direction in {steps:,} steps, since the tasks' gradients were "
    "zero or cancelled (the Pareto front, where no task gets better without another getting worse); the shared layers "
    "stood still there.",
}
"""What a run says of an epoch in which something came up in so many steps, by its name in the event "balance"."""


def announcement(gradients: str, every: int, nothing_shared: bool) -> str:
    """What a run says at its start of how its tasks are balanced; empty if there is nothing to say."""
    often = "at every step" if every == 1 else f"every {every} steps"
    return _NOTHING_SHARED if nothing_shared else _HOW.get(gradients, "").format(often=often)


def report_conflicts(stats: GradientStats | None, tasks: Sequence[str]) -> dict[str, Any]:
    """What the steps that ``stats`` sums say of the tasks; nulls where it is None or saw none."""
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


def lowest(stats: GradientStats | None, blocks: Sequence[str], tasks: Sequence[str]) -> dict[str, Lowest | None] | None:
    """By shared block the two tasks of the lowest mean cosine, and this; None where ``stats`` is None or saw none."""
    if stats is None or not float(stats.steps):
        return None
    sums = np.asarray(stats.blocks, float)
    return {block: _lowest(cosines, pairs, tasks) for block, (cosines, pairs) in zip(blocks, sums, strict=True)}


def _lowest(cosines: np.ndarray, pairs: np.ndarray, tasks: Sequence[str]) -> Lowest | None:
    places = [pair for pair in combinations(range(len(tasks)), 2) if pairs[pair]]
    if not places:
        return None
    one, other = min(places, key=lambda pair: cosines[pair] / pairs[pair])
    return {"tasks": [tasks[one], tasks[other]], "cosine": _share(cosines[one, other], pairs[one, other])}


def _shares(sums: np.ndarray, counts: np.ndarray) -> Rows:
    return [[_share(*pair) for pair in zip(*row, strict=True)] for row in zip(sums, counts, strict=True)]


def _share(total: float, count: float) -> float | None:
    return float(f"{total / count:.4g}") if count else None


def _ratio(sizes: Sequence[float]) -> float | None:
    return float(f"{max(sizes) / min(sizes):.4g}") if len(sizes) > 1 else None
