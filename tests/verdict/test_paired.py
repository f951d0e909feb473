"""Paired differences: the interval is SciPy's bootstrap's, holds what it should, and claims nothing by chance."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from mtl_core.records.verdicts import Difference
from mtl_core.verdict import paired
from mtl_core.verdict.paired import FEWEST, compare, count_needed, find_interval
from mtl_core.verdict.samples import Ranking, Ratio

Floats = npt.NDArray[np.float64]


def means(losses: Floats) -> Ratio:
    return Ratio(losses, np.ones(len(losses)))


def test_less_is_better_for_errors_alone() -> None:
    low, high = means(np.full(9, 1.0)), means(np.full(9, 3.0))
    assert (found := compare("mae", low, high)) is not None
    assert found.value == 2
    assert (found := compare("accuracy", low, high)) is not None
    assert found.value == -2


@pytest.mark.parametrize("metric", ["mae", "auc"])
def test_interval_is_as_wide_as_that_of_scipy_at_the_same_quantiles(metric: str) -> None:
    random = np.random.default_rng(3)
    rows = 60
    positive = (random.random(rows) < 0.5).astype(float)
    first, second = random.normal(size=(2, rows)) + positive
    own, other = (Ranking(s, positive) if metric == "auc" else means(np.abs(s)) for s in (first, second))
    sign = 1 if metric == "auc" else -1

    def difference(places: Floats) -> float:
        kept = places.astype(int)
        return sign * (own.take(kept).value - other.take(kept).value)

    found = compare(metric, own, other)
    assert found is not None
    reach = stats.norm.cdf(-paired._quantile(found.telling))
    expected = stats.bootstrap(
        (np.arange(rows),),
        difference,
        vectorized=False,
        n_resamples=3000,
        confidence_level=1 - 2 * reach,
        method="percentile",
        rng=1,
    ).confidence_interval
    # Both draw at random: quantiles of 3,000 and 5,000 drawings differ by about a twentieth of the interval.
    assert found.high - found.low == pytest.approx(expected.high - expected.low, rel=0.08)
    assert (found.low + found.high) / 2 == pytest.approx(found.value)


def test_nearly_perfect_order_claims_nothing_of_a_few_rows_that_are_out_of_it() -> None:
    """One network puts all 900 pairs in order, another one all but those of two rows."""
    positive = np.repeat([1.0, 0.0], 30)
    scores = np.arange(60.0)[::-1]
    worse = scores.copy()
    worse[:2] = -1.0
    found = compare("auc", Ranking(scores, positive), Ranking(worse, positive))
    assert found is not None
    assert (found.value, found.telling, found.low) == (pytest.approx(60 / 900), 2, None)


def test_same_seed_gives_the_same_interval() -> None:
    own, other = (means(losses) for losses in np.random.default_rng(0).random((2, 30)))
    assert compare("mae", own, other) == compare("mae", own, other)


@pytest.mark.parametrize(("right", "wrong"), [*product(range(11), repeat=2)])
def test_claims_on_yes_no_rows_are_those_of_an_exact_test(right: int, wrong: int) -> None:
    """McNemar's exact test, at 5%: no claim that it would not make, but for a tie at the very limit."""
    differing = right + wrong
    own = np.array([1.0] * right + [0.0] * wrong + [1.0] * 20)
    other = np.array([0.0] * right + [1.0] * wrong + [1.0] * 20)
    found = compare("accuracy", means(own), means(other))
    assert found is not None
    if found.sign:
        assert stats.binomtest(right, differing).pvalue < 0.065


@pytest.mark.parametrize("rows", range(FEWEST))
def test_few_rows_that_differ_claim_nothing(rows: int) -> None:
    own = np.concatenate([np.ones(rows), np.zeros(3)])
    found = compare("accuracy", means(own), means(np.zeros(len(own))))
    assert found is not None
    assert (found.low, found.sign, found.telling) == (None, 0, rows)


def test_metric_that_one_class_leaves_undefined_is_no_difference() -> None:
    ranking = Ranking(np.arange(9.0), np.ones(9))
    assert compare("auc", ranking, ranking) is None


def test_answers_that_are_alike_are_not_told_apart() -> None:
    own = means(np.random.default_rng(0).random(50))
    found = compare("mae", own, own)
    assert found == Difference(value=0, low=None, high=None, covers="rows", count=50, telling=0)


def test_groups_are_drawn_as_a_whole() -> None:
    """Rows of a group that say the same are worth one row."""
    random = np.random.default_rng(0)
    of_groups = random.normal(0.3, 1, 12)
    own, groups = means(np.repeat(of_groups, 20)), np.repeat(list("abcdefghijkl"), 20)
    by_group = compare("accuracy", own, means(np.zeros(240)), groups)
    alone = compare("accuracy", means(of_groups), means(np.zeros(12)))
    assert by_group is not None
    assert alone is not None
    assert (by_group.low, by_group.high) == pytest.approx((alone.low, alone.high))
    assert (by_group.covers, by_group.count, by_group.telling) == ("groups", 12, 12)


def test_many_rows_are_drawn_from_and_the_interval_fits_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    losses = np.random.default_rng(0).normal(size=4_000)
    whole = compare("mae", means(losses), means(np.zeros(4_000)))
    monkeypatch.setattr(paired, "MOST_ROWS", 400)
    part = compare("mae", means(losses), means(np.zeros(4_000)))
    assert whole is not None
    assert part is not None
    assert part.value == whole.value
    # The spread of 400 rows is known to a fourteenth of itself (1 / √800); four of these.
    assert part.high - part.low == pytest.approx(whole.high - whole.low, rel=4 / np.sqrt(800))


def test_needed_rows_tell_it_four_times_out_of_five() -> None:
    """Normal differences of mean 0.2 and deviation 1: (1.96 + 0.84)² / 0.04 = 196 rows."""
    assert count_needed(0.2, 1 / np.sqrt(50), 50) == 197
    assert count_needed(0.0, 0.1, 50) is None
    assert count_needed(1e-9, 0.1, 50) is None
    assert count_needed(-0.2, 1 / np.sqrt(50), 50) == 197
    assert count_needed(5.0, 1 / np.sqrt(50), 50) == 51  # more than there are, since these did not tell it
    # At 1% instead of 5%: (2.576 + 0.842)² / 0.04 = 292 rows.
    assert count_needed(0.2, 1 / np.sqrt(50), 50, alpha=0.01) == 292
    # Just below and above a million: (1.96 + 0.84)² = 7.849 rows at a difference of one deviation.
    assert count_needed(np.sqrt(7.849 / 990_000), 1 / np.sqrt(50), 50) == pytest.approx(990_000, rel=1e-3)
    assert count_needed(np.sqrt(7.849 / 1_010_000), 1 / np.sqrt(50), 50) is None


# Of 400 intervals at 95%, 380 hold the truth, give or take 4.4; four of these deviations.
@pytest.mark.parametrize("rows", [20, 50])
def test_interval_holds_the_truth_as_often_as_it_says(rows: int) -> None:
    random = np.random.default_rng(rows)
    held = 0
    for _ in range(400):
        found = compare("mae", means(random.normal(0.5, 1, rows)), means(np.zeros(rows)))
        assert found is not None
        held += found.low <= -0.5 <= found.high
    assert 362 <= held <= 398


def test_intervals_of_several_pairs_hold_together() -> None:
    """Each reaches as far as its share of the 5% asks, and one more row must tell two apart with each doubling."""
    losses = np.random.default_rng(0).normal(0.3, 1, 60)
    one, four = (compare("mae", means(losses), means(np.zeros(60)), pairs=pairs) for pairs in (1, 4))
    assert one is not None
    assert four is not None
    ratio = stats.t.ppf(1 - 0.05 / 8, 59) / stats.t.ppf(1 - 0.05 / 2, 59)
    assert four.high - four.low == pytest.approx(ratio * (one.high - one.low), rel=0.06)  # quantiles farther out
    right = means(np.r_[np.ones(FEWEST + 1), np.zeros(20)])
    nothing = means(np.zeros(FEWEST + 21))
    told = [compare("accuracy", right, nothing, pairs=pairs) for pairs in (1, 2, 3, 4)]
    assert [found is not None and found.low is not None for found in told] == [True, True, False, False]


def test_what_is_not_told_names_the_rows_that_would_tell_it() -> None:
    losses = np.random.default_rng(5).normal(0.2, 1, 50)
    found = compare("accuracy", means(losses), means(np.zeros(50)))
    assert found is not None
    assert found.sign == 0
    error = (found.high - found.low) / 2 / paired._quantile(50)
    assert found.needed == count_needed(found.value, error, 50)
    clear = compare("accuracy", means(losses + 9), means(np.zeros(50)))
    assert clear is not None
    assert clear.needed is None


@pytest.mark.parametrize("alpha", [0.05, 0.005])
def test_the_interval_of_a_mean_is_students(alpha: float) -> None:
    losses = np.random.default_rng(0).normal(3, 1, 200)
    found = find_interval(means(losses), alpha=alpha)
    expected = stats.ttest_1samp(losses, 0).confidence_interval(1 - alpha)
    assert found == pytest.approx((expected.low, expected.high), abs=0.02)  # an eighth of its reach


def test_few_rows_or_groups_have_no_interval() -> None:
    losses = np.random.default_rng(0).normal(size=FEWEST * 4)
    assert find_interval(means(losses[: FEWEST - 1])) is None
    assert find_interval(means(losses[:FEWEST])) is not None
    assert find_interval(means(losses), np.repeat(np.arange(FEWEST), 4)) is not None
    assert find_interval(means(losses), np.arange(FEWEST * 4) % (FEWEST - 1)) is None
    positive = np.arange(FEWEST * 4) < FEWEST - 1
    assert find_interval(Ranking(losses, positive.astype(float))) is None
