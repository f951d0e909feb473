"""The values an evaluation consists of, JSON both ways; it computes nothing."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from mtl_core.experiment import TaskKind


class Value(BaseModel):
    """A frozen group of facts, JSON both ways; every number in it is finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Confusion(Value):
    """How often label ``labels[i]`` was taken for ``labels[j]``: ``counts[i][j]``."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class Roc(Value):
    """False and true positive rates over all thresholds, at most 200 points."""

    fpr: tuple[float, ...]
    tpr: tuple[float, ...]


class Scatter(Value):
    """True and predicted numbers of at most 500 rows, drawn at random but always the same."""

    true: tuple[float, ...]
    predicted: tuple[float, ...]


class LabelScore(Value):
    """How well one of several labels is found: of those said to be it, of those that are it, and both together."""

    label: str
    rows: int  # that truly have it; of tags the tokens, of entities the entities
    precision: float | None
    recall: float | None
    f1: float | None


class Verdict(Value):
    """What is found out about one task. A metric that is not defined on these rows is None, and a note says why."""

    metrics: dict[str, float | None]
    baseline: dict[str, float | None]
    baseline_rule: str
    headline: str  # the metric to show where there is room for one; the sentence tells it
    sentence: str
    notes: tuple[str, ...] = ()
    confusion: Confusion | None = None
    roc: Roc | None = None
    scatter: Scatter | None = None
    labels: tuple[LabelScore, ...] = ()


class TaskEvaluation(Verdict):
    """The verdict on one task, and which task it is."""

    id: str  # t0, t1, …
    name: str
    kind: TaskKind
    rows: int  # those with a label


class Evaluation(Value):
    """The verdicts on all tasks over the same rows."""

    rows: int
    tasks: tuple[TaskEvaluation, ...]

    def metrics(self) -> dict[str, dict[str, float | None]]:
        """The metrics by task name: what ``metrics.json`` holds."""
        return {task.name: dict(task.metrics) for task in self.tasks}
