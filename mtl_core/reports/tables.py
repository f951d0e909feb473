"""The tables of a report, as heads and rows of words."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.records.metrics import LOWER_IS_BETTER, TITLES
from mtl_core.records.results import TaskEvaluation
from mtl_core.records.verdicts import TaskVerdict
from mtl_core.reports.findings import Findings
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.verdict import sentences
from mtl_core.wording import format_number

Row = tuple[str, ...]
Rows = list[Row]
_NONE = "–"


def references(verdict: TaskVerdict) -> tuple[Row, Rows]:
    """The network beside guessing and the reference models, with the interval of each difference."""
    metric = verdict.metric
    head = ("", TITLES.get(metric, metric), "This network better by")
    rows: Rows = [("This network", sentences.format_value(metric, verdict.value), "")]
    for rival in (verdict.guessing, *verdict.references):
        interval = sentences.tell_difference(metric, rival.difference)
        rows.append((rival.title, sentences.format_value(metric, rival.value), interval))
    return head, rows


def scores(task: TaskEvaluation) -> tuple[Row, Rows]:
    """All metrics beside guessing."""
    return ("Metric", "Network", "Guessing"), [
        (TITLES.get(name, name), _measure(name, value), _measure(name, task.baseline.get(name)))
        for name, value in task.metrics.items()
    ]


def labels(task: TaskEvaluation) -> tuple[Row, Rows]:
    """Each of several labels, and how often it is found."""
    return ("Label", TASK_KINDS[task.kind].counted, "Right when said", "Found", "F1"), [
        (score.label, f"{score.rows:,}", *(_number(value) for value in (score.precision, score.recall, score.f1)))
        for score in task.labels
    ]


def tell_training(found: Findings) -> Iterator[tuple[str, str]]:
    """What was trained, name by name."""
    table, experiment, summary = found.table, found.experiment, found.history.summary
    yield "Table", f"{table.name}, {table.rows:,} rows (content {table.id[:12]})"
    if table.extends is not None:
        yield "Learnt before from", table.extends
    yield "Rows", f"{table.train:,} to train, {table.validation:,} to choose the epoch, {table.test:,} to judge"
    yield "Tasks", ", ".join(f"{task.column} ({task.traits.title})" for task in experiment.tasks)
    yield "Network", found.plan.sentence()
    yield "Way of sharing", experiment.sharing.kind
    yield "Balancing", experiment.balancing.kind
    yield "Seed", f"{experiment.training.seed}"
    if summary.epochs_done is not None:
        kept = "" if summary.kept_epoch is None else f", kept is that of epoch {summary.kept_epoch:,}"
        yield "Epochs", f"{summary.epochs_done:,} done{kept}"
    if summary.seconds is not None:
        yield "Seconds", format_number(summary.seconds)


def _measure(metric: str, value: float | None) -> str:
    """A metric's value: an error in the unit of its numbers, however small that is."""
    return format_number(value) if value is not None and metric in LOWER_IS_BETTER else _number(value)


def _number(value: float | None) -> str:
    return _NONE if value is None else format_number(round(value, 3) + 0.0)
