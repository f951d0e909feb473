"""What a trained network's gain comes to over several seeds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from mtl_core.records.verdicts import Difference
from mtl_core.verdict.paired import count_needed

_ALPHA = 0.05


def average_seeds(
    differences: Sequence[float], train: int | None = None, test: int | None = None, pairs: int = 1
) -> Difference:
    """The mean of one number a seed, at least one, such as a difference, with its 95% interval by Student's t; where
    so many ``pairs`` are compared at once, all their intervals hold together in 95% (Bonferroni).

    Where each seed deals ``train`` and ``test`` rows anew, trainings have rows in common and their differences are no
    independent draws: the variance of the mean is (1/J + n₂/n₁) S², not S²/J, for J seeds, n₁ training and n₂ test
    rows (the corrected resampled t-test: Nadeau & Bengio, Machine Learning 52, 2003, sec. 4.2 and 5).
    """
    count = len(differences)
    value = float(np.mean(differences))
    if count == 1:
        return Difference(value=value, low=None, high=None, covers="seeds", count=1, telling=1)
    overlap = test / train if train and test else 0.0
    error = float(np.std(differences, ddof=1) * np.sqrt(1 / count + overlap))
    half = float(stdtrit(count - 1, 1 - _ALPHA / 2 / pairs)) * error
    low, high = value - half, value + half
    undecided = low <= 0 <= high and not overlap  # more seeds on the same rows do not help for ever
    needed = count_needed(value, error, count) if undecided else None
    return Difference(value=value, low=low, high=high, covers="seeds", count=count, telling=count, needed=needed)
