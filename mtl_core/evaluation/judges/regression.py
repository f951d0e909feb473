"""The judgement of a task that is a number: MAE, RMSE, R²."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from mtl_core.evaluation.headline import tell
from mtl_core.evaluation.judges.judge import Array, Judge
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement, Scatter
from mtl_core.verdict.samples import Sample, make_sample
from mtl_core.wording import format_number

_POINTS = 500
_RULE = (
    "Always answers what is best for each measure: {median}, the median of the training rows, for the mean absolute "
    "error, and {mean}, their mean, for the others."
)


class RegressionJudge(Judge):
    """Judges numbers."""

    def judge(self, task: OutputTask, true: Array, output: Array, train: Array) -> Judgement:
        """Compare numbers ``output`` [n, 1] with ``true`` [n], n > 0; the baseline is the best constant for ``train``.

        That is its median for the mean absolute error, and its mean for squared errors.
        """
        predicted = output[:, 0].astype(np.float64)
        # The plain sum of huge numbers would overflow.
        mean, median = float((train / len(train)).sum()), _median(train)
        metrics, squared, absolute = (
            _metrics(true, said) for said in (predicted, np.full(len(true), mean), np.full(len(true), median))
        )
        baseline = {**squared, "mae": absolute["mae"]}
        headline, sentence = tell(metrics, baseline)
        return Judgement(
            metrics=metrics,
            baseline=baseline,
            baseline_rule=_RULE.format(median=format_number(median), mean=format_number(mean)),
            headline=headline,
            sentence=sentence,
            notes=_find_undefined(metrics),
            scatter=_scatter(true, predicted),
        )

    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """How far off each number is."""
        return np.nan_to_num(np.abs(true.astype(np.float64) - output[:, 0]))

    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Absolute errors."""
        return make_sample(metric, np.abs(true - output[:, 0].astype(np.float64)), np.ones(len(true)))

    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The median, which is best for absolute errors."""
        return np.full(output.shape, _median(train))

    def support(self, output: Array, given: Array) -> npt.NDArray[np.float64]:
        """The number itself."""
        return output[:, 0].astype(np.float64)


def _median(train: Array) -> float:
    """That of huge numbers, too."""
    return 2 * float(np.median(train / 2))


def _metrics(true: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> dict[str, float | None]:
    with np.errstate(over="ignore", invalid="ignore"):  # squares of huge numbers; what is not finite is not defined
        values = {
            "mae": mean_absolute_error(true, predicted),
            "rmse": root_mean_squared_error(true, predicted),
            "r2": r2_score(true, predicted) if true.min() < true.max() else np.nan,
        }
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}


def _find_undefined(metrics: dict[str, float | None]) -> tuple[str, ...]:
    names = [name for name, value in metrics.items() if value is None]
    template = "Not defined here: {names}, because the true values are all the same or too large to square."
    return (template.format(names=", ".join(names)),) if names else ()


def _scatter(true: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> Scatter:
    places = np.arange(len(true))
    if len(places) > _POINTS:
        places = np.sort(np.random.default_rng(0).choice(places, _POINTS, replace=False))
    return Scatter(true=tuple(true[places].tolist()), predicted=tuple(predicted[places].tolist()))


JUDGE = RegressionJudge()
