"""Δm beside its formula worked out by hand, and its interval beside one drawn row by row."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mtl_core.verdict import paired
from mtl_core.verdict.delta_m import Pair, measure_delta_m, share_better
from mtl_core.verdict.kept import KeptSample
from mtl_core.verdict.samples import Array, Ratio


def pair(metric: str, together: Array, alone: Array, positions: Array, groups: Array | None = None) -> Pair:
    own, other = (KeptSample(positions, Ratio(each, np.ones(len(each))), groups) for each in (together, alone))
    return Pair(metric, own, other)


def measure(*tasks: tuple[str, float, float]) -> float | None:
    rows = np.arange(8)
    pairs = [pair(metric, np.full(8, own), np.full(8, other), rows) for metric, own, other in tasks]
    found = measure_delta_m(pairs)
    return None if found is None else found.value


def test_it_is_the_mean_share() -> None:
    """An error that falls from 2 to 1.5 is 25% better, a share that falls from 0.8 to 0.6 is 25% worse."""
    assert measure(("mae", 1.5, 2.0), ("accuracy", 0.6, 0.8)) == pytest.approx(0.0)
    assert measure(("mae", 1.5, 2.0), ("accuracy", 0.88, 0.8)) == pytest.approx(0.175)


def test_a_task_that_is_nothing_alone_is_passed_over() -> None:
    assert measure(("accuracy", 0.5, 0.0), ("mae", 1.0, 2.0)) == pytest.approx(0.5)
    assert measure(("accuracy", 0.5, 0.0)) is None
    assert measure() is None


def test_rows_are_drawn_for_all_tasks_at_once() -> None:
    """The second task is labelled in every other row alone, and goes with the first: drawn apart, their mean would
    vary less."""
    random = np.random.default_rng(0)
    rows, half = np.arange(80), np.arange(0, 80, 2)
    alone, change = random.gamma(2, 1, 80), random.normal(0.2, 0.6, 80)
    first, second = (alone - change, alone), ((alone - change)[half], alone[half])
    found = measure_delta_m([pair("mae", *first, rows), pair("mae", *second, half)])
    assert found is not None

    def draw(places: Array) -> float:
        kept = places.astype(int)
        even = kept[kept % 2 == 0]
        shares = [np.mean(change[some]) / np.mean(alone[some]) for some in (kept, even)]
        return float(np.mean(shares))

    reach = stats.norm.cdf(-paired._quantile(found.telling))
    expected = stats.bootstrap(
        (rows,), draw, vectorized=False, n_resamples=3000, confidence_level=1 - 2 * reach, method="percentile", rng=1
    ).confidence_interval
    assert (found.count, found.telling) == (80, 40)
    # Both draw at random: quantiles of 3,000 and 5,000 drawings differ by about a twentieth of the interval.
    within = 0.08 * (expected.high - expected.low)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=within)


def test_a_task_that_tells_nothing_apart_takes_no_interval_from_the_others() -> None:
    random = np.random.default_rng(0)
    rows, alone = np.arange(40), random.gamma(2, 1, 40)
    found = measure_delta_m([pair("mae", alone, alone, rows), pair("mae", 0.5 * alone, alone, rows)])
    assert found is not None
    assert (found.sign, found.telling) == (1, 40)
    few = np.where(rows < 5, 0.5, 1.0)
    found = measure_delta_m([pair("mae", few * alone, alone, rows), pair("mae", 0.5 * alone, alone, rows)])
    assert found is not None
    assert (found.low, found.telling) == (None, 5)


def test_groups_are_drawn_whole() -> None:
    random = np.random.default_rng(0)
    rows, alone = np.arange(60), random.gamma(2, 1, 60)
    found = measure_delta_m([pair("mae", 0.5 * alone, alone, rows, rows // 6)])
    assert found is not None
    assert (found.covers, found.count, found.telling) == ("groups", 10, 10)


def test_of_one_task_it_is_its_difference_as_a_share() -> None:
    """Where the metric alone is 2 in every row, the share is the difference halved."""
    together = np.random.default_rng(0).normal(1.8, 0.5, 60)
    one = pair("mae", together, np.full(60, 2.0), np.arange(60))
    found, plain = measure_delta_m([one]), paired.compare("mae", one.together.sample, one.alone.sample)
    assert found is not None
    assert plain is not None
    assert (found.value, found.low, found.high) == pytest.approx((plain.value / 2, plain.low / 2, plain.high / 2))
    assert (found.count, found.telling, found.covers) == (plain.count, plain.telling, "rows")


def test_of_tasks_that_are_all_alike_nothing_tells() -> None:
    rows, alone = np.arange(40), np.ones(40)
    found = measure_delta_m([pair("mae", alone, alone, rows), pair("accuracy", alone, alone, rows)])
    assert found is not None
    assert (found.value, found.low, found.telling, found.sign) == (0, None, 0, 0)


def test_tasks_of_which_one_has_no_groups_are_drawn_row_by_row() -> None:
    rows, alone = np.arange(40), np.random.default_rng(0).gamma(2, 1, 40)
    with_groups = pair("mae", 0.5 * alone, alone, rows, rows // 4)
    found = measure_delta_m([with_groups, pair("mae", 0.5 * alone, alone, rows)])
    assert found is not None
    assert (found.covers, found.count) == ("rows", 40)


def test_a_share_counts_from_the_size_of_the_metric_alone() -> None:
    found = share_better("r2", np.array([0.5, -0.5, 1.0]), np.array([-0.5, 0.5, 0.0]))
    assert found[:2].tolist() == [2, -2]
    assert np.isnan(found[2])
    assert share_better("mae", np.array([1.0]), np.array([4.0])).tolist() == [0.75]
