"""What every method keeps, whatever it is."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

import mtl_core.balancing as room
from mtl_core.balancing import Balancer
from mtl_core.experiment.balancing import BALANCING
from tests.balancing.inputs import balancer, seen

pytestmark = pytest.mark.engine

KINDS = sorted(room.METHODS)
JACOBIANS = {
    "random": np.random.default_rng(0).normal(size=(4, 9)),
    "conflicting": np.random.default_rng(1).normal(size=(4, 9)) - 0.9,
    "collinear": np.outer([1.0, 2.0, -1.0, 3.0], np.arange(5)),
    "equal": np.ones((4, 3)),
    "opposed": np.array([[1.0, 0], [-1, 0], [1, 0], [-1, 0]]),
    "one is zero": np.array([[1.0, 2], [0, 0], [3, 1], [1, 1]]),
    "tiny": 1e-8 * np.random.default_rng(2).normal(size=(4, 9)),
    "huge": 1e15 * np.random.default_rng(3).normal(size=(4, 9)),
    "far apart": np.diag([1e-6, 1.0, 1e3, 1e6]),
}


def used(made: Balancer, *steps: object) -> tuple[np.ndarray, np.ndarray, int]:
    """The weights of the last of these steps, shared and own, and how often something was not finite."""
    balance = made.start()
    for step in steps:
        found, balance = made.weigh(step, balance)
    return found.shared.numpy(), found.own.numpy(), int(balance.failures)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", JACOBIANS)
def test_weights_are_finite_whatever_the_gradients(kind: str, name: str) -> None:
    rows = JACOBIANS[name]
    shared, own, failures = used(balancer(kind, 4), *(seen(rows, np.linspace(0.5, 2, 4), step=s) for s in range(10)))
    assert np.isfinite(shared).all()
    assert np.isfinite(own).all()
    assert failures == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("losses", [[1e-10, 1e-9, 1e-3], [1e10, 1, 1e-10], [0.0, 1, 1]])
def test_weights_are_finite_whatever_the_losses(kind: str, losses: list[float]) -> None:
    rows = np.random.default_rng(0).normal(size=(3, 5))
    shared, _, failures = used(balancer(kind, 3), *(seen(rows, losses, step=step) for step in range(10)))
    assert np.isfinite(shared).all()
    assert failures == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_single_task_has_weight_one(kind: str) -> None:
    for rows in ([[3.0, 4.0]], [[0.0, 0.0]], [[np.nan, 1.0]]):
        shared, own, _ = used(balancer(kind, 1), seen(rows, [3.7]))
        assert shared.tolist() == own.tolist() == [1.0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_only_task_with_labels_has_weight_one(kind: str) -> None:
    steps = [seen(JACOBIANS["random"], active=[False, False, True, False], step=step) for step in range(2)]
    shared, own, failures = used(balancer(kind, 4), *steps)
    assert shared.tolist() == pytest.approx([0, 0, 1, 0], rel=1e-6)
    assert own[2] == pytest.approx(1)
    assert failures == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_gradient_that_is_not_finite_leaves_the_preferences_and_is_counted(kind: str, bad: float) -> None:
    made = balancer(kind, 3)
    rows = np.eye(3)
    rows[1, 1] = bad
    found, balance = made.weigh(seen(rows, preferences=[2.0, 0.5, 0.5]), made.start())
    if made.needs_gramian:
        assert found.shared.numpy().tolist() == [2, 0.5, 0.5]
        assert (int(balance.failures), int(balance.stationary)) == (1, 0)
        for before, after in zip(tf.nest.flatten(made.start().method), tf.nest.flatten(balance.method), strict=True):
            np.testing.assert_array_equal(before, after)  # what is remembered stays clean


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_that_vanish_move_no_shared_layer_and_are_counted(kind: str) -> None:
    made = balancer(kind, 3)
    found, balance = made.weigh(seen(np.zeros((3, 4)), preferences=[2.0, 0.5, 0.5]), made.start())
    combines = not made.method.weighs_losses
    assert (int(balance.failures), int(balance.stationary)) == (0, combines)
    if combines:
        assert found.shared.numpy().tolist() == [0, 0, 0]
        assert found.own.numpy().tolist() == [2, 0.5, 0.5]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not room.METHODS[kind].weighs_losses])
def test_where_gradients_cancel_nothing_is_scaled_up(kind: str) -> None:
    """One against its opposite, in float32: what is left of their sum is rounding, not a direction."""
    one = np.random.default_rng(0).normal(size=50).astype(np.float32)
    made = balancer(kind, 2)
    rows = np.stack([one, -one])
    found, balance = made.weigh(seen(rows), made.start())
    assert (int(balance.failures), int(balance.stationary)) == (0, 1)
    assert found.shared.numpy().tolist() == [0, 0]
    noisy = rows * (1 + 1e-7 * np.random.default_rng(1).normal(size=rows.shape))
    found, _ = made.weigh(seen(noisy), made.start())
    assert np.linalg.norm(found.shared.numpy() @ noisy) <= 1e-5 * np.linalg.norm(one)


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_without_any_label_is_no_failure(kind: str) -> None:
    made = balancer(kind, 3)
    found, balance = made.weigh(seen(np.zeros((3, 4)), np.zeros(3), [False] * 3), made.start())
    assert np.isfinite(found.shared.numpy()).all()
    assert int(balance.failures) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_tasks_without_labels_do_not_enter_the_solver(kind: str) -> None:
    """The others' weights are those that they have alone."""
    if balancer(kind, 4).method.constant or kind in {"rlw", "pcgrad", "gradvac"}:
        return  # drawn at random for all tasks at once
    rows, losses = JACOBIANS["conflicting"], np.array([0.5, 1.0, 2.0, 0.7])
    active = np.array([True, False, True, True])
    among, own, _ = used(balancer(kind, 4), seen(rows, np.where(active, losses, 0), active))
    alone = make_alone(kind, rows[active], losses[active], [0, 2, 3])
    assert among[1] == own[1] == 0
    np.testing.assert_allclose(among[active], alone, rtol=1e-4, atol=1e-5)


def make_alone(kind: str, rows: np.ndarray, losses: np.ndarray, places: list[int]) -> np.ndarray:
    classify = tuple(place % 2 == 0 for place in places)
    made = room.make(BALANCING[kind](), room.Tasks(classify, 4, 0))
    return used(made, seen(rows, losses))[0]


@pytest.mark.parametrize("kind", KINDS)
def test_tasks_in_another_order_get_the_same_weights(kind: str) -> None:
    if kind in {"rlw", "pcgrad", "gradvac"}:
        return  # the draw goes by place
    order = [2, 0, 3, 1]
    rows, losses = JACOBIANS["conflicting"], np.array([0.5, 1.0, 2.0, 0.7])
    whole = room.make(BALANCING[kind](), room.Tasks((True,) * 4, 4, 0))
    one, _, _ = used(whole, seen(rows, losses))
    other, _, _ = used(whole, seen(rows[order], losses[order]))
    np.testing.assert_allclose(one[order], other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if room.METHODS[kind].needs_gramian])
def test_the_step_is_as_long_as_with_equal_weights(kind: str) -> None:
    made = balancer(kind, 4)
    if made.method.own_length or made.method.weighs_losses:
        return
    rows = JACOBIANS["random"]
    shared, own, _ = used(made, seen(rows, step=1))
    assert np.linalg.norm(rows.T @ shared) == pytest.approx(np.linalg.norm(rows.sum(0)), rel=1e-4)
    assert own.tolist() == [1, 1, 1, 1]


ONE_LENGTH = [kind for kind in KINDS if not (room.METHODS[kind].weighs_losses or room.METHODS[kind].own_length)]


@pytest.mark.parametrize("apart", [1e1, 1e2, 1e4, 1e6])
@pytest.mark.parametrize("kind", ONE_LENGTH)
def test_a_solved_task_does_not_freeze_the_shared_layers(kind: str, apart: float) -> None:
    """A short gradient may get as large a weight as its method wants: lengths are bounded, not weights."""
    for angle in (0.3, 0.5, 0.7):
        rows = np.array([[1.0, 0.0], [np.cos(np.pi * angle), np.sin(np.pi * angle)]]) / [[1.0], [apart]]
        shared, _, _ = used(balancer(kind, 2), seen(rows, step=1))
        assert np.linalg.norm(shared @ rows) == pytest.approx(np.linalg.norm(rows.sum(0)), rel=1e-4)


@pytest.mark.parametrize("aversion", [0.2, 0.4, 0.9])
def test_cagrads_step_is_as_long_as_the_paper_guarantees(aversion: float) -> None:
    """‖d‖ ≥ (1 - c) ‖g_0‖, whatever the angles and sizes: Liu et al., eq. 3."""
    random = np.random.default_rng(0)
    for apart in (0, 2, 4, 6):
        for opposed in (0, 0.9, 0.999):
            rows = random.normal(size=(3, 6)) - opposed * random.normal(size=6) * [[3], [-3], [3]]
            rows *= 10.0 ** random.uniform(-apart, 0, (3, 1))
            shared, _, _ = used(balancer("cagrad", 3, aversion=aversion), seen(rows))
            assert np.linalg.norm(shared @ rows) >= (1 - aversion) * np.linalg.norm(rows.sum(0)) * (1 - 1e-5)


def test_mgdas_step_nears_zero_with_the_shortest_mixture() -> None:
    """Its length is its own: never longer than with equal weights, and 0 where no step helps both."""
    for turn in (0.5, 0.9, 0.99, 0.999):
        rows = np.array([[1.0, 0.0], [np.cos(np.pi * turn), np.sin(np.pi * turn)]])
        shared, _, _ = used(balancer("mgda", 2), seen(rows))
        assert np.linalg.norm(shared @ rows) == pytest.approx(2 * np.cos(np.pi * turn / 2), rel=1e-4)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if room.METHODS[kind].weighs_losses])
def test_weights_of_losses_sum_to_the_number_of_tasks(kind: str) -> None:
    shared, own, _ = used(balancer(kind, 4), *(seen(JACOBIANS["random"], [0.5, 1, 2, 4], step=s) for s in range(30)))
    assert shared.sum() == pytest.approx(4)
    assert (shared >= 0).all()
    np.testing.assert_array_equal(shared, own)


@pytest.mark.parametrize("kind", KINDS)
def test_the_scale_of_all_gradients_does_not_matter(kind: str) -> None:
    rows = JACOBIANS["conflicting"]
    one, other = (used(balancer(kind, 4), seen(scale * rows))[0] for scale in (1, 1e4))
    np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5)


def test_every_kind_has_a_method() -> None:
    assert set(room.METHODS) == set(BALANCING)
