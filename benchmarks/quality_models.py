"""What stands beside the product in ``benchmarks.quality``: plain models of scikit-learn, one for each task by itself,
which take the same rows. Unlike ``mtl_core.references`` they read the cells themselves and search their strength, so
that nothing of the product helps them or stands in their way."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, f1_score, mean_absolute_error, roc_auc_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import MultiLabelBinarizer, OneHotEncoder, StandardScaler

from benchmarks.quality_page import name_score
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import OutputTask

Array = npt.NDArray[Any]
Make = Callable[[float], Any]  # a model of that strength


@dataclass(frozen=True)
class Reference:
    """A model for numbers and one for classes; the strength that is best on validation rows is taken."""

    regressor: Make
    classifier: Make
    strengths: tuple[float, ...] = (1.0,)


_LINEAR = Reference(
    lambda strength: Ridge(1 / strength),
    lambda strength: LogisticRegression(C=strength, max_iter=1_000),
    (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
)
ON_COLUMNS: Mapping[str, Reference] = {
    "linear": _LINEAR,
    "extra trees": Reference(
        lambda _: ExtraTreesRegressor(200, random_state=0), lambda _: ExtraTreesClassifier(200, random_state=0)
    ),
    "boosting": Reference(
        lambda _: HistGradientBoostingRegressor(random_state=0),
        lambda _: HistGradientBoostingClassifier(random_state=0),
    ),
    "MLP": Reference(
        lambda _: MLPRegressor(early_stopping=True, random_state=0),
        lambda _: MLPClassifier(early_stopping=True, random_state=0),
    ),
}
ON_WORDS: Mapping[str, Reference] = {
    "TF-IDF + linear": Reference(_LINEAR.regressor, _LINEAR.classifier, (1.0, 3.0, 10.0, 30.0))
}


def scores(space: FeatureSpace, parts: list[pd.DataFrame], words: bool, chinese: bool) -> dict[str, dict[str, float]]:
    """By model, then by task, how well it answers the last of three parts, fitted on the first; the second chooses."""
    inputs = _words(space, parts, chinese) if words else _columns(space, parts)
    targets = zip(plan_shapes.tasks(space), space.targets, strict=True)
    tasks = [(task, [target.truth(part) for part in parts]) for task, target in targets]
    found: dict[str, dict[str, float]] = {}
    for name, reference in (ON_WORDS if words else ON_COLUMNS).items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            found[name] = {
                name_score(task.traits.metrics[0], task.name): _score(reference, task, inputs, truth)
                for task, truth in tasks
            }
    return found


def _score(reference: Reference, task: OutputTask, inputs: list[Any], truth: list[Array]) -> float:
    """The metric of one task; rows without a label count for nothing."""
    known = [~pd.isna(true) for true in truth]
    x, held, judged = (rows[has] for rows, has in zip(inputs, known, strict=True))
    labels = _labels(task, [true[has] for true, has in zip(truth, known, strict=True)])
    models = [_make(reference, task, strength).fit(x, labels[0]) for strength in reference.strengths]
    sign = -1 if task.traits.numeric else 1
    best = max(models, key=lambda model: sign * _metric(task, model, held, labels[1]))
    return _metric(task, best, judged, labels[2])


def _make(reference: Reference, task: OutputTask, strength: float) -> Any:
    if task.traits.numeric:
        return reference.regressor(strength)
    model = reference.classifier(strength)
    return OneVsRestClassifier(model) if task.traits.several else model


def _labels(task: OutputTask, truth: list[Array]) -> list[Array]:
    if task.traits.several:
        binarizer = MultiLabelBinarizer().fit(truth[0])
        return [binarizer.transform(labels) for labels in truth]
    return [labels.astype(float if task.traits.numeric else str) for labels in truth]


def _metric(task: OutputTask, model: Any, x: Any, y: Array) -> float:
    name = task.traits.metrics[0]
    if name == "auc":
        return float(roc_auc_score(y == model.classes_[1], model.predict_proba(x)[:, 1]))
    found = model.predict(x)
    measures = {"mae": mean_absolute_error, "accuracy": accuracy_score, "micro_f1": _micro_f1}
    return float(measures[name](y, found))


def _micro_f1(y: Array, found: Array) -> float:
    return float(f1_score(y, found, average="micro"))


def _words(space: FeatureSpace, parts: list[pd.DataFrame], chinese: bool) -> list[Any]:
    """TF-IDF of one and two words, of Chinese characters."""
    name = next(column.name for column in space.columns if column.length)
    reading = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, analyzer="char" if chinese else "word")
    texts = [part[name].fillna("").astype(str) for part in parts]
    return [reading.fit(texts[0]).transform(each) for each in texts]


def _columns(space: FeatureSpace, parts: list[pd.DataFrame]) -> list[Array]:
    """Standardised numbers, the median where one is missing, and a column for each category that training rows have."""
    numbers, categories = [], []
    for column in space.columns:
        cells = [part[column.name] for part in parts]
        if column.traits.dated:
            numbers.append([_date(values) for values in cells])
        elif column.traits.binned:
            numbers.append([pd.to_numeric(values, errors="coerce").to_numpy(float)[:, None] for values in cells])
        else:
            categories.append([values.astype(str).to_numpy(object)[:, None] for values in cells])
    found = []
    if numbers:
        joined = [np.concatenate([column[place] for column in numbers], axis=1) for place in range(len(parts))]
        scaler = StandardScaler().fit(joined[0])
        middle = np.nan_to_num(np.nanmedian(joined[0], axis=0))
        found.append([np.nan_to_num(scaler.transform(np.where(np.isnan(rows), middle, rows))) for rows in joined])
    for column in categories:
        encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(column[0])
        found.append([encoder.transform(rows) for rows in column])
    return [np.concatenate(groups, axis=1) for groups in zip(*found, strict=True)]


def _date(values: pd.Series[Any]) -> Array:
    """Days, month and weekday [n, 3]."""
    moments = pd.to_datetime(values, errors="coerce")
    days = (moments - pd.Timestamp("2000-01-01")).dt.days
    return np.stack(
        [part.to_numpy(float, na_value=np.nan) for part in (days, moments.dt.month, moments.dt.dayofweek)], 1
    )
