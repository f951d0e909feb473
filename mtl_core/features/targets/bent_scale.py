"""A scale on which skewed numbers from 0 on are not skewed: numbers as they are up to ``bend``, and from there on ever
more like their logarithm. It knows neither columns nor networks.

u = asinh(x / bend), Burbidge, Magee & Robb, Journal of the American Statistical Association 83, 1988. There is no
number whose logarithm cannot be taken: asinh(0) = 0. The way back is x = bend (eᵘ − e⁻ᵘ) / 2. Of numbers that scatter
around u by e, the average is bend (eᵘ mean(eᵉ) − e⁻ᵘ mean(e⁻ᵉ)) / 2: smearing, Duan, Journal of the American
Statistical Association 78, 1983, which needs to know of e just the two means, ``rise`` and ``fall``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_FEWEST = 20  # numbers; of fewer nobody can tell how they are spread
_SKEWED = 1.0  # skewness from which numbers are called skewed; an exponential distribution has 2
_BETTER = 0.5  # times the skewness that may be left
_LOW = 0.1  # of the numbers above 0 lie below the bend
_WIDEST = 1e9  # times the bend
_BEYOND = 1.0  # answers go up to e times the largest training number
_FARTHEST_OFF = 5.0  # logarithms: one row that is far off shall not decide for all

Array = npt.NDArray[Any]


def choose_bend(numbers: Array) -> float:
    """Where the scale of these numbers [n] bends; 0 where they are better learnt as they are."""
    if len(numbers) < _FEWEST or numbers.min() < 0:
        return 0.0
    above = numbers[numbers > 0]
    bend = float(np.quantile(above, _LOW)) if len(above) else 0.0
    if bend <= np.finfo(np.float32).tiny or numbers.max() > _WIDEST * bend:
        return 0.0
    before, after = _skewness(numbers), _skewness(np.arcsinh(numbers / bend))
    return bend if before > _SKEWED and abs(after) < _BETTER * before else 0.0


def highest(numbers: Array, bend: float) -> float:
    """The largest value on the scale that an answer may have."""
    return float(np.arcsinh(numbers.max() / bend)) + _BEYOND


def straighten(values: Array, bend: float, top: float, rise: float = 1.0, fall: float = 1.0) -> Array:
    """Values on the scale as numbers."""
    inside = np.clip(values, 0.0, top)
    found: Array = np.maximum(bend / 2 * (rise * np.exp(inside) - fall * np.exp(-inside)), 0.0)
    return found


def smear(true: Array, said: Array, bend: float) -> tuple[float, float]:
    """``rise`` and ``fall``, by the scatter of true numbers [n] around answers that are medians."""
    scatter = np.arcsinh(true / bend) - np.arcsinh(said / bend)
    scatter = np.clip(scatter, -_FARTHEST_OFF, _FARTHEST_OFF)
    return float(np.exp(scatter).mean()), float(np.exp(-scatter).mean())


def _skewness(numbers: Array) -> float:
    distance = numbers / np.abs(numbers).max()
    distance = distance - distance.mean()
    spread = distance.std()
    return float((distance**3).mean() / spread**3) if spread > 1e-9 else 0.0
