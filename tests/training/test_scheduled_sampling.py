"""What a network is told of answers while it learns: ever less, only what is known, the same at each resume."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.experiment import TaskKind
from mtl_core.plan import OutputTask, Plan
from mtl_core.plan.blocks.answer import AnswerBlock
from mtl_core.training.scheduled_sampling import ScheduledSampling, silent
from mtl_core.training.state import Batch

pytestmark = pytest.mark.engine

ROWS = 2_000


def plan_of(kind: TaskKind = "regression", outputs: int = 1, told: bool = True) -> Plan:
    """One task, which is told, or not."""
    block = AnswerBlock(
        id="t0_answer",
        owners=("t0",),
        tasks=("t0",),
        sources=(),
        level=1,
        units=outputs,
        arrays={},
        activation="linear",
        told=told,
    )
    task = OutputTask(id="t0", name="a", kind=kind, outputs=outputs)
    return Plan(inputs=(), tasks=(task,), blocks=(block,), summary="", separate_parameters=0)


def told(sampling: ScheduledSampling, values: np.ndarray, mask: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
    """The answers [n, outputs], and whether each row is told its own [n]."""
    batch = Batch({"numbers": tf.zeros((len(values), 1))}, (tf.constant(values, tf.float32),), (tf.constant(mask),))
    given = sampling.with_true_answers(batch, tf.constant(step, tf.int64)).inputs["t0_told"].numpy()
    return given[:, :-1], given[:, -1] == 1


def test_ever_fewer_rows_are_told_and_at_last_none() -> None:
    sampling = ScheduledSampling(plan_of(), steps=100, seed=3)
    values, known = np.arange(ROWS), np.ones(ROWS, bool)
    shares = [told(sampling, values, known, step)[1].mean() for step in (0, 25, 75, 100)]
    assert (shares[0], shares[-1]) == (1, 0)
    assert shares[1:3] == pytest.approx([0.75, 0.25], abs=0.04)
    np.testing.assert_array_equal(told(sampling, values, known, 0)[0][:, 0], values)


def test_a_missing_answer_is_never_told() -> None:
    known = np.arange(ROWS) % 3 > 0
    np.testing.assert_array_equal(told(ScheduledSampling(plan_of(), 100, 3), np.zeros(ROWS), known, 0)[1], known)


def test_the_draw_depends_on_seed_and_step_alone() -> None:
    values, known = np.zeros(ROWS), np.ones(ROWS, bool)
    first, again, other = (told(ScheduledSampling(plan_of(), 100, seed), values, known, 50)[1] for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    later = told(ScheduledSampling(plan_of(), 100, 3), values, known, 51)[1]
    for different in (other, later):
        assert 0.4 < (first != different).mean() < 0.6


def test_answers_are_as_the_network_would_say_them() -> None:
    classes, mask = told(
        ScheduledSampling(plan_of("multiclass", 3), 10, 0), np.array([2, 0]), np.array([True, True]), 0
    )
    assert (classes.tolist(), mask.tolist()) == ([[0, 0, 1], [1, 0, 0]], [True, True])
    labels = np.array([[1, 0], [1, 1]])
    each, mask = told(
        ScheduledSampling(plan_of("multilabel", 2), 10, 0), labels, np.array([[True, True], [True, False]]), 0
    )
    assert (each[0].tolist(), mask.tolist()) == ([1, 0], [True, False])
    tags, there = np.array([[1, 1, 0, 2], [0, 0, 0, 0]]), np.array([[True, True, True, False], [False] * 4])
    shares, mask = told(ScheduledSampling(plan_of("tags", 3), 10, 0), tags, there, 0)
    np.testing.assert_allclose(shares[0], [1 / 3, 2 / 3, 0], rtol=1e-6)
    assert mask.tolist() == [True, False]


def test_in_use_nothing_is_told() -> None:
    inputs = silent(plan_of("multiclass", 3), {"numbers": tf.ones((5, 2))})
    np.testing.assert_array_equal(inputs["t0_told"], np.zeros((5, 4)))
    assert set(silent(plan_of(told=False), inputs)) == set(inputs)
