"""A task's cells as the labels they are: text, sets of text or numbers; knows nothing of splitting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task, TaskKind
from mtl_core.features import label_sets
from mtl_core.features.formats import AS_WRITTEN
from mtl_core.features.tags import split

Labels = npt.NDArray[Any]
SEVERAL: frozenset[TaskKind] = frozenset({"multilabel", "tags"})
"""Kinds of tasks whose label of a row is a tuple."""


def labels(frame: pd.DataFrame, task: Task) -> Labels:
    """Labels [n], None where missing: text, or for several labels and tags tuples of text; for a regression numbers,
    NaN where missing. ``frame`` holds the columns of the task."""
    return _READ[task.kind](frame, task)


def texts(values: pd.Series[Any]) -> Labels:
    """The cells of one column as labels [n], None where missing."""
    return AS_WRITTEN.learnt(values).labels(values)


def labelled(found: Labels) -> npt.NDArray[np.bool_]:
    """Which rows have a label [n]."""
    return ~pd.isna(found)


def exploded(found: Labels) -> tuple[npt.NDArray[np.int64], Labels]:
    """Each label of tuples [n], none missing, with the row it stands in."""
    rows = np.repeat(np.arange(len(found)), [len(set(names)) for names in found])
    return rows, np.array([name for names in found for name in dict.fromkeys(names)], dtype=object)


def num_infinite(values: pd.Series[Any]) -> int:
    """How many cells of a typed column are infinite; they are no numbers to learn from."""
    return int(np.isinf(values.to_numpy()).sum()) if values.dtype == np.float64 else 0


def _classes(frame: pd.DataFrame, task: Task) -> Labels:
    return texts(frame[task.column])


def _numbers(frame: pd.DataFrame, task: Task) -> Labels:
    values = frame[task.column]
    return AS_WRITTEN.learnt(values).numbers(values)


def _sets(frame: pd.DataFrame, task: Task) -> Labels:
    if task.columns:
        return label_sets.flagged(label_sets.flags(frame[list(task.columns)]), task.columns)
    return label_sets.sets(texts(frame[task.column]), task.separator)


def _tags(frame: pd.DataFrame, task: Task) -> Labels:
    return split(texts(frame[task.column]))


_READ: Mapping[TaskKind, Callable[[pd.DataFrame, Task], Labels]] = {
    "binary": _classes,
    "multiclass": _classes,
    "multilabel": _sets,
    "tags": _tags,
    "regression": _numbers,
}
