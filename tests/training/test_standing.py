from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.training.sight import Sight, added
from mtl_core.training.standing import COMPLAINTS, announcement, by_block, standing

pytestmark = pytest.mark.engine

TASKS = ("t0", "t1", "t2")
FIRST = np.array([[1.0, 0, 0], [-1, 1, 0], [0, 0, 2]])  # gradients [task, weight]
SECOND = np.array([[3.0, 0, 0], [1, 0, 0], [0, 0, 0]])
EVERYBODY = tf.constant([True, True, True])


def saw(*steps: tuple[list[np.ndarray], list[bool]]) -> Sight:
    """The sums over steps, each the gradients by block and which tasks took part."""
    sight = Sight.none(3, len(steps[0][0]))
    for blocks, active in steps:
        gramians = tf.constant(np.stack([rows @ rows.T for rows in blocks]), tf.float32)
        sight = added(sight, gramians, tf.constant(active))
    return sight


def test_an_epoch_is_told_as_means_over_the_steps_that_a_pair_took_part_in() -> None:
    body = standing(saw(([FIRST], [True, True, True]), ([SECOND], [True, True, False])), TASKS)
    mean = (1 - 0.5**0.5) / 2
    assert body["compared"] == 2
    assert body["cosines"][0] == [1, pytest.approx(mean, rel=1e-3), 0]
    assert body["conflicts"] == [[0, 0.5, 0], [0.5, 0, 0], [0, 0, 0]]
    assert body["conflict_rate"] == pytest.approx(1 / 4)  # the pair 0, 1 twice, two others once
    assert body["sizes"] == {"t0": 2, "t1": pytest.approx((1 + 2**0.5) / 2, rel=1e-3), "t2": 2}
    assert body["size_ratio"] == pytest.approx(2 / 1.2071, rel=1e-3)


def test_a_task_that_never_took_part_is_null() -> None:
    body = standing(saw(([FIRST], [True, False, True])), TASKS)
    assert [row[1] for row in body["cosines"]] == [None, None, None]
    assert body["sizes"]["t1"] is None
    assert standing(saw(([FIRST], [True, False, False])), TASKS)["size_ratio"] is None


def test_blocks_are_told_apart() -> None:
    sight = saw(([FIRST[:, :1], FIRST[:, 1:]], [True, True, True]))
    assert by_block(sight, ["encode", "trunk_1"]) == {"encode": 1.0, "trunk_1": 0.0}


def test_where_nothing_was_compared_there_are_nulls() -> None:
    for sight in (None, Sight.none(3, 1)):
        body = standing(sight, TASKS)
        assert body.pop("compared") == 0
        assert set(body.values()) == {None}
        assert by_block(sight, ["encode"]) is None


def test_gradients_that_are_not_finite_leave_no_trace() -> None:
    rows = np.where(np.eye(3) > 0, np.nan, FIRST)
    body = standing(saw(([rows], [True, True, True]), ([FIRST], [True, True, True])), TASKS)
    assert body["cosines"][0][1] == pytest.approx(-(0.5**0.5), rel=1e-3)


def test_sentences() -> None:
    assert announcement("exact", 1, False) == "The tasks' gradients of all shared weights are compared at every step."
    assert "every 5 steps, approximately" in announcement("approximate", 5, False)
    assert announcement("none", 1, False) == ""
    assert announcement("none", 1, True).startswith("The tasks share no weight")
    for template in COMPLAINTS.values():
        sentence = template.format(epoch=3, steps=1200)
        assert "In epoch 3" in sentence
        assert "1,200 steps" in sentence
