"""Repetition, beside its formulas worked out by hand."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from mtl_core.verdict.repeated import average_seeds


def test_interval_average_seeds_is_students() -> None:
    differences = [0.1, 0.4, 0.3, 0.2]
    expected = stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    found = average_seeds(differences)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    assert (found.covers, found.count, found.sign) == ("seeds", 4, 1)


def test_resampled_splits_have_the_corrected_variance() -> None:
    """Of 0.1, 0.4, 0.3, 0.2 the mean is 0.25 and S² 0.05 / 3; t₃ is 3.182; (1/4 + 20/80) = 1/2."""
    found = average_seeds([0.1, 0.4, 0.3, 0.2], train=80, test=20)
    assert found.high - found.value == pytest.approx(3.18245 * math.sqrt(0.05 / 3 / 2), rel=1e-5)


def test_one_seed_tells_nothing_of_seeds() -> None:
    found = average_seeds([0.3])
    assert (found.value, found.low, found.sign) == (0.3, None, 0)


def test_seeds_that_all_say_nothing_claim_nothing() -> None:
    found = average_seeds([0.0, 0.0, 0.0])
    assert (found.sign, found.needed) == (0, None)
