"""The loss of guessing one label out of several."""

from __future__ import annotations

import numpy as np


def entropy(values: np.ndarray, mask: np.ndarray) -> float:
    """The loss of always giving the labels' shares."""
    _, counts = np.unique(values[mask], return_counts=True)
    shares = counts / counts.sum()
    return float(-(shares * np.log(shares)).sum())
