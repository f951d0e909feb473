"""From which probability on to say yes: beside brute force, scikit-learn and what is cheapest in theory."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from mtl_core.verdict.thresholds import FEWEST, STEPS, Costs, YesNo, propose_threshold, tell_costs

COSTS = [Costs(), Costs(1.0, 5.0), Costs(8.0, 1.0), Costs(0.3, 0.1)]


def rows(count: int, seed: int, slope: float = 1.0) -> YesNo:
    """Labels whose chance is what is said, if ``slope`` is 1."""
    rng = np.random.default_rng(seed)
    logit = rng.normal(size=count) * 2
    yes = rng.random(count) < 1 / (1 + np.exp(-slope * logit))
    return YesNo(yes, (1 / (1 + np.exp(-logit))).astype(np.float32))


@pytest.mark.parametrize("threshold", [0.001, 0.31, 0.5, 0.999])
def test_counts_are_those_of_the_confusion_matrix(threshold: float) -> None:
    known = rows(300, 1)
    wanted = confusion_matrix(known.yes, known.chances >= np.float32(threshold))
    assert known.count(threshold).table == tuple(map(tuple, wanted.tolist()))


@pytest.mark.parametrize("costs", COSTS)
@pytest.mark.parametrize("seed", range(3))
def test_no_threshold_is_cheaper_than_the_proposed_one(costs: Costs, seed: int) -> None:
    known = rows(80, seed)
    proposed = propose_threshold(known, costs)
    assert proposed is not None
    totals = {step / STEPS: known.costs(step / STEPS, costs).sum() for step in range(1, STEPS)}
    cheapest = min(totals.values())
    assert totals[proposed] == pytest.approx(cheapest, rel=1e-12)  # sums in another order
    equals = [cut for cut, total in totals.items() if total <= cheapest * (1 + 1e-12)]
    assert abs(proposed - costs.even) == min(abs(cut - costs.even) for cut in equals)


@pytest.mark.parametrize("costs", COSTS)
def test_it_comes_near_the_one_of_theory_where_probabilities_hold(costs: Costs) -> None:
    """Elkan 2001; the costs are flat around it, so that it is their excess that must be small."""
    known, new = rows(20_000, 0), rows(20_000, 1)
    proposed = propose_threshold(known, costs)
    assert proposed is not None
    assert new.costs(proposed, costs).mean() <= 1.02 * new.costs(costs.even, costs).mean()


def test_rows_that_are_told_apart_are_cut_at_the_cost_ratio() -> None:
    yes = np.repeat([False, True], FEWEST)
    assert propose_threshold(YesNo(yes, yes.astype(np.float32)), Costs(1.0, 3.0)) == 0.25


@given(st.integers(0, 30), st.integers(0, 30))
def test_of_too_few_of_either_none_is_proposed(yes: int, no: int) -> None:
    known = YesNo(np.repeat([True, False], [yes, no]), np.linspace(0, 1, yes + no, dtype=np.float32))
    assert (propose_threshold(known, Costs()) is None) == (min(yes, no) < FEWEST)


def test_a_label_that_is_neither_is_no_row() -> None:
    true, chances = np.array(["no", "maybe", None, "yes"], dtype=object), np.tile([0.25, 0.75], (4, 1))
    assert YesNo.of(true, chances, ("no", "yes")).count(0.5).table == ((0, 1), (0, 1))


def test_costs_are_told_with_what_the_interval_holds() -> None:
    known, costs = rows(2_000, 3), Costs(1.0, 9.0)
    assert tell_costs(known, 0.5, costs).endswith("a hundred rows.")
    cheaper = tell_costs(known, 0.1, costs)
    assert "less (95% interval" in cheaper
    assert "more (95% interval" in tell_costs(known, 0.9, costs)
    few = YesNo(known.yes[:40], known.chances[:40])
    assert "cannot be told with 40 test rows" in tell_costs(few, 0.45, Costs())


def test_words() -> None:
    known = YesNo(np.array([True, True, False]), np.array([0.9, 0.2, 0.6], dtype=np.float32))
    assert known.count(0.5).sentence("ill") == 'Finds 1 of 2 "ill", with 1 false alarm among 1 other.'


def test_whole_groups_are_drawn_where_the_table_was_split_by_them() -> None:
    known, groups = rows(400, 3), np.repeat(["a", "b", "c", "d"], 100)
    assert "cannot be told" in tell_costs(YesNo(known.yes, known.chances, groups), 0.1, Costs(1.0, 9.0))
    assert "cannot be told" not in tell_costs(known, 0.1, Costs(1.0, 9.0))
    classes = ("False", "True")
    found = YesNo.of(known.yes.astype(str), np.column_stack([1 - known.chances, known.chances]), classes, groups)
    assert found.groups is not None
    assert found.groups.tolist() == groups.tolist()


def cut_rows() -> YesNo:
    """200 rows of yes and 200 of no; at 0.5 a fifth of the yes are missed, at 0.25 a tenth of the no are alarms."""
    yes = np.repeat([True, False], 200)
    chances = np.r_[np.repeat([0.9, 0.4], [160, 40]), np.repeat([0.3, 0.1], [20, 180])].astype(np.float32)
    return YesNo(yes, chances)


def test_a_threshold_is_told_by_what_a_hundred_rows_cost_and_how_that_is_less() -> None:
    told = tell_costs(cut_rows(), 0.25, Costs(1.0, 5.0))
    start = "At 0.25 the errors on the test rows cost 5 a hundred rows. At 0.5 it would be 50: 45 less (95% interval "
    assert told.startswith(start)
    low, high = (float(end) for end in told.removeprefix(start).removesuffix(").").split(" to "))
    # Rows that cost 5 less, 1 more, or the same: 40, 20 and 340 of 400, so 0.45 with a deviation of 1.53.
    assert (low, high) == pytest.approx((45 - 1.96 * 1.53 * 5, 45 + 1.96 * 1.53 * 5), abs=1.5)


def test_what_costs_more_is_told_the_same_way() -> None:
    told = tell_costs(cut_rows(), 0.25, Costs(9.0, 1.0))
    start = "At 0.25 the errors on the test rows cost 45 a hundred rows. At 0.5 it would be 10: 35 more (95% interval "
    assert told.startswith(start)
    low, high = (float(end) for end in told.removeprefix(start).removesuffix(").").split(" to "))
    assert 0 < low < 35 < high


def test_alike_costs_are_told_with_the_number_of_rows() -> None:
    assert tell_costs(cut_rows(), 0.45, Costs()) == (
        "At 0.45 the errors on the test rows cost 10 a hundred rows. Whether that is cheaper than 0.5 (10 there) "
        "cannot be told with 400 test rows."
    )


@pytest.mark.parametrize("costs", [Costs(0.0, 1.0), Costs(1.0, 0.0)])
def test_where_an_error_costs_nothing_no_threshold_is_proposed(costs: Costs) -> None:
    assert propose_threshold(rows(300, 1), costs) is None


def test_counts_are_told_with_commas() -> None:
    yes = np.repeat([True, False], [2_500, 3_000])
    counts = YesNo(yes, np.r_[np.ones(1_200), np.zeros(1_300), np.ones(1_100), np.zeros(1_900)].astype(np.float32))
    assert counts.count(0.5).sentence("ill") == (
        'Finds 1,200 of 2,500 "ill", with 1,100 false alarms among 3,000 others.'
    )
