"""The verdict on a task that is a number: MAE, RMSE, R²; it knows neither frames nor networks."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from mtl_core.evaluation.results import Scatter, Verdict, written
from mtl_core.plan import OutputTask

_POINTS = 500


def judge(task: OutputTask, true: npt.NDArray[Any], output: npt.NDArray[Any], train: npt.NDArray[Any]) -> Verdict:
    """Compare numbers ``output`` [n, 1] with ``true`` [n], n > 0; the baseline is the mean of ``train``."""
    predicted = output[:, 0].astype(np.float64)
    mean = float((train / len(train)).sum())  # the plain sum of huge numbers would overflow
    metrics, baseline = _metrics(true, predicted), _metrics(true, np.full(len(true), mean))
    template = "Off by {error} on average; guessing would be off by {guess}."
    rule = "Always answers {mean}, the mean of the training rows."
    return Verdict(
        metrics=metrics,
        baseline=baseline,
        baseline_rule=rule.format(mean=written(mean)),
        sentence=template.format(error=written(metrics["mae"] or 0.0), guess=written(baseline["mae"] or 0.0)),
        notes=_undefined(metrics),
        scatter=_scatter(true, predicted),
    )


def _metrics(true: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> dict[str, float | None]:
    with np.errstate(over="ignore", invalid="ignore"):  # squares of huge numbers; what is not finite is not defined
        values = {
            "mae": mean_absolute_error(true, predicted),
            "rmse": root_mean_squared_error(true, predicted),
            "r2": r2_score(true, predicted) if true.min() < true.max() else np.nan,
        }
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}


def _undefined(metrics: dict[str, float | None]) -> tuple[str, ...]:
    names = [name for name, value in metrics.items() if value is None]
    template = "Not defined here: {names}, because the true values are all the same or too large to square."
    return (template.format(names=", ".join(names)),) if names else ()


def _scatter(true: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> Scatter:
    places = np.arange(len(true))
    if len(places) > _POINTS:
        places = np.sort(np.random.default_rng(0).choice(places, _POINTS, replace=False))
    return Scatter(true=tuple(true[places].tolist()), predicted=tuple(predicted[places].tolist()))
