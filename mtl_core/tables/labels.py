"""A task's column as the labels it has: text for classes, numbers for regression; knows nothing of splitting."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import TaskKind
from mtl_core.features.formats import ColumnFormat


def labels(values: pd.Series[Any], kind: TaskKind) -> npt.NDArray[Any]:
    """Labels [n], None where missing; for a regression numbers [n], NaN where missing."""
    format = ColumnFormat().learnt(values)
    return format.numbers(values) if kind == "regression" else format.labels(values)


def labelled(found: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which rows have a label [n]."""
    return ~pd.isna(found)


def num_infinite(values: pd.Series[Any]) -> int:
    """How many cells of a typed column are infinite; they are no numbers to learn from."""
    return int(np.isinf(values.to_numpy()).sum()) if values.dtype == np.float64 else 0
