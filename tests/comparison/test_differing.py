"""Which candidates differ: claimed only where the interval of all pairs together holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from scipy import stats

from mtl_core.comparison.candidates import combine
from mtl_core.comparison.comparing import Done, vary
from mtl_core.comparison.differing import find_pairs, tell
from mtl_core.records.summary import PartRows, RunSummary
from tests.comparison.test_candidates import EXPERIMENT, depth

METRICS = {"y": "mae"}
A, B, C = (f"“sharing.depth = {number}”" for number in (1, 2, 3))


def done(errors: Mapping[str, Sequence[float]], rows: PartRows | None = None) -> list[Done]:
    """Finished runs of candidates of these depths, with these errors seed by seed."""
    entries = vary(
        EXPERIMENT,
        combine(EXPERIMENT, {"sharing.depth": list(errors)}).candidates,
        range(max(map(len, errors.values()))),
    )
    left = {number: list(values) for number, values in errors.items()}
    return [
        (entry, RunSummary(validation={"y": {"mae": left[depth(entry.experiment)].pop(0)}}, rows=rows))
        for entry in entries
        if left[depth(entry.experiment)]
    ]


def test_what_differs_is_said_in_a_sentence_and_the_rest_is_left_open() -> None:
    level = [3.0, 5.0, 4.0, 6.0, 2.0]
    worse, worse_too = ([value + 1 + sign * k / 50 for k, value in enumerate(level)] for sign in (1, -1))
    runs = done({"1": level, "2": worse, "3": [*worse_too[:4], worse[4] + 0.2]})
    assert tell(runs, METRICS) == [f"y: {A} is better than {B} and {C}; no other difference can be told with 5 seeds."]
    pairs = find_pairs(runs, METRICS)["y"]
    assert pairs[0].difference.value == pytest.approx(1.04)
    assert [pair.difference.sign for pair in pairs] == [1, 1]


def test_nothing_is_said_of_what_cannot_be_told() -> None:
    runs = done({"1": [3.0, 5.0, 4.0], "2": [4.0, 4.0, 4.1]})
    assert tell(runs, METRICS) == [
        "y: no two of 2 can be told apart with 3 seeds, which is few: only large differences show."
    ]
    assert find_pairs(runs, METRICS) == {"y": []}


@pytest.mark.parametrize("errors", [{"1": [3.0], "2": [9.0]}, {"1": [3.0, 3.0], "2": []}])
def test_too_few_seeds_are_said_to_be_too_few(errors: dict[str, list[float]]) -> None:
    (told,) = tell(done(errors), METRICS)
    assert told == "y: a single seed cannot tell luck from merit; two or more can, five or more well."


def test_all_intervals_of_a_task_hold_together() -> None:
    """Of three pairs each interval is as wide as 1 - 0.05/3 asks, times the root of 1/J + n₂/n₁."""
    gaps = [0.5, 0.7, 0.6, 0.65]
    worse = [1 + gap for gap in gaps]
    runs = done({"1": [1.0] * 4, "2": worse, "3": worse}, PartRows(train=60, validation=15, test=25))
    found = find_pairs(runs, METRICS)["y"]
    half = stats.t.ppf(1 - 0.025 / 3, 3) * np.std(gaps, ddof=1) * np.sqrt(1 / 4 + 15 / 60)
    assert len(found) == 2
    assert found[0].difference.high == pytest.approx(np.mean(gaps) + half)


def test_candidates_that_are_equal_are_claimed_to_differ_no_more_than_by_chance() -> None:
    """Of 100 comparisons of eight equal candidates 5 may claim anything; more than 9 would be chance 1 time in 35."""
    claims = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        errors = {str(number): (5 + random.normal(size=5)).tolist() for number in range(1, 9)}
        claims += bool(find_pairs(done(errors), METRICS)["y"])
    assert claims <= 9
