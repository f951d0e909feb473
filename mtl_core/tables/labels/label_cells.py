"""Labels in general: cells as text, which are missing, tuples one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import AS_WRITTEN

Labels = npt.NDArray[Any]


def texts(values: pd.Series[Any]) -> Labels:
    """The cells of one column as labels [n], None where missing."""
    return AS_WRITTEN.learn(values).labels(values)


def has_label(found: Labels) -> npt.NDArray[np.bool_]:
    """Which rows have a label [n]."""
    return ~pd.isna(found)


def explode(found: Labels) -> tuple[npt.NDArray[np.int64], Labels]:
    """Each label of tuples [n], none missing, with the row it stands in."""
    rows = np.repeat(np.arange(len(found)), [len(set(names)) for names in found])
    return rows, np.array([name for names in found for name in dict.fromkeys(names)], dtype=object)


def num_infinite(values: pd.Series[Any]) -> int:
    """How many cells of a typed column are infinite; they are no numbers to learn from."""
    return int(np.isinf(values.to_numpy()).sum()) if values.dtype == np.float64 else 0
