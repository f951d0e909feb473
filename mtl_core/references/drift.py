"""Whether the rows that judge differ from those that train: how well a classifier tells the two apart.

A classifier two-sample test (Lopez-Paz & Oquab, ICLR 2017), by the area under the ROC curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from mtl_core.features.space import FeatureSpace
from mtl_core.references.inputs import Inputs
from mtl_core.wording import list_names

Array = npt.NDArray[np.int64]

_ROWS = 2_000  # of each part
_FOLDS = 5
_MUCH = 0.65  # an AUC worth a sentence; 0.5 is chance
_CERTAIN = 4.0  # standard errors above chance, so that chance says it in one of 30,000 runs
_NAMED = 3
_TEMPLATE = (
    "The rows that judge differ from those that train: a classifier tells them apart with an AUC of {auc:.2f} (0.5 is "
    "chance), most by {columns}. So the test says how good it is on rows unlike those it learnt from."
)


def find_drift(
    space: FeatureSpace, train: pd.DataFrame, test: pd.DataFrame, column: str | None, *, by_group: bool
) -> Iterator[str]:
    """A sentence where the two differ in more than the ``column`` that they were split by.

    Where that holds groups, rows of one group are in one fold, since they were dealt together.
    """
    random = np.random.default_rng(0)
    parts = [_some(part, random) for part in (train, test)]
    frame, belongs = pd.concat(parts), np.repeat([0, 1], [len(part) for part in parts])
    groups = frame[column].factorize()[0] if by_group else np.arange(len(frame))
    owners, features = _features(space, frame, column)
    folds = min(_FOLDS, *(len(np.unique(groups[belongs == part])) for part in (0, 1)))
    if folds < 2 or not len(owners):
        return
    auc = _auc(features, belongs, groups, folds)
    units = [len(np.unique(groups[belongs == part])) for part in (0, 1)]
    error = math.sqrt((sum(units) + 1) / (12 * units[0] * units[1]))  # of a rank sum where nothing differs
    if auc >= max(_MUCH, 0.5 + _CERTAIN * error):
        yield _TEMPLATE.format(auc=auc, columns=list_names(_strongest(features, belongs, owners)))


def _some(part: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    return part.take(np.sort(random.permutation(len(part))[:_ROWS]))


def _features(space: FeatureSpace, frame: pd.DataFrame, left_out: str | None) -> tuple[npt.NDArray[np.object_], Any]:
    """The encoded cells [n, F] of all columns but one, and which column each belongs to [F]."""
    inputs = Inputs.read(space, frame)
    columns = space.columns
    owners = [column.name for column in columns for _ in range(column.numbers)]
    owners += [column.name for column in columns if column.vocabulary]
    owners += [column.name for column in columns if column.length for _ in range(column.tokens)]
    kept = np.flatnonzero([name != left_out for name in owners])
    features: Any = inputs.side_by_side()
    if inputs.has_words:
        both = sparse.hstack([sparse.csr_array(features), inputs.words], format="csr")
        places = (both.data, both.indices.astype(np.int32), both.indptr.astype(np.int32))  # as trees take them
        features = sparse.csr_array(places, shape=both.shape)
    return np.array(owners, dtype=object)[kept], features[:, kept]


def _auc(features: Any, belongs: Array, groups: Array, folds: int) -> float:
    """Of the chance to be a test row, said of rows that the classifier did not learn from."""
    said = np.zeros(len(belongs))
    for learnt, asked in StratifiedGroupKFold(folds, shuffle=True, random_state=0).split(features, belongs, groups):
        said[asked] = _forest(features[learnt], belongs[learnt]).predict_proba(features[asked])[:, 1]
    return float(roc_auc_score(belongs, said))


def _forest(features: Any, belongs: Array) -> ExtraTreesClassifier:
    forest = ExtraTreesClassifier(n_estimators=100, min_samples_leaf=3, class_weight="balanced", random_state=0)
    return forest.fit(features, belongs)


def _strongest(features: Any, belongs: Array, owners: npt.NDArray[np.object_]) -> list[str]:
    """The columns by which the two are told apart most."""
    shares = pd.Series(_forest(features, belongs).feature_importances_).groupby(owners).sum()
    return [f'"{name}"' for name in shares.sort_values(ascending=False, kind="stable").index[:_NAMED]]
