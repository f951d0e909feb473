from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.conflict import conflict
from mtl_core.records.events import Closeness
from mtl_core.training.conflict_report import COMPLAINTS, lowest, report_conflicts
from mtl_core.training.gradient_stats import GradientStats, add_step, blend

pytestmark = pytest.mark.engine

TASKS = ("t0", "t1", "t2")
FIRST = np.array([[1.0, 0, 0], [-1, 1, 0], [0, 0, 2]])  # gradients [task, weight]
SECOND = np.array([[3.0, 0, 0], [1, 0, 0], [0, 0, 0]])
EVERYBODY = tf.constant([True, True, True])


def saw(*steps: tuple[list[np.ndarray], list[bool]]) -> GradientStats:
    """The sums over steps, each the gradients by block and which tasks took part."""
    stats = GradientStats.none(3, len(steps[0][0]))
    for blocks, active in steps:
        gramians = tf.constant(np.stack([rows @ rows.T for rows in blocks]), tf.float32)
        stats = add_step(stats, gramians, tf.constant(active))
    return stats


def test_an_epoch_is_told_as_means_over_the_steps_that_a_pair_took_part_in() -> None:
    body = report_conflicts(saw(([FIRST], [True, True, True]), ([SECOND], [True, True, False])), TASKS)
    mean = (1 - 0.5**0.5) / 2
    assert body["compared"] == 2
    assert body["cosines"][0] == [1, pytest.approx(mean, rel=1e-3), 0]
    assert body["conflicts"] == [[False] * 3] * 3
    assert body["conflict_rate"] == 0
    assert body["sizes"] == {"t0": 2, "t1": pytest.approx((1 + 2**0.5) / 2, rel=1e-3), "t2": 2}
    assert body["size_ratio"] == pytest.approx(2 / 1.2071, rel=1e-3)


def test_a_task_that_never_took_part_is_null() -> None:
    body = report_conflicts(saw(([FIRST], [True, False, True])), TASKS)
    assert [row[1] for row in body["cosines"]] == [None, None, None]
    assert body["sizes"]["t1"] is None
    assert report_conflicts(saw(([FIRST], [True, False, False])), TASKS)["size_ratio"] is None


def test_a_pair_conflicts_where_its_mean_cosine_is_below_the_limit() -> None:
    body = report_conflicts(saw(([FIRST], [True, True, True])), TASKS)
    assert body["conflicts"] == [[False, True, False], [True, False, False], [False, False, False]]
    assert body["conflict_rate"] == pytest.approx(1 / 3, rel=1e-3)
    muted = report_conflicts(saw(([FIRST], [True, False, True])), TASKS)
    assert (muted["conflicts"][0], muted["conflict_rate"]) == ([False, None, False], 0)


def test_signs_without_size_are_no_conflict() -> None:
    """Whatever number of steps had a cosine of −0.01."""
    rows = np.array([[1.0, 0], [-0.01, 1], [-0.01, 1]])
    body = report_conflicts(saw(*[([rows], [True, True, True])] * 5), TASKS)
    assert body["cosines"][0][1] == pytest.approx(-0.01, abs=1e-3)
    assert body["conflict_rate"] == 0


@pytest.mark.parametrize("seed", range(20))
def test_unrelated_gradients_of_a_thousand_weights_show_no_conflict(seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(3, 1_000))
    stats = saw(([rows[:, :500], rows[:, 500:]], [True, True, True]))
    assert report_conflicts(stats, TASKS)["conflict_rate"] == 0
    assert all(pair and not conflict(pair.cosine) for pair in (lowest(stats, ["a", "b"], TASKS) or {}).values())


def test_blocks_are_told_apart() -> None:
    stats = saw(([FIRST[:, :1], FIRST[:, 1:]], [True, True, True]))
    assert lowest(stats, ["encode", "trunk_1"], TASKS) == {
        "encode": Closeness(tasks=("t0", "t1"), cosine=-1.0),
        "trunk_1": Closeness(tasks=("t1", "t2"), cosine=0.0),
    }
    alone = saw(([FIRST[:, :1], FIRST[:, 1:]], [True, False, False]))
    assert lowest(alone, ["encode", "trunk_1"], TASKS) == {"encode": None, "trunk_1": None}


def test_looks_before_count_ever_less_and_nothing_for_who_left() -> None:
    now = saw(([FIRST], [True, True, True]))
    both = report_conflicts(blend(saw(([SECOND], [True, True, True])), now), TASKS)
    assert both["cosines"][0][1] == pytest.approx((0.75 - 0.5**0.5) / 1.75, rel=1e-3)
    assert both["sizes"]["t0"] == pytest.approx((0.75 * 3 + 1) / 1.75, rel=1e-3)
    assert both["compared"] == 1
    left = report_conflicts(blend(now, saw(([FIRST], [True, False, True]))), TASKS)
    assert (left["cosines"][0][1], left["sizes"]["t1"]) == (None, None)
    assert lowest(blend(now, now), ["all"], TASKS) == lowest(now, ["all"], TASKS)


def test_where_nothing_was_compared_there_are_nulls() -> None:
    for stats in (None, GradientStats.none(3, 1)):
        body = report_conflicts(stats, TASKS)
        assert body.pop("compared") == 0
        assert set(body.values()) == {None}
        assert lowest(stats, ["encode"], TASKS) is None


def test_gradients_that_are_not_finite_leave_no_trace() -> None:
    rows = np.where(np.eye(3) > 0, np.nan, FIRST)
    body = report_conflicts(saw(([rows], [True, True, True]), ([FIRST], [True, True, True])), TASKS)
    assert body["cosines"][0][1] == pytest.approx(-(0.5**0.5), rel=1e-3)


def test_sentences() -> None:
    for template in COMPLAINTS.values():
        sentence = template.format(epoch=3, steps=1200)
        assert "In epoch 3" in sentence
        assert "1,200 steps" in sentence
