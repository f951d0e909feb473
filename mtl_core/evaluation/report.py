"""An evaluation of all tasks over the same rows; it knows each task kind's judge, neither networks nor training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.judges.judge import Judge
from mtl_core.families import members
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import OutputTask
from mtl_core.records.results import Evaluation, Judgement, TaskEvaluation
from mtl_core.task_kinds import TASK_KINDS

JUDGES: Mapping[str, Judge] = members("mtl_core.evaluation.judges", "JUDGE", TASK_KINDS)


def evaluate(
    space: FeatureSpace, outputs: Sequence[npt.NDArray[Any]], frame: pd.DataFrame, train_frame: pd.DataFrame
) -> Evaluation:
    """Judge ``outputs`` (a served model's, one array per task) by the labels in ``frame``, row by row.

    A row counts for the tasks it has a label of. The baselines are learnt on ``train_frame`` alone.
    """
    judgements = []
    for task, target, output in zip(plan_shapes.tasks(space), space.targets, outputs, strict=True):
        true, train = target.truth(frame), target.truth(train_frame)
        labelled = ~pd.isna(true)
        rows = int(labelled.sum())
        judge = JUDGES[task.kind].judge if rows else _nothing
        said = target.constrain(output[labelled], frame[labelled])
        judgement = judge(task, true[labelled], said, train[~pd.isna(train)])
        told = {"id": task.id, "name": task.name, "kind": task.kind, "rows": rows}
        judgements.append(TaskEvaluation(**dict(judgement), **told))
    return Evaluation(rows=len(frame), tasks=tuple(judgements))


def _nothing(task: OutputTask, true: npt.NDArray[Any], output: npt.NDArray[Any], train: npt.NDArray[Any]) -> Judgement:
    """The judgement where no row has a label."""
    nothing = dict.fromkeys(task.traits.metrics)
    sentence = "No row of this part has a label, so nothing can be measured."
    headline = task.traits.metrics[0]
    return Judgement(
        metrics=nothing, baseline=nothing, baseline_rule="", headline=headline, sentence=sentence, notes=(sentence,)
    )
