"""The judgement of a task with several classes: accuracy, macro-F1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

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
from mtl_core.features.targets.multiclass import MulticlassTarget
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement
from mtl_core.verdict.samples import Sample


class MulticlassJudge(Judge):
    """Judges the probabilities of classes."""

    def judge(self, task: OutputTask, true: Labels, output: npt.NDArray[Any], train: Labels) -> Judgement:
        """Compare probabilities ``output`` [n, K] with the labels ``true`` [n], n > 0; the baseline knows ``train``."""
        predicted = MulticlassTarget.decide(task.classes, output)
        guess = commonest(train, task.classes)
        constant = np.full(len(true), guess, dtype=object)
        metrics, baseline = _metrics(true, predicted), _metrics(true, constant)
        headline, sentence = tell(metrics, baseline, rows=len(true), usual=guess)
        return Judgement(
            metrics=metrics,
            baseline=baseline,
            baseline_rule=rule(guess),
            headline=headline,
            sentence=sentence,
            notes=unseen_note(true, task.classes),
            confusion=confusion(true, predicted, task.classes),
        )

    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """The probability of the answer where it is wrong, else 0."""
        return sure_and_wrong(MulticlassTarget.decide(classes, output) == true, MulticlassTarget.chances(output))

    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Which answers are right."""
        return sample_hits(metric, MulticlassTarget.decide(task.classes, output) == true)

    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The commonest class."""
        return np.tile(np.array(task.classes) == commonest(train, task.classes), (len(output), 1)).astype(float)

    def support(self, output: Array, given: Array) -> npt.NDArray[np.float64]:
        """The log-odds of the class."""
        return log_odds(output[:, given[0].argmax()])


def _metrics(true: Labels, predicted: Labels) -> dict[str, float | None]:
    """Macro-F1 is the mean over the labels that stand in ``true`` or in ``predicted``."""
    return {
        "accuracy": float(accuracy_score(true, predicted)),
        "macro_f1": float(f1_score(true, predicted, average="macro", zero_division=0)),
    }


JUDGE = MulticlassJudge()
