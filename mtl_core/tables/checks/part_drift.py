"""Whether one column alone tells the rows that judge from those that train, before anything is trained.

A classifier two-sample test (Lopez-Paz & Oquab, ICLR 2017) by the area under the ROC curve, with the plainest
classifier there is: how many rows of other folds with the same value judge.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from mtl_core.experiment import Experiment
from mtl_core.features.space import convert
from mtl_core.tables.checks.input_checks import read_columns
from mtl_core.tables.column_kinds import TABLE_COLUMNS
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.findings import Finding, warning
from mtl_core.tables.labels.label_cells import texts
from mtl_core.tables.labels.leaks import Values, measure_auc
from mtl_core.tables.labels.relation import find_bins
from mtl_core.tables.splits.splitting import Parts, group_column, split_column
from mtl_core.wording import format_count

Array = npt.NDArray[np.int64]

_ROWS = 2_000  # of each part
_FOLDS = 5
_MUCH = 0.65  # an AUC worth a sentence; 0.5 is chance
_CERTAIN = 5.0  # standard errors above chance: of 1,000 columns without drift, chance names one in 3,000 tables


def check_drift(dataset: Dataset, experiment: Experiment, parts: Parts) -> Iterator[Finding]:
    """A question where such a column is an input, of rows that were not dealt at random: of these a classifier could
    find chance alone. The column that they were dealt by is passed over, for it differs as was asked."""
    if experiment.split.by == "random" or not len(parts.test):
        return
    random = np.random.default_rng(0)
    train, test = (np.sort(random.permutation(part)[:_ROWS]) for part in (parts.train, parts.test))
    rows, judges = np.concatenate([train, test]), np.repeat([0, 1], [len(train), len(test)])
    units = _find_units(dataset, experiment, rows)
    names = [name for name in experiment.input_names if name != split_column(experiment)]
    found: dict[str, float] = {}
    for name, stored in read_columns(dataset, names):
        kind = experiment.columns[name].kind
        values = convert(stored.iloc[rows], dataset.formats(experiment)[name], kind)
        auc = measure_drift(TABLE_COLUMNS[kind].encode(values), judges, units)
        if auc is not None:
            found[name] = auc
    if found:
        yield _tell(experiment, found)


def measure_drift(column: Values, judges: Array, units: Array) -> float | None:
    """The AUC by which ``column`` [n] alone tells whether a row ``judges`` (1) or trains (0), where that is much and
    certain; else None. Rows of one of the ``units`` were dealt together and so are in one fold."""
    counts = [len(np.unique(units[judges == part])) for part in (0, 1)]
    if min(counts) < _FOLDS:
        return None
    folds = np.random.default_rng(0).permutation(int(units.max()) + 1)[units] % _FOLDS
    said = _score(find_bins(column), judges, folds)
    auc = measure_auc(*(np.sort(said[judges == part]) for part in (0, 1)))
    error = math.sqrt((sum(counts) + 1) / (12 * counts[0] * counts[1]))  # of a rank sum where nothing differs
    return auc if auc >= max(_MUCH, 0.5 + _CERTAIN * error) else None


def _score(places: Array, judges: Array, folds: Array) -> npt.NDArray[np.float64]:
    """Of each row the share of the rows of other folds in its place that judge, as if one more were like all."""
    said, size = np.empty(len(places)), int(places.max()) + 1
    for fold in range(_FOLDS):
        learnt = folds != fold
        seen = np.bincount(places[learnt], minlength=size)
        hits = np.bincount(places[learnt], weights=judges[learnt], minlength=size)
        said[~learnt] = ((hits + judges[learnt].mean()) / (seen + 1))[places[~learnt]]
    return said


def _find_units(dataset: Dataset, experiment: Experiment, rows: Array) -> Array:
    """What was dealt as one: groups, those without one each by itself; else rows."""
    name = group_column(experiment)
    if name is None:
        return np.arange(len(rows))
    groups = texts(dataset.values(experiment, [name])[name].iloc[rows])
    known = np.array([f"{place}" if group is None else f"={group}" for place, group in enumerate(groups)])
    return np.unique(known, return_inverse=True)[1]


def _tell(experiment: Experiment, found: dict[str, float]) -> Finding:
    name = max(found, key=lambda each: found[each])
    others = len(found) - 1
    more = f", and {format_count(others, 'other column tells', 'other columns tell')} them apart, too" if others else ""
    told = {"auc": found[name], "more": more, "name": name}
    if experiment.split.by == "group":
        template = (
            'The rows that will judge differ from those that train: "{name}" alone tells them apart with an AUC of '
            "{auc:.2f} (0.5 is chance){more}; the test will say how good the network is for groups unlike those that "
            "it learns from."
        )
        return warning("", template, **told)
    template = (
        'The rows that will judge differ from those that train: "{name}" alone tells them apart with an AUC of '
        "{auc:.2f} (0.5 is chance){more}; the test will say how good the network is on rows unlike those that it "
        "learns from; if that is not what it is for, split at random."
    )
    return warning("", template, "split: random", **told)
