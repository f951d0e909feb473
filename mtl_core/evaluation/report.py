"""An evaluation of all tasks over the same rows; it knows each task kind's judge, neither networks nor training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation import binary, multiclass, multilabel, regression, tags
from mtl_core.evaluation.results import METRICS, Evaluation, TaskEvaluation, Verdict
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import OutputTask

Judge = Callable[[OutputTask, npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]], Verdict]

_JUDGES: dict[str, Judge] = {
    "binary": binary.judge,
    "multiclass": multiclass.judge,
    "multilabel": multilabel.judge,
    "tags": tags.judge,
    "regression": regression.judge,
}


def evaluate(
    space: FeatureSpace, outputs: Sequence[npt.NDArray[Any]], frame: pd.DataFrame, train_frame: pd.DataFrame
) -> Evaluation:
    """Judge ``outputs`` (a served model's, one array per task) by the labels in ``frame``, row by row.

    A row counts for the tasks it has a label of. The baselines are learnt on ``train_frame`` alone.
    """
    verdicts = []
    for task, target, output in zip(space.tasks, space.targets, outputs, strict=True):
        true, train = target.truth(frame), target.truth(train_frame)
        labelled = ~pd.isna(true)
        rows = int(labelled.sum())
        judge = _JUDGES[task.kind] if rows else _nothing
        verdict = judge(task, true[labelled], output[labelled], train[~pd.isna(train)])
        told = {"id": task.id, "name": task.name, "kind": task.kind, "rows": rows}
        verdicts.append(TaskEvaluation(**dict(verdict), **told))
    return Evaluation(rows=len(frame), tasks=tuple(verdicts))


def _nothing(task: OutputTask, true: npt.NDArray[Any], output: npt.NDArray[Any], train: npt.NDArray[Any]) -> Verdict:
    """The verdict where no row has a label."""
    nothing = dict.fromkeys(METRICS[task.kind])
    sentence = "No row of this part has a label, so nothing can be measured."
    headline = METRICS[task.kind][0]
    return Verdict(
        metrics=nothing, baseline=nothing, baseline_rule="", headline=headline, sentence=sentence, notes=(sentence,)
    )
