"""Finished runs beside each other, each known by its folder: in which settings they differ, and at which tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from mtl_core.comparison.front import tell_front, turn
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.experiment.differences import find_differences
from mtl_core.records.verdicts import Sharing
from mtl_core.runs import results
from mtl_core.verdict import sentences
from mtl_core.verdict.sharing import compare_task
from mtl_core.wording import format_count

FEWEST, MOST = 2, 8
_COUNT = "Expected {fewest} to {most} runs to compare, each once, received {count}; name fewer or more folders."
_TABLES = (
    "Runs are compared on the same rows of one table, but {one} learnt from {its} and {two} from {other}; name runs of "
    "one table."
)
_ROWS = (
    "Runs are compared on the same test rows, but {one} and {two} keep answers to no task about rows that both have; "
    "train both with this version, with the same split and split.test above 0."
)
_NONE = "{task}: no two of {runs} can be told apart with {rows}."
_NO_OTHER = "{task}: no other difference can be told with {rows}."
_HOLD = "All intervals of a task hold at once in 95% (Bonferroni)."


@dataclass(frozen=True)
class FinishedRun:
    """A run by the name that the person gave, its folder, what it learnt from (a table's id and name), and how."""

    name: str
    folder: Path
    table: tuple[str, str]
    experiment: Experiment


@dataclass(frozen=True)
class RunPair:
    """Two runs beside each other in a task: of ``found``, "together" is the first one's, "alone" the second's."""

    names: tuple[str, str]
    found: Sharing

    def sentence(self) -> str:
        """Which is better, or that it cannot be told."""
        each = self.found
        return sentences.tell_runs(each.task, each.metric, self.names, (each.together, each.alone), each.difference)


def find_pairs(runs: Sequence[FinishedRun]) -> dict[str, list[RunPair]]:
    """By task all pairs of the runs that can be compared in it, on the test rows that both have.

    Raises ExperimentError where there are not 2 to 8 runs, and where two are of different tables or have no test row of
    a task in common; StoreError where a run cannot be read.
    """
    _require(runs)
    pairs = list(combinations(runs, 2))
    found: dict[str, list[RunPair]] = {}
    for one, two in pairs:
        tasks = [task for task in one.experiment.task_names if task in two.experiment.task_names]
        known = [compare_task(task, one.folder, two.folder, len(pairs)) for task in tasks]
        compared = [each for each in known if each is not None]
        if not compared:
            raise ExperimentError(_ROWS.format(one=one.name, two=two.name))
        for each in compared:
            found.setdefault(each.task, []).append(RunPair((one.name, two.name), each))
    return found


def _require(runs: Sequence[FinishedRun]) -> None:
    count = len({run.folder.resolve() for run in runs})
    if not FEWEST <= count == len(runs) <= MOST:
        raise ExperimentError(_COUNT.format(fewest=FEWEST, most=MOST, count=count))
    first = runs[0]
    for run in runs[1:]:
        if run.table[0] != first.table[0]:
            raise ExperimentError(_TABLES.format(one=first.name, its=first.table[1], two=run.name, other=run.table[1]))


def tell(by_task: Mapping[str, Sequence[RunPair]]) -> list[str]:
    """The sentences: by task each pair that differs, or that none can be told apart."""
    told = [sentence for task, pairs in by_task.items() for sentence in _tell_task(task, pairs)]
    return [*told, *([_HOLD] if any(len(pairs) > 1 for pairs in by_task.values()) else [])]


def _tell_task(task: str, pairs: Sequence[RunPair]) -> list[str]:
    differing = [pair.sentence() for pair in pairs if pair.found.difference.sign]
    if len(pairs) == 1:
        return [pairs[0].sentence()]
    if len(differing) == len(pairs):
        return differing
    least = min((pair.found.difference for pair in pairs), key=lambda each: each.count)
    covered = {"rows": ("row", "rows"), "groups": ("group of rows", "groups of rows")}
    rows = format_count(least.count, *covered.get(least.covers, covered["rows"]))
    runs = format_count(len({name for pair in pairs for name in pair.names}), "run", "runs")
    template = _NO_OTHER if differing else _NONE
    return [*differing, template.format(task=task, runs=runs, rows=rows)]


def measure(runs: Sequence[FinishedRun]) -> dict[str, dict[str, tuple[str, float]]]:
    """By run and task its metric and value on the run's own test rows. Raises StoreError."""
    known = {run.name: results.read_verdicts(run.folder) for run in runs}
    return {
        name: {each.name: (each.metric, each.value) for each in (found.tasks if found else ())}
        for name, found in known.items()
    }


def tell_best(values: Mapping[str, Mapping[str, tuple[str, float]]]) -> list[str]:
    """Which runs no other beats on all tasks at once, in a sentence; ``values`` are those of ``measure``."""
    return tell_front({name: {task: turn(*each) for task, each in by.items()} for name, by in values.items()})


def list_settings(runs: Sequence[FinishedRun]) -> dict[str, dict[str, Any]]:
    """By dotted path and run the settings in which they differ; None where a run has no such setting."""
    names = [run.name for run in runs]
    found = find_differences([run.experiment for run in runs])
    return {path: dict(zip(names, values, strict=True)) for path, values in found.items()}
