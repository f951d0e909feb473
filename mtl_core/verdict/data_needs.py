"""How together and alone go with the number of training rows, by the rows that judge or over several seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from mtl_core.experiment import Experiment
from mtl_core.records.data_needs import DataNeed, DataNeeds, Level, Step
from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.results import TaskScore
from mtl_core.records.summary import RunSummary
from mtl_core.records.verdicts import Difference
from mtl_core.verdict.kept import read_sample
from mtl_core.verdict.paired import find_interval
from mtl_core.verdict.repeated import average_seeds
from mtl_core.verdict.sharing import compare_task, find_verdict


@dataclass(frozen=True)
class Training:
    """One that has finished: what was learnt from which rows, what it came to, and the folder that it left."""

    experiment: Experiment
    summary: RunSummary
    folder: Path

    @property
    def share(self) -> float:
        """Of the training rows."""
        return self.experiment.split.train_share

    @property
    def seed(self) -> int:
        """That dealt the rows and began the network."""
        return self.experiment.training.seed


@dataclass(frozen=True)
class _Pair:
    """A task together and alone, from the same rows with the same seed."""

    together: Training
    alone: Training


Pairs = Mapping[float, Mapping[int, _Pair]]  # by share and seed


def measure_needs(trainings: Iterable[Training]) -> DataNeeds:
    """Each task of the trainings together by its headline metric on the test rows, from every share.

    With one seed intervals are over the test rows, drawn in pairs (``paired.compare``). With several they are over the
    seeds that have every share, widened for the rows that these have in common (``average_seeds``). A task that lacks
    all rows, or another share, is left out. Raises StoreError.
    """
    known = list(trainings)
    first = next((each for each in known if len(each.experiment.tasks) > 1), None)
    shares = sorted({each.share for each in known})
    found = []
    for score in first.summary.tasks if first else ():
        pairs = _pair_up(score.name, known, shares)
        seeds = set[int]().union(*pairs.values())
        need = _measure(score, pairs, _over_seeds if len(seeds) > 1 else _over_rows) if seeds else None
        if need is not None:
            found.append(need)
    return DataNeeds(tasks=tuple(found), covers=found[0].steps[-1].beside_all.covers if found else "rows")


def _pair_up(task: str, known: Iterable[Training], shares: Iterable[float]) -> Pairs:
    """Those of the seeds that have every share."""
    together = {(e.share, e.seed): e for e in known if len(e.experiment.tasks) > 1}
    alone = {(e.share, e.seed): e for e in known if e.experiment.task_names == (task,)}
    both = together.keys() & alone.keys()
    wanted = sorted(shares)
    seeds = sorted(seed for seed in {seed for _, seed in both} if all((share, seed) in both for share in wanted))
    return {s: {seed: _Pair(together[s, seed], alone[s, seed]) for seed in seeds} for s in wanted}


_Way = Callable[[TaskScore, Mapping[int, _Pair], Mapping[int, _Pair]], Step | None]


def _measure(score: TaskScore, pairs: Pairs, way: _Way) -> DataNeed | None:
    whole = pairs[max(pairs)]
    steps = [way(score, some, whole) for some in pairs.values()]
    scores = [each for pair in whole.values() for each in pair.alone.summary.tasks]
    sign = _sign(score.metric)
    gains = [sign * (s.value - s.baseline) for s in scores if s.value is not None and s.baseline is not None]
    complete = tuple(step for step in steps if step is not None)
    if len(complete) < len(steps):
        return None
    return DataNeed(task=score.name, metric=score.metric, gained=fmean(gains) if gains else 0.0, steps=complete)


def _over_rows(score: TaskScore, some: Mapping[int, _Pair], whole: Mapping[int, _Pair]) -> Step | None:
    (pair,), (full,) = some.values(), whole.values()
    folder, alone = pair.together.folder, pair.alone.folder
    beside = compare_task(score.name, folder, alone)
    beside_all = compare_task(score.name, folder, full.alone.folder)
    own, other = _read_level(score.name, folder), _read_level(score.name, alone)
    if beside is None or beside_all is None or own is None or other is None:
        return None
    return _make_step(pair, own, other, beside.difference, beside_all.difference)


def _read_level(task: str, folder: Path) -> Level | None:
    verdict = find_verdict(task, folder)
    kept = read_sample(folder, verdict) if verdict else None
    if verdict is None or kept is None:
        return None
    low, high = find_interval(kept.sample, kept.groups) or (None, None)
    return Level(value=kept.sample.value, low=low, high=high)


def _over_seeds(score: TaskScore, some: Mapping[int, _Pair], whole: Mapping[int, _Pair]) -> Step | None:
    task, metric, sign = score.name, score.metric, _sign(score.metric)
    own = [pair.together.summary.test.get(task, {}).get(metric) for pair in some.values()]
    other = [pair.alone.summary.test.get(task, {}).get(metric) for pair in some.values()]
    full = [pair.alone.summary.test.get(task, {}).get(metric) for pair in whole.values()]
    values = [(a, b, c) for a, b, c in zip(own, other, full, strict=True) if None not in (a, b, c)]
    if len(values) < len(own):
        return None
    dealt = next(iter(whole.values())).together.summary.rows  # of two seeds all rows have the most in common

    def average(numbers: Iterable[float]) -> Difference:
        return average_seeds([*numbers], dealt.train if dealt else None, dealt.test if dealt else None)

    levels = [average(column) for column in zip(*values, strict=True)]
    own_level, other_level, _ = (Level(value=each.value, low=each.low, high=each.high) for each in levels)
    beside = average(sign * (a - b) for a, b, _ in values)  # type: ignore[operator]
    beside_all = average(sign * (a - c) for a, _, c in values)  # type: ignore[operator]
    return _make_step(next(iter(some.values())), own_level, other_level, beside, beside_all)


def _make_step(pair: _Pair, own: Level, other: Level, beside: Difference, beside_all: Difference) -> Step | None:
    rows = pair.together.summary.rows or pair.alone.summary.rows  # which a run of an earlier version does not tell
    if rows is None:
        return None
    share = pair.together.share
    return Step(share=share, rows=rows.train, together=own, alone=other, beside=beside, beside_all=beside_all)


def _sign(metric: str) -> float:
    return -1.0 if metric in LOWER_IS_BETTER else 1.0
