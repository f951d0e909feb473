"""What an evaluation says of each task (``evaluation.json``)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mtl_core.experiment import TaskKind
from mtl_core.records.record import FiniteRecord

Metrics = dict[str, float | None]
"""By name; one that is not defined on these rows is None."""


def _first_metric(told: dict[str, Any]) -> str:
    return next(iter(told["metrics"]), "")


class Confusion(FiniteRecord):
    """How often label ``labels[i]`` was taken for ``labels[j]``: ``counts[i][j]``."""

    labels: tuple[str, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()


class Roc(FiniteRecord):
    """False and true positive rates over all thresholds, at most 200 points."""

    fpr: tuple[float, ...] = ()
    tpr: tuple[float, ...] = ()


class PrecisionRecall(FiniteRecord):
    """Of all thresholds, at most 200: the share of the yes that is found, and of those said to be yes that is right."""

    recall: tuple[float, ...] = ()
    precision: tuple[float, ...] = ()


class Calibration(FiniteRecord):
    """Whether P(yes) means what it says. Of groups of rows of about the same probability, the least first: the mean
    ``said``, the share that is ``true``, the 95% interval of that from ``low`` to ``high``, and how many ``rows``.

    ``brier`` is the mean squared distance of probability and truth, ``guess`` that of saying always the share of yes.
    """

    said: tuple[float, ...] = ()
    true: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    rows: tuple[int, ...] = ()
    brier: float | None = None
    guess: float | None = None


class Scatter(FiniteRecord):
    """True and predicted numbers of at most 500 rows, drawn at random but always the same."""

    true: tuple[float, ...] = ()
    predicted: tuple[float, ...] = ()


class Band(FiniteRecord):
    """How far numbers lie from their answers: ``level`` of new rows within ``half`` to each side, as ``chosen``
    validation rows say; of the test rows the share ``covered`` did, with its 95% interval from ``low`` to ``high``."""

    level: float
    half: float
    chosen: int
    covered: float
    low: float
    high: float


class LabelScore(FiniteRecord):
    """How well one of several labels is found: of those said to be it, of those that are it, and both together."""

    label: str
    rows: int  # that truly have it; of tags the tokens, of entities the entities
    precision: float | None
    recall: float | None
    f1: float | None


class Judgement(FiniteRecord):
    """What is found out about one task. Where a metric is not defined on these rows, a note says why. The parts that
    stand at the end are told by some kinds of task only."""

    metrics: Metrics
    baseline: Metrics
    baseline_rule: str
    sentence: str
    headline: str = Field(default_factory=_first_metric)
    """The metric to show where there is room for one; the sentence tells it."""
    notes: tuple[str, ...] = ()
    confusion: Confusion | None = None
    roc: Roc | None = None
    precision_recall: PrecisionRecall | None = None
    calibration: Calibration | None = None
    scatter: Scatter | None = None
    labels: tuple[LabelScore, ...] = ()


class TaskEvaluation(Judgement):
    """The judgement of one task, and which task it is."""

    id: str  # t0, t1, …
    name: str
    kind: TaskKind
    rows: int  # those with a label
    band: Band | None = None
    """Of numbers, where there are enough validation rows."""


class Evaluation(FiniteRecord):
    """The judgements of all tasks over the same rows."""

    rows: int
    tasks: tuple[TaskEvaluation, ...]

    def metrics(self) -> dict[str, Metrics]:
        """The metrics by task name: what ``metrics.json`` holds."""
        return {task.name: dict(task.metrics) for task in self.tasks}


class TaskScore(FiniteRecord):
    """A task's headline metric, beside that of guessing."""

    id: str
    name: str
    metric: str
    value: float | None
    baseline: float | None = None
