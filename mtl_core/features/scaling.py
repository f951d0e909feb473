"""Robust scaling with a smooth clip, shared by numbers and dates.

Holzmüller, Grinsztajn, Steinwart, "Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data",
2024, https://arxiv.org/abs/2407.04491, section 3: scale by median and interquartile range, then
x / sqrt(1 + (x / 3)²), which is x near 0 and never leaves (-3, 3).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mtl_core.errors import DataError

LARGEST = 1e100
"""Sizes beyond this are treated as this, so that no sum or square overflows; differences below its inverse as none."""
_BOUND = 3.0


def center_and_scale(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The median of the known values and their spread; spread 0 if fewer than two of them differ.

    The spread is the interquartile range, or the standard deviation where at least half the values are equal.
    """
    known = limit(values[~np.isnan(values)])
    if not len(known) or np.ptp(known) < 1 / LARGEST:
        return (float(known[0]) if len(known) else 0.0), 0.0
    low, center, high = np.quantile(known, [0.25, 0.5, 0.75])
    spread = high - low if high - low >= 1 / LARGEST else known.std()
    return float(center), float(max(spread, 1 / LARGEST))


def require_bounded(name: str, center: float, scale: float) -> None:
    """Raise DataError unless column ``name`` can have been learnt so."""
    if abs(center) > LARGEST or not 0 <= scale <= 2 * LARGEST:
        raise DataError(f'What is stored about column "{name}" is damaged: its center or spread is out of bounds.')


def scale_values(values: npt.NDArray[np.float64], center: float, scale: float) -> npt.NDArray[np.float64]:
    """Values in (-3, 3), 0 where missing."""
    distance = np.nan_to_num((limit(values) - center) / scale, nan=0.0)
    result: npt.NDArray[Any] = distance / np.hypot(1.0, distance / _BOUND)
    return result


def limit(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Values within ±LARGEST."""
    return np.clip(values, -LARGEST, LARGEST)
