"""The judgement on a count: mean Poisson deviance, mean absolute error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import mean_absolute_error, mean_poisson_deviance

from mtl_core.evaluation.judges.judge import Array, Judge
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement
from mtl_core.verdict.samples import Sample, make_sample
from mtl_core.wording import format_number


class CountJudge(Judge):
    """Judges counts to expect."""

    def judge(self, task: OutputTask, true: Array, output: Array, train: Array) -> Judgement:
        """Beside the mean of the training rows."""
        mean = float(train.mean())
        metrics, baseline = _metrics(true, output[:, 0]), _metrics(true, np.full(len(true), mean))
        template = "Off by {own} on average; guessing would be off by {guess}."
        return Judgement(
            metrics=metrics,
            baseline=baseline,
            headline="mae",
            baseline_rule=f"Always answers {format_number(mean)}, the mean of the training rows.",
            sentence=template.format(own=format_number(metrics["mae"]), guess=format_number(baseline["mae"])),
        )

    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """How far off each is."""
        return np.nan_to_num(np.abs(true - output[:, 0]))

    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Absolute errors."""
        return make_sample(metric, np.abs(true - output[:, 0]), np.ones(len(true)))

    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The mean."""
        return np.full(output.shape, float(train.mean()))


def _metrics(true: Array, expected: Array) -> dict[str, float]:
    return {
        "deviance": float(mean_poisson_deviance(true, expected)),
        "mae": float(mean_absolute_error(true, expected)),
    }


JUDGE = CountJudge()
