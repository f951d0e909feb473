"""What sharing did to each task, trained together and alone with several seeds, each of which deals the rows anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.summary import RunSummary
from mtl_core.records.verdicts import Difference, Sharing, Sharings
from mtl_core.verdict.delta_m import share_better
from mtl_core.verdict.repeated import average_seeds
from mtl_core.verdict.samples import Floats


@dataclass(frozen=True)
class SeedRuns:
    """What the trainings of one seed came to: of all tasks together, and of each alone by its name."""

    together: RunSummary
    alone: Mapping[str, RunSummary]

    def measure(self, task: str, metric: str) -> tuple[float, float] | None:
        """The task's metric on the test rows, together and alone; None where either was not measured."""
        own = self.together.test.get(task, {}).get(metric)
        other = self.alone[task].test.get(task, {}).get(metric) if task in self.alone else None
        return None if own is None or other is None else (own, other)


def compare_over_seeds(seeds: Sequence[SeedRuns]) -> Sharings:
    """Each task by the metric that the first run is told by, over the seeds that measured it; at least one seed.

    Intervals cover the luck of a seed, of the rows that it deals too, and are widened for the rows that its trainings
    have in common with those of other seeds (``average_seeds``).
    """
    found, shares = [], []
    for task in seeds[0].together.tasks:
        values = [each.measure(task.name, task.metric) for each in seeds]
        if any(value is None for value in values):
            continue
        own, other = np.array(values, dtype=np.float64).T
        sign = -1.0 if task.metric in LOWER_IS_BETTER else 1.0
        difference = _average(sign * (own - other), seeds)
        means = {"together": float(own.mean()), "alone": float(other.mean())}
        found.append(Sharing(task=task.name, metric=task.metric, difference=difference, **means))
        shares.append(share_better(task.metric, own, other))
    known = [share for share in shares if np.isfinite(share).all()]
    return Sharings(tasks=tuple(found), delta_m=_average(np.mean(known, axis=0), seeds) if known else None)


def _average(values: Floats, seeds: Sequence[SeedRuns]) -> Difference:
    rows = seeds[0].together.rows
    return average_seeds(values.tolist(), rows.train if rows else None, rows.test if rows else None)
