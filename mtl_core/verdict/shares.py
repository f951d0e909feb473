"""How sure a share is that was counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv

_ALPHA = 0.05


def share_interval(
    hits: npt.ArrayLike, rows: npt.ArrayLike, alpha: float = _ALPHA
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The ends of the interval of 1 - ``alpha`` (95%) of shares of ``hits`` among ``rows`` > 0, arrays of one shape:
    Jeffreys' (Brown, Cai & DasGupta, Statistical Science 16, 2001, section 4), which reaches to 0 or 1 where none or
    all are."""
    found, number = np.asarray(hits, np.float64), np.asarray(rows, np.float64)
    low, high = (betaincinv(found + 0.5, number - found + 0.5, end) for end in (alpha / 2, 1 - alpha / 2))
    return np.where(found == 0, 0.0, low), np.where(found == number, 1.0, high)
