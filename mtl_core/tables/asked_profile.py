"""What is known of a column as a person has it read: what means missing is missing, what counts as one label is one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Column
from mtl_core.features.space import convert
from mtl_core.features.values import as_labels
from mtl_core.tables.dataset import Dataset, asked_format
from mtl_core.tables.profile import ColumnProfile, Histogram

_BINS = 20
_LABELS = 12


def asked_profile(dataset: Dataset, name: str, asked: Column) -> ColumnProfile:
    """The profile of that column with its cells read as ``asked``. Raises DataError."""
    profile = dataset.profile(name)
    format = asked_format(profile, asked)
    if format == profile.format:
        return profile
    values = convert(dataset.frame([name])[name], format, asked.kind)
    changes = {"missing": int(values.isna().sum()), "unique": int(values.nunique())}
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = values.dropna().to_numpy(np.float64)
        return profile.model_copy(update={**changes, "histogram": _bins(numbers)})
    return profile.model_copy(update={**changes, "histogram": _bars(as_labels(values)) if profile.histogram else None})


def _bins(numbers: npt.NDArray[np.float64]) -> Histogram | None:
    """Finite numbers in bins of one width; None where fewer than two of them differ."""
    finite = numbers[np.isfinite(numbers)]
    if not len(finite) or finite.min() == finite.max():
        return None
    unit = 2.0 ** (np.frexp(np.abs(finite).max())[1] - 1)  # so that no difference of numbers of any size overflows
    counts, edges = np.histogram(finite / unit, bins=_BINS)
    low, high = float(finite.min()), float(finite.max())
    inner = tuple(float(edge * unit) for edge in edges[1:-1])
    return Histogram(edges=(low, *inner, high), counts=tuple(map(int, counts)))


def _bars(labels: npt.NDArray[np.object_]) -> Histogram:
    """The commonest labels."""
    counts = pd.Series(labels, dtype=object).value_counts()
    shown = counts.iloc[:_LABELS]
    return Histogram(
        labels=tuple(map(str, shown.index)), counts=tuple(map(int, shown)), rest=int(counts.iloc[_LABELS:].sum())
    )
