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


def test_what_two_seeds_leave_open_names_the_seeds_that_would_tell_it() -> None:
    """Of 0.1 and 0.3 the mean is 0.2 with an error of 0.1: 2 × (2.8016 / 2)² = 3.92 seeds."""
    found = average_seeds([0.1, 0.3])
    assert (found.sign, found.needed) == (0, 4)
    assert average_seeds([0.1, 0.3], train=80, test=20).needed is None  # they would have the same rows in common
    assert average_seeds([0.2, 0.2001]).needed is None  # it is told already


def test_of_several_pairs_each_interval_is_wider() -> None:
    one, three = (average_seeds([0.1, 0.4, 0.3, 0.2], pairs=pairs) for pairs in (1, 3))
    assert one.low is not None
    assert three.low is not None
    ratio = stats.t.ppf(1 - 0.025 / 3, 3) / stats.t.ppf(0.975, 3)
    assert three.value - three.low == pytest.approx(ratio * (one.value - one.low))


def test_without_test_rows_seeds_have_nothing_to_correct_for() -> None:
    assert average_seeds([0.1, 0.4], train=80, test=0) == average_seeds([0.1, 0.4])
