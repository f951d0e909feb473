"""The same training under several balancing methods and seeds: the runs that it takes, and what they say together.

Everything but method and seed stays the same: rows, network, steps, learning rate; the direction of a gradient method
is as long as that of equal weights (mtl_core/balancing), so that none wins by longer steps alone. Beside the methods
stand those that any method should beat: equal weights, random weights (Lin, Ye & Zhang,
https://arxiv.org/abs/2111.10603), and each task alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from mtl_core.comparison.candidates import Changes, read_group, tell_changes
from mtl_core.comparison.candidates import require as require_candidates
from mtl_core.comparison.front import tell_front, turn
from mtl_core.errors import ExperimentError
from mtl_core.experiment import BALANCING, Experiment, parse_experiment
from mtl_core.records.summary import RunSummary
from mtl_core.verdict.repeated import average_seeds
from mtl_core.wording import write_digits

SINGLE = "single"
"""The group of the runs that learn one task alone."""

TOGETHER = "together"
"""The group of the runs that learn all tasks as a run did, with another seed."""

_TITLES = {SINGLE: "Each task alone", TOGETHER: "All tasks together"}
LINES = tuple(kind for kind, settings in BALANCING.items() if settings.baseline)
"""The kinds of balancing that stand beside the others in every comparison."""
MOST_METHODS, MOST_SEEDS = 5, 10


@dataclass(frozen=True)
class Entry:
    """One run to queue; ``group`` is a kind of balancing, or ``SINGLE``."""

    group: str
    experiment: Experiment

    @property
    def seed(self) -> int:
        """What makes it differ from the other runs of its group."""
        return self.experiment.training.seed

    @property
    def name(self) -> str:
        """What the run may be called."""
        what = f"{self.experiment.task_names[0]} alone" if self.group == SINGLE else title(self.group)
        share = self.experiment.split.train_share
        return f"{what}, seed {self.seed}" if share == 1 else f"{what}, seed {self.seed}, {share:.0%} of the rows"


Done = tuple[Entry, RunSummary]
"""A finished run and its summary."""
Part = Literal["validation", "test"]
_PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Mean:
    """A mean over runs and half the width of its 95% interval (None for a single run)."""

    mean: float
    interval: float | None
    runs: int

    @property
    def sign(self) -> int:
        """1 or -1 where the whole interval lies above or below 0; else 0."""
        if self.interval is None or abs(self.mean) <= self.interval:
            return 0
        return 1 if self.mean > 0 else -1


def title(group: str) -> str:
    """What a person calls the group."""
    return _TITLES.get(group) or tell_changes(read_group(group))


def entries(experiment: Experiment, kinds: Sequence[str], seeds: Sequence[int]) -> tuple[Entry, ...]:
    """The runs that compare ``kinds`` (1 to 5) over ``seeds`` (1 to 10, all different). Raises ExperimentError."""
    _require(experiment, kinds, seeds)
    wanted = {kind: experiment.with_changes({"balancing.kind": kind}) for kind in (*LINES, *kinds)}
    alone = [(SINGLE, _alone(experiment, name)) for name in experiment.task_names]
    return tuple(
        Entry(group, one.with_changes({"training.seed": seed}))
        for seed in dict.fromkeys(seeds)
        for group, one in (*wanted.items(), *alone)
    )


def vary(experiment: Experiment, candidates: Sequence[Changes], seeds: Sequence[int]) -> tuple[Entry, ...]:
    """The runs that compare 2 to 8 candidates over ``seeds`` (1 to 10, all different). Raises ExperimentError."""
    _require_validation(experiment)
    _require_count("seeds", seeds, MOST_SEEDS)
    wanted = require_candidates(experiment, candidates)
    return tuple(
        Entry(group, one.with_changes({"training.seed": seed}))
        for seed in dict.fromkeys(seeds)
        for group, one in wanted.items()
    )


def list_twins(experiment: Experiment) -> tuple[Entry, ...]:
    """The runs that learn each task of ``experiment`` alone, with its rows, budget, width and seed; none for a single
    task, which is alone already."""
    names = experiment.task_names
    return tuple(Entry(SINGLE, _alone(experiment, name)) for name in names) if len(names) > 1 else ()


def headlines(done: Iterable[Done]) -> dict[str, str]:
    """By task the metric to compare by: the first of those measured on validation rows."""
    return {task: next(iter(metrics)) for _, summary in done for task, metrics in summary.validation.items() if metrics}


def means(done: Iterable[Done], metrics: Mapping[str, str], part: Part = "validation") -> dict[str, dict[str, Mean]]:
    """By group and task the mean of the task's metric over the finished runs.

    ``metrics`` names the metric of each task. Runs may still be missing; what is not measured is left out. Choose
    between methods on the validation rows, and report the test rows of the choice.
    """
    return {
        group: {task: _mean(list(by_seed.values())) for task, by_seed in tasks.items()}
        for group, tasks in measure(done, metrics, part).items()
    }


def gains(
    done: Iterable[Done], metrics: Mapping[str, str], part: Part = "validation", beside: str = SINGLE
) -> dict[str, dict[str, Mean]]:
    """By group and task how much better than alone, or than the group ``beside``, the task is, a mean of differences
    within seeds: above 0 is better.

    Runs of one seed have the same rows, so that what is luck of the rows cancels out; trainings of several seeds have
    rows in common, by which the interval is corrected (``average_seeds``).
    """
    runs = list(done)
    found = measure(runs, metrics, part)
    rows = next((summary.rows for _, summary in runs if summary.rows), None)
    dealt = (rows.train, getattr(rows, part)) if rows else (None, None)
    alone = found.pop(beside, {})
    by_group = {
        group: {task: _differences(by_seed, alone.get(task, {}), metrics[task]) for task, by_seed in tasks.items()}
        for group, tasks in found.items()
    }
    return {
        group: {task: _mean(each, *dealt) for task, each in tasks.items() if each} for group, tasks in by_group.items()
    }


def tell_best(done: Sequence[Done], metrics: Mapping[str, str]) -> list[str]:
    """Which groups no other beats on all tasks at once, by their means on the validation rows, in a sentence."""
    found = {title(group): by for group, by in means(done, metrics).items() if group != SINGLE}
    return tell_front({name: {t: turn(metrics[t], mean.mean) for t, mean in by.items()} for name, by in found.items()})


def report(done: Sequence[Done]) -> dict[str, Any]:
    """All that the runs come to, as plain data: "metrics" by task, then by group and task "validation", "gains" (over
    the task alone, on validation rows) and "test", each a mean, its interval and the number of runs; and the runs."""
    metrics = headlines(done)
    found = {
        "validation": means(done, metrics),
        "gains": gains(done, metrics),
        "test": means(done, metrics, "test"),
    }
    return {
        "metrics": metrics,
        **{name: {g: {t: asdict(m) for t, m in by.items()} for g, by in each.items()} for name, each in found.items()},
        "runs": [
            {"group": e.group, "seed": e.seed, "tasks": e.experiment.task_names, **{p: getattr(s, p) for p in _PARTS}}
            for e, s in done
        ],
    }


def lines(done: Sequence[Done]) -> list[str]:
    """The validation means as a table of text: a line for each group, a column for each task."""
    metrics = headlines(done)
    found = means(done, metrics)
    better = gains(done, metrics)
    head = ["validation", *(f"{task} ({metric})" for task, metric in metrics.items())]
    rows = [[title(g), *(_write_mean(by.get(t), better.get(g, {}).get(t)) for t in metrics)] for g, by in found.items()]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    aligned = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    return [line.rstrip() for line in aligned]


def _write_mean(mean: Mean | None, gain: Mean | None) -> str:
    if mean is None:
        return "–"
    spread = "" if mean.interval is None else f" ± {write_digits(2)(mean.interval)}"
    mark = {1: " better than alone", -1: " worse than alone"}.get(gain.sign, "") if gain else ""
    return f"{write_digits(4)(mean.mean)}{spread}{mark}"


def _differences(values: Mapping[int, float], alone: Mapping[int, float], metric: str) -> list[float]:
    return [turn(metric, value) - turn(metric, alone[seed]) for seed, value in values.items() if seed in alone]


def measure(done: Iterable[Done], metrics: Mapping[str, str], part: Part) -> dict[str, dict[str, dict[int, float]]]:
    """The metric of each task by group, task and seed."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for entry, summary in done:
        for task in entry.experiment.task_names:
            value = getattr(summary, part).get(task, {}).get(metrics.get(task, ""))
            if value is not None:
                found.setdefault(entry.group, {}).setdefault(task, {})[entry.seed] = value
    return found


def _mean(values: Sequence[float], train: int | None = None, judged: int | None = None) -> Mean:
    found = average_seeds(values, train, judged)
    return Mean(found.value, None if found.high is None else found.high - found.value, found.count)


def _alone(experiment: Experiment, name: str) -> Experiment:
    """The experiment with one of its tasks on the very same rows; the others' labels are no inputs to it."""
    task = next(task for task in experiment.tasks if task.column == name)
    data = experiment.model_dump() | {"tasks": [task.model_dump()]}
    data["split"]["tasks"] = [task.model_dump() for task in experiment.dealt]
    data["sharing"] = experiment.sharing.among([name]).model_dump()
    data["balancing"] = {"kind": "equal"}
    others = set(experiment.label_columns) - set(task.sources)
    return parse_experiment(data).with_changes({f"columns.{column}.use": False for column in others})


def _require(experiment: Experiment, kinds: Sequence[str], seeds: Sequence[int]) -> None:
    if len(experiment.task_names) < 2:
        raise ExperimentError("Balancing methods are compared on several tasks, but there is one; add another task.")
    _require_validation(experiment)
    for kind in kinds:
        if kind not in BALANCING:
            raise ExperimentError(f'Method "{kind}" is not known; expected one of {", ".join(BALANCING)}.')
    _require_count("methods", kinds, MOST_METHODS)
    _require_count("seeds", seeds, MOST_SEEDS)


def _require_validation(experiment: Experiment) -> None:
    if not experiment.split.validation:
        raise ExperimentError(
            "Methods are compared on the validation rows, but none are kept apart; set their share above 0."
        )


def _require_count(what: str, chosen: Sequence[Any], most: int) -> None:
    count = len(set(chosen))
    if not 1 <= count <= most:
        raise ExperimentError(f"Expected 1 to {most} {what} to compare, received {count}; choose fewer or more.")
