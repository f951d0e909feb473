"""A metric by groups: nothing is claimed of what is small or alike, and what is worse is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from mtl_core.verdict.grouped import FEWEST, MOST, group_by, split_rows
from mtl_core.verdict.kept import KeptSample
from mtl_core.verdict.samples import make_sample
from mtl_core.verdict.shares import share_interval


def kept(metric: str, first: np.ndarray, second: np.ndarray, groups: np.ndarray | None = None) -> KeptSample:
    return KeptSample(np.arange(len(first)), make_sample(metric, first, second), groups)


def halves(rows: int) -> list[tuple[str, np.ndarray]]:
    return [("old", np.arange(rows // 2)), ("young", np.arange(rows // 2, rows))]


def test_labels_are_groups_and_the_rare_ones_one() -> None:
    cells = pd.Series([label for number in range(12) for label in [f"town {number:02}"] * (20 - number)] + [None] * 3)
    found = split_rows(cells, binned=False)
    assert [name for name, _ in found] == [f"town {number:02}" for number in range(MOST)] + ["all others", "missing"]
    assert sorted(np.concatenate([places for _, places in found])) == list(range(len(cells)))
    for name, places in found[:MOST]:
        assert (cells.iloc[places] == name).all()


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (np.arange(1.0, 101.0), ["up to 25", "above 25 to 50", "above 50 to 75", "above 75"]),
        (np.repeat([0.0, 5.0], [80, 20]), ["up to 0", "above 0"]),
        (np.repeat([2007.0, 2008.0, 2010.0], [50, 30, 20]), ["up to 2007", "above 2007 to 2008", "above 2008"]),
        (np.repeat([19.75, 123_456.0], [80, 20]), ["up to 19.75", "above 19.75"]),
        (
            np.repeat([0.1234561, 0.1234562, 0.5], [40, 40, 20]),
            ["up to 0.1234561", "above 0.1234561 to 0.1234562", "above 0.1234562"],
        ),
        (np.full(9, 2.0), ["all"]),
        (np.array([]), []),
    ],
)
def test_amounts_are_cut_at_their_quartiles(values: np.ndarray, names: list[str]) -> None:
    found = split_rows(pd.Series(values), binned=True)
    assert [name for name, _ in found] == names
    assert sum(len(places) for _, places in found) == len(values)


def test_moments_are_cut_by_days_and_missing_ones_are_a_group() -> None:
    found = split_rows(pd.Series([*pd.date_range("2020-01-01", periods=8), pd.NaT]), binned=True)
    assert found[0][0] == "up to 2020-01-02"
    assert (found[-1][0], found[-1][1].tolist()) == ("missing", [8])


def test_quartiles_within_a_day_are_told_with_their_time() -> None:
    found = split_rows(pd.Series(pd.date_range("2020-01-01 06:00", periods=8, freq="h")), binned=True)
    assert [name for name, _ in found] == [
        "up to 2020-01-01 07:00",
        "above 2020-01-01 07:00 to 2020-01-01 09:00",
        "above 2020-01-01 09:00 to 2020-01-01 11:00",
        "above 2020-01-01 11:00",
    ]


def test_of_shares_the_interval_is_jeffreys_of_all_groups_at_once() -> None:
    right = np.repeat([1.0, 0.0, 1.0, 0.0], [80, 20, 50, 50])
    found = group_by("accuracy", kept("accuracy", right, np.ones(200)), halves(200))
    assert [group.value for group in found.groups] == [0.8, 0.5]
    for group, hits in zip(found.groups, (80, 50), strict=True):
        assert (group.low, group.high) == pytest.approx([float(end) for end in share_interval(hits, 100, 0.025)])
    assert found.sentence() == 'Worse than over all 200 rows (0.65), beyond what chance allows: "young".'


def test_an_auc_is_that_of_the_group() -> None:
    rng = np.random.default_rng(0)
    yes = rng.random(300) < 0.4
    scores = rng.normal(size=300) + 2 * yes * (np.arange(300) < 150)
    found = group_by("auc", kept("auc", scores, yes), halves(300))
    for group, places in zip(found.groups, (slice(0, 150), slice(150, 300)), strict=True):
        assert group.value == pytest.approx(roc_auc_score(yes[places], scores[places]))
        assert group.low is not None
        assert group.high is not None
        assert group.low < group.value < group.high
    assert '"young"' in found.sentence()
    assert '"old"' not in found.sentence()


def test_errors_that_are_larger_are_found_and_smaller_ones_not_blamed() -> None:
    errors = np.abs(np.random.default_rng(1).normal(size=200)) * np.repeat([3.0, 1.0], 100)
    found = group_by("mae", kept("mae", errors, np.ones(200)), halves(200))
    assert found.sentence().endswith('beyond what chance allows: "old".')


def test_too_few_are_said_to_be_too_few() -> None:
    rows = 100 + FEWEST - 1
    groups = [("many", np.arange(100)), ("few", np.arange(100, rows))]
    found = group_by("mae", kept("mae", np.arange(float(rows)), np.ones(rows)), groups)
    assert found.groups[1].low is None
    assert found.sentence().endswith('Too small to tell: "few".')
    yes = np.r_[np.ones(95), np.zeros(5), np.ones(9)]  # pairs need rows of both
    assert group_by("auc", kept("auc", np.arange(float(rows)), yes), groups).groups[0].low is None


@pytest.mark.parametrize("metric", ["accuracy", "mae"])
def test_groups_that_are_alike_are_seldom_blamed(metric: str) -> None:
    """Of 100 tables with nothing to find at most 5 % may be blamed in the long run; 11 or more would come of that in
    one of 80 such trials."""
    rng = np.random.default_rng(2)
    blamed = 0
    for _ in range(100):
        rows = (rng.random(240) < 0.7).astype(float) if metric == "accuracy" else np.abs(rng.normal(size=240))
        groups = [(str(part), places) for part, places in enumerate(np.array_split(np.arange(240), 4))]
        blamed += "beyond what chance allows:" in group_by(metric, kept(metric, rows, np.ones(240)), groups).sentence()
    assert blamed <= 10


def test_whole_groups_of_rows_are_drawn_where_the_table_was_split_by_them() -> None:
    errors = np.repeat(np.abs(np.random.default_rng(3).normal(size=20)), 10)
    alone = group_by("mae", kept("mae", errors, np.ones(200)), [("all", np.arange(200))]).groups[0]
    together = kept("mae", errors, np.ones(200), np.repeat(np.arange(20), 10))
    wider = group_by("mae", together, [("all", np.arange(200))]).groups[0]
    assert None not in (alone.low, alone.high, wider.low, wider.high)
    assert wider.high - wider.low > 2 * (alone.high - alone.low)  # type: ignore[operator]


def test_as_many_rows_as_are_asked_for_have_an_interval() -> None:
    rng = np.random.default_rng(0)
    errors = np.abs(rng.normal(size=100 + FEWEST))
    groups = [("many", np.arange(100)), ("just", np.arange(100, 100 + FEWEST))]
    found = group_by("mae", kept("mae", errors, np.ones(len(errors))), groups)
    assert [group.low is not None for group in found.groups] == [True, True]
    assert "Too small" not in found.sentence()


def test_a_group_without_a_judged_row_is_passed_over_and_one_that_is_undefined_is_not() -> None:
    yes = np.r_[np.tile([0.0, 1.0], 20), np.ones(20)]
    groups = [("both", np.arange(40)), ("yes", np.arange(40, 60)), ("none", np.arange(0))]
    found = group_by("auc", kept("auc", np.arange(60.0), yes), groups)
    assert [(group.name, group.rows, group.value is None) for group in found.groups] == [
        ("both", 40, False),
        ("yes", 20, True),
    ]
    assert found.sentence().endswith('Too small to tell: "yes".')


def test_nothing_is_worse_where_all_is_alike() -> None:
    found = group_by("mae", kept("mae", np.tile([1.0, 3.0], 600), np.ones(1_200)), halves(1_200))
    assert found.sentence() == "No group is worse than all 1,200 rows together (2) beyond what chance allows."


def test_eight_labels_are_groups_and_a_ninth_makes_others() -> None:
    eight, nine = (pd.Series(np.repeat(np.arange(count), 10 - np.arange(count))) for count in (8, 9))
    assert [name for name, _ in split_rows(eight, binned=False)] == [str(label) for label in range(8)]
    assert [name for name, _ in split_rows(nine, binned=False)] == [*(str(label) for label in range(8)), "all others"]
    assert split_rows(nine, binned=False)[-1][1].tolist() == [52, 53]
