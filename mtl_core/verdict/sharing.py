"""What sharing did to each task of a run: its answers beside those of a network that learnt the task alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.verdicts import Difference, TaskVerdict
from mtl_core.runs import results
from mtl_core.verdict.kept import read_sample
from mtl_core.verdict.paired import compare
from mtl_core.verdict.repeated import delta_m


@dataclass(frozen=True)
class Sharing:
    """One task by its metric, learnt together and alone, and how much better together is."""

    task: str
    metric: str
    together: float
    alone: float
    difference: Difference


def compare_with_alone(together: Path, alone: Mapping[str, Path]) -> list[Sharing]:
    """Each task of the run in the folder ``together`` beside the run that learnt it ``alone``, by its name, on the test
    rows that both have; tasks that cannot be compared are left out. Raises StoreError."""
    own = results.read_verdicts(together)
    found = []
    for verdict in own.tasks if own else ():
        folder = alone.get(verdict.name)
        other = _verdict_on(verdict.name, folder) if folder else None
        if folder and other and other.metric == verdict.metric:
            found.append(_compare(together, verdict, folder, other))
    return [each for each in found if each is not None]


def _verdict_on(task: str, folder: Path) -> TaskVerdict | None:
    """What the run in that folder came to on the task."""
    found = results.read_verdicts(folder)
    return next((verdict for verdict in found.tasks if verdict.name == task), None) if found else None


def _compare(together: Path, verdict: TaskVerdict, alone: Path, other: TaskVerdict) -> Sharing | None:
    mine, theirs = read_sample(together, verdict), read_sample(alone, other)
    if mine is None or theirs is None:
        return None
    both = np.intersect1d(mine.positions, theirs.positions)
    mine, theirs = mine.take(both), theirs.take(both)
    difference = compare(verdict.metric, mine.sample, theirs.sample, mine.groups) if len(both) else None
    if difference is None:
        return None
    return Sharing(verdict.name, verdict.metric, mine.sample.value, theirs.sample.value, difference)


def measure_delta_m(found: Sequence[Sharing]) -> float | None:
    """Δm over the tasks that could be compared."""
    return delta_m([(each.together, each.alone, each.metric in LOWER_IS_BETTER) for each in found])
