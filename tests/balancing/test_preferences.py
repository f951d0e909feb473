"""The weights that a person sets, in every method: more is never less."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

import mtl_core.balancing as room
from mtl_core.balancing import Balancer
from mtl_core.experiment.balancing import BALANCING
from tests.balancing.inputs import balancer, seen

pytestmark = pytest.mark.engine

KINDS = sorted(room.METHODS)
RISING = (0.1, 0.5, 1.0, 2.0, 4.0, 20.0)
ROUNDING = 1e-5  # weights are float32


def gradients(number: int) -> list[np.ndarray]:
    """Gradients [T, P]: few and many numbers, conflicts, sizes 10⁴ apart, nearly alike, nearly opposed."""
    random = np.random.default_rng(number)
    found = []
    for width, conflict, apart in ((1, 0, 0), (1, 0.7, 0), (4, 0.7, 1), (4, 0.5, 4), (8, 2.0, 1), (1, 1.0, 2)):
        for side in (1, -1):
            shift = random.normal(size=width * number) * random.choice([1, side], (number, 1))
            rows = random.normal(size=(number, width * number)) - conflict * shift
            found.append(rows * 10.0 ** random.uniform(-apart / 2, apart / 2, (number, 1)))
    return found


def preferring(number: int, factor: float) -> np.ndarray:
    """The first task so many times as important as the others; the sum is T."""
    weights = np.ones(number)
    weights[0] = factor
    return weights * number / weights.sum()


def shared(made: Balancer, rows: Any, preferences: Any, losses: Any = None, steps: int = 2) -> np.ndarray:
    """The weights [T] of the plain gradients after some steps."""
    balance = made.start()
    for step in range(steps):
        found, balance = made.weigh(seen(rows, losses, step=step, preferences=preferences), balance)
    assert int(balance.failures) == 0
    return np.asarray(found.shared, np.float64)


def share(rows: np.ndarray, weights: np.ndarray) -> float:
    """How much of what moves the shared layers is the first task's: w_1 ‖g_1‖ / Σ |w_t| ‖g_t‖."""
    parts = weights * np.linalg.norm(rows, axis=1)
    return float(parts[0] / np.abs(parts).sum())


@pytest.mark.parametrize("number", [2, 3, 5])
@pytest.mark.parametrize("kind", KINDS)
def test_more_preference_never_means_less_weight(kind: str, number: int) -> None:
    """But where a method gives a task a weight below 0 although all are equally preferred: that is more than the 0 of a
    muted task, and so no way leads up from there (``test_weights_below_zero_grow_too``)."""
    made, judged = balancer(kind, number), 0
    for rows in gradients(number):
        if shared(made, rows, np.ones(number)).min() < 0:
            continue
        shares = [share(rows, shared(made, rows, preferring(number, factor))) for factor in RISING]
        assert np.diff(shares).min() >= -ROUNDING, (rows.tolist(), shares)
        judged += shares[-1] > shares[0] + 0.1
    assert judged >= 4


@pytest.mark.parametrize("kind", ["imtl_g", "config", "aligned"])
def test_weights_below_zero_grow_too(kind: str) -> None:
    """Each method's own weight, before its step is scaled; none falls further below 0 than with equal preferences."""
    for rows in gradients(3):
        made = balancer(kind, 3).method
        rows = rows / np.sqrt((rows**2).mean())
        found = []
        for factor in (1.0, 2.0, 4.0, 20.0):
            shown = seen(rows, preferences=[factor, 1, 1])
            found.append(np.asarray(made.weights(shown, made.start())[0]) / (factor + 2))
        if kind != "config":  # its length is part of its weights
            growth = np.diff([weights[0] * (factor + 2) for weights, factor in zip(found, (1, 2, 4, 20), strict=True)])
            assert growth.min() >= -1e-6 * np.abs(found).max()
            assert np.min(found[1:], axis=0) == pytest.approx(np.maximum(np.min(found[1:], 0), np.minimum(found[0], 0)))


@pytest.mark.parametrize("kind", KINDS)
def test_orthogonal_gradients_of_one_length_at_four_to_one(kind: str) -> None:
    """Closed forms: w ∝ p for all but the bargains, (G α)_t = α_t = (p_t / α_t)^{1/a}, hence α_t = p_t^{1/(1+a)}."""
    cases: list[tuple[dict[str, Any], float]] = [({}, 2.0 if kind in {"nash", "fairgrad"} else 4.0)]
    if kind == "fairgrad":
        cases.append(({"fairness": 3.0}, 4**0.25))
    if kind == "cagrad":
        cases.append(({"aversion": 2.0}, 4.0))
    for fields, expected in cases:
        made = balancer(kind, 2, **fields)
        equal, preferred = (shared(made, np.eye(2), p) for p in ([1.0, 1.0], [1.6, 0.4]))
        assert preferred[0] / preferred[1] / (equal[0] / equal[1]) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if room.METHODS[kind].weighs_losses])
def test_a_preference_does_not_fade_away(kind: str) -> None:
    """After 400 steps with the same losses the ratio is still that of the fader."""
    made = balancer(kind, 3)
    rows = np.random.default_rng(0).normal(size=(3, 6))
    equal, preferred, faders = made.start(), made.start(), tf.constant([2.0, 0.5, 0.5])
    for step in range(400):
        losses = np.array([1.0, 0.6, 1.3]) * (1 + 0.1 * np.sin(step + np.arange(3))) * 0.998**step
        later = tf.constant(losses * [0.99, 0.995, 0.98], tf.float32)
        shown = seen(rows, losses, step=step)
        one, equal = made.weigh(shown, equal)
        other, preferred = made.weigh(shown._replace(preferences=faders), preferred)
        equal, preferred = (made.learn(shown, later, balance) for balance in (equal, preferred))
    ratio = (other.shared[0] / other.shared[1]) / (one.shared[0] / one.shared[1])
    assert float(ratio) == pytest.approx(4, rel=1e-3)
    np.testing.assert_array_equal(other.shared, other.own)


@pytest.mark.parametrize("kind", KINDS)
def test_equal_preferences_change_nothing(kind: str) -> None:
    """Whatever they are, they are one factor for all; of 1, to the last bit."""
    made = balancer(kind, 3)
    for rows in gradients(3)[:4]:
        one, other = (shared(made, rows, np.full(3, size)) for size in (1.0, 2.0))
        np.testing.assert_allclose(other, 2 * one, rtol=1e-4, atol=1e-6 * np.abs(one).max())


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"rlw", "pcgrad", "gradvac"}])
def test_a_muted_task_is_as_if_it_did_not_exist(kind: str) -> None:
    """But for the methods that draw at random for all tasks at once."""
    rows, losses = gradients(4)[2], np.array([0.5, 1.0, 2.0, 0.7])
    there, preferences = np.array([True, False, True, True]), np.array([2.0, 0.0, 0.6, 0.4])
    muted = balancer(kind, 4)
    among, _ = muted.weigh(seen(rows, np.where(there, losses, 0), there, preferences=preferences), muted.start())
    classify = tuple(np.array([True, False, True, False])[there])
    alone = room.make(BALANCING[kind](), room.Tasks(classify, 4, 0))
    found, _ = alone.weigh(seen(rows[there], losses[there], preferences=preferences[there]), alone.start())
    assert among.shared[1] == among.own[1] == 0
    np.testing.assert_allclose(among.shared.numpy()[there], found.shared, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(among.own.numpy()[there], found.own, rtol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_preferences_act_beside_a_main_task(kind: str) -> None:
    made = balancer(kind, 3, main=1)
    rows = np.random.default_rng(1).normal(size=(3, 24)) * [[1.0], [2.0], [0.5]]
    shares = [share(rows, shared(made, rows, preferring(3, factor))) for factor in (0.5, 1.0, 4.0)]
    assert np.diff(shares).min() > 0


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "every" in BALANCING[kind].model_fields])
def test_a_fader_acts_at_once_while_weights_hold(kind: str) -> None:
    made = balancer(kind, 2, every=5)
    rows = np.array([[1.0, 0.2], [-0.3, 1.0]])
    found, balance = made.weigh(seen(rows), made.start())
    held = made.reuse(seen(rows, preferences=[1.6, 0.4]), balance)
    np.testing.assert_allclose(held.shared, found.shared * [1.6, 0.4], rtol=1e-6)
    np.testing.assert_allclose(made.reuse(seen(rows, active=[True, False]), balance).shared[1], 0)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "every" in BALANCING[kind].model_fields])
def test_weights_that_hold_are_bounded(kind: str) -> None:
    """A gradient that is short in one batch may be long in the next, which nobody looks at."""
    made = balancer(kind, 2, every=5)
    _, balance = made.weigh(seen(np.diag([1.0, 1e-6])), made.start())
    assert np.abs(made.reuse(seen(np.eye(2)), balance).shared).max() <= 100
