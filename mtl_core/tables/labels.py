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
