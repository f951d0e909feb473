"""What sharing did to each task of a run: its answers beside those of a network that learnt the task alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mtl_core.records.verdicts import Sharing, Sharings, TaskVerdict
from mtl_core.runs import results
from mtl_core.verdict.delta_m import Pair, measure_delta_m
from mtl_core.verdict.kept import read_sample
from mtl_core.verdict.paired import compare


def compare_with_alone(together: Path, alone: Mapping[str, Path]) -> Sharings:
    """Each task of the run in the folder ``together`` beside the run that learnt it ``alone``, by its name, on the test
    rows that both have; tasks that cannot be compared are left out. Raises StoreError."""
    own = results.read_verdicts(together)
    tasks, pairs = [], []
    for verdict in own.tasks if own else ():
        pair = _pair(together, verdict, alone[verdict.name]) if verdict.name in alone else None
        found = _compare(verdict.name, pair) if pair else None
        if pair and found:
            tasks.append(found)
            pairs.append(pair)
    return Sharings(tasks=tuple(tasks), delta_m=measure_delta_m(pairs))


def compare_task(task: str, one: Path, other: Path, pairs: int = 1) -> Sharing | None:
    """A task of the run in the folder ``one`` beside that in ``other``, as if that were the one alone, on the test rows
    that both have; None where it cannot be compared. Of so many ``pairs`` all intervals hold at once. Raises
    StoreError."""
    verdict = find_verdict(task, one)
    pair = _pair(one, verdict, other) if verdict else None
    return _compare(task, pair, pairs) if pair else None


def is_better(task: str, one: Path, other: Path) -> bool:
    """Whether the run in the folder ``one`` answers a task better than that in ``other`` by more than chance, on the
    test rows that both have; False, too, where that cannot be told. Raises StoreError."""
    found = compare_task(task, one, other)
    return found is not None and found.difference.sign > 0


def find_verdict(task: str, folder: Path) -> TaskVerdict | None:
    """What the run in that folder came to on the task."""
    found = results.read_verdicts(folder)
    return next((verdict for verdict in found.tasks if verdict.name == task), None) if found else None


def _pair(together: Path, verdict: TaskVerdict, alone: Path) -> Pair | None:
    """The task's answers in both runs about the rows that both have; None where there are none."""
    other = find_verdict(verdict.name, alone)
    if other is None or other.metric != verdict.metric:
        return None
    mine, theirs = read_sample(together, verdict), read_sample(alone, other)
    if mine is None or theirs is None:
        return None
    both = np.intersect1d(mine.positions, theirs.positions)
    return Pair(verdict.metric, mine.take(both), theirs.take(both)) if len(both) else None


def _compare(task: str, pair: Pair, pairs: int = 1) -> Sharing | None:
    own, other = pair.together.sample, pair.alone.sample
    difference = compare(pair.metric, own, other, pair.together.groups, pairs=pairs)
    if difference is None:
        return None
    return Sharing(task=task, metric=pair.metric, together=own.value, alone=other.value, difference=difference)
