"""The verdict on a task with several classes: accuracy, macro-F1; it knows neither frames nor networks."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

from mtl_core.evaluation.answers import decided
from mtl_core.evaluation.classes import Labels, commonest, confusion, rule, unseen_note
from mtl_core.evaluation.results import Verdict
from mtl_core.evaluation.telling import tell
from mtl_core.plan import OutputTask


def judge(task: OutputTask, true: Labels, output: npt.NDArray[Any], train: Labels) -> Verdict:
    """Compare probabilities ``output`` [n, K] with the labels ``true`` [n], n > 0; the baseline knows ``train``."""
    predicted = decided("multiclass", task.classes, output)
    guess = commonest(train, task.classes)
    constant = np.full(len(true), guess, dtype=object)
    metrics, baseline = _metrics(true, predicted), _metrics(true, constant)
    headline, sentence = tell(metrics, baseline, rows=len(true), usual=guess)
    return Verdict(
        metrics=metrics,
        baseline=baseline,
        baseline_rule=rule(guess),
        headline=headline,
        sentence=sentence,
        notes=unseen_note(true, task.classes),
        confusion=confusion(true, predicted, task.classes),
    )


def _metrics(true: Labels, predicted: Labels) -> dict[str, float | None]:
    """Macro-F1 is the mean over the labels that stand in ``true`` or in ``predicted``."""
    return {
        "accuracy": float(accuracy_score(true, predicted)),
        "macro_f1": float(f1_score(true, predicted, average="macro", zero_division=0)),
    }
