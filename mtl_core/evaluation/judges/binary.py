"""The judgement of a yes-no task: AUC, average precision, accuracy, F1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, average_precision_score, f1_score, roc_auc_score, roc_curve

from mtl_core.evaluation.headline import tell
from mtl_core.evaluation.judges.classes import (
    Labels,
    commonest,
    confusion,
    rule,
    sample_hits,
    sure_and_wrong,
    unseen_note,
)
from mtl_core.evaluation.judges.judge import Array, Judge
from mtl_core.evaluation.judges.log_odds import log_odds
from mtl_core.evaluation.judges.probabilities import probabilities
from mtl_core.features.targets.binary import BinaryTarget
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement, Roc
from mtl_core.verdict.samples import Sample, make_sample

_POINTS = 200


class BinaryJudge(Judge):
    """Judges P(yes)."""

    def judge(self, task: OutputTask, true: Labels, output: npt.NDArray[Any], train: Labels) -> Judgement:
        """Compare P(yes) ``output`` [n, 1] with labels ``true`` [n], n > 0; the baseline knows ``train``."""
        scores = output[:, 0].astype(np.float64)
        predicted = BinaryTarget.decide(task.classes, output)
        guess = commonest(train, task.classes)
        constant = np.full(len(true), guess, dtype=object)
        metrics = _metrics(task, true, predicted, scores)
        baseline = _metrics(task, true, constant, np.zeros(len(true)))
        no, yes = task.classes
        headline, sentence = tell(metrics, baseline, rows=len(true), usual=guess, yes=yes, no=no)
        return Judgement(
            metrics=metrics,
            baseline=baseline,
            baseline_rule=rule(guess),
            headline=headline,
            sentence=sentence,
            notes=(*unseen_note(true, task.classes), *_find_undefined(task, true, metrics)),
            confusion=confusion(true, predicted, task.classes),
            roc=_roc(true, scores, task.classes),
            **probabilities(true, scores, train, task.classes),
        )

    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """The probability of the answer where it is wrong, else 0."""
        return sure_and_wrong(BinaryTarget.decide(classes, output) == true, BinaryTarget.chances(output))

    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Scores in order for the AUC; else which answers are right."""
        if metric != "auc":
            return sample_hits(metric, BinaryTarget.decide(task.classes, output) == true)
        positive = np.select([true == task.classes[1], true == task.classes[0]], [1, 0], -1)
        return make_sample(metric, output[:, 0], positive)

    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The same chance for all rows, that of the commonest label."""
        return np.full(output.shape, float(commonest(train, task.classes) == task.classes[1]))

    def support(self, output: Array, given: Array) -> npt.NDArray[np.float64]:
        """The log-odds of yes, or of no."""
        return log_odds(output[:, 0]) * (1 if given[0, 0] >= 0.5 else -1)


def _metrics(task: OutputTask, true: Labels, predicted: Labels, scores: npt.NDArray[Any]) -> dict[str, float | None]:
    no, yes = task.classes
    known = np.isin(true, [no, yes])  # a third label can be ranked neither above nor below
    positive = true[known] == yes
    both = 0 < positive.sum() < len(positive)
    f1 = f1_score(true == yes, predicted == yes, zero_division=np.nan)
    return {
        "auc": float(roc_auc_score(positive, scores[known])) if both else None,
        "average_precision": float(average_precision_score(positive, scores[known])) if positive.any() else None,
        "accuracy": float(accuracy_score(true, predicted)),
        "f1": None if np.isnan(f1) else float(f1),
    }


def _find_undefined(task: OutputTask, true: Labels, metrics: dict[str, float | None]) -> tuple[str, ...]:
    names = [name for name, value in metrics.items() if value is None]
    if not names:
        return ()
    template = 'Not defined here: {names}, because the rows with a label lack "{missing}".'
    missing = task.classes[0] if (true == task.classes[1]).any() else task.classes[1]
    return (template.format(names=", ".join(names), missing=missing),)


def _roc(true: Labels, scores: npt.NDArray[Any], classes: tuple[str, ...]) -> Roc | None:
    known = np.isin(true, list(classes))
    positive = true[known] == classes[1]
    if not 0 < positive.sum() < len(positive):
        return None
    fpr, tpr, _ = roc_curve(positive, scores[known])
    places = np.unique(np.linspace(0, len(fpr) - 1, _POINTS).round().astype(int))
    return Roc(fpr=tuple(fpr[places].tolist()), tpr=tuple(tpr[places].tolist()))


JUDGE = BinaryJudge()
