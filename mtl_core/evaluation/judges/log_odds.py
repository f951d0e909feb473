"""Log-odds of probabilities, bounded."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_CERTAIN = 1e-6  # a probability is taken to be at least so far from 0 and 1, where log-odds have no end


def log_odds(probability: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """log(p / (1 - p))."""
    bounded = np.clip(probability.astype(np.float64), _CERTAIN, 1 - _CERTAIN)
    return np.log(bounded / (1 - bounded))
