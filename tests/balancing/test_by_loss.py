"""Each loss method against its equation: the weights are the derivatives of the joint loss that its paper writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.balancing import Balancer, Seen
from tests.balancing.inputs import balancer, scaled, seen

pytestmark = pytest.mark.engine

LOSSES = np.array([0.5, 1.5, 0.9], np.float32)
NOTHING = np.zeros((3, 1))
EPOCH = 4  # steps in an epoch of ``balancer``


def step(losses: Any = LOSSES, place: int = 0, **fields: Any) -> Seen:
    return seen(NOTHING, losses, step=place, **fields)


def slope(joint: Callable[[tf.Tensor], tf.Tensor], at: Any) -> np.ndarray:
    """The derivative of ``joint`` [T]."""
    given = tf.constant(at, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(given)
        value = joint(given)
    return np.asarray(tape.gradient(value, given))


def after(made: Balancer, *steps: Seen) -> tuple[np.ndarray, Any]:
    """The method's weights in the last of these steps, and what it remembers."""
    state = made.method.start()
    for one in steps:
        weights, state = made.method.weights(one, state)
    return weights.numpy(), state


def test_equal_weights_are_ones() -> None:
    assert after(balancer("equal", 3), step())[0].tolist() == [1, 1, 1]


def test_uncertainty_weighs_by_learnt_noise() -> None:
    """Kendall et al., eq. 7 and 10: Σ e^{-s} L + s/2 for classes (tasks 0 and 2), ½ e^{-s} L + s/2 for numbers."""
    factors = np.array([1, 0.5, 1], np.float32)

    def joint(logs: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(factors * tf.exp(-logs) * LOSSES + logs / 2)

    made = balancer("uncertainty", 3, largest_ratio=1000)
    weights, state = after(made, step())
    np.testing.assert_allclose(weights, factors)
    np.testing.assert_allclose(state.first, 0.1 * slope(joint, np.zeros(3)), rtol=1e-5)  # Adam's first moment
    best = np.log(2 * factors * LOSSES)  # e^s = 2 L or L
    np.testing.assert_allclose(slope(joint, best), 0, atol=1e-6)
    for _ in range(400):
        weights, state = made.method.weights(step(), state)
    np.testing.assert_allclose(state.values, best, atol=0.02)


@pytest.mark.parametrize("kind", ["uncertainty", "imtl_l"])
def test_learnt_weights_stay_within_bounds(kind: str) -> None:
    """A task that is learnt by heart cannot take all: s within ±6, the ratio at most as set."""
    made = balancer(kind, 3, largest_ratio=10, learning_rate=1.0)
    weights, state = after(made, *(step([1e-9, 1.0, 1e9]) for _ in range(60)))
    assert np.abs(state.values).max() <= 6
    assert weights.max() <= 10 * weights.min() * 1.001


def test_imtl_l_brings_every_loss_to_one() -> None:
    """Liu et al., eq. 7: min over s of e^s L - s."""

    def joint(logs: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(tf.exp(logs) * LOSSES - logs)

    made = balancer("imtl_l", 3, largest_ratio=1000)
    _, state = after(made, step())
    np.testing.assert_allclose(state.first, 0.1 * slope(joint, np.zeros(3)), rtol=1e-5)
    weights, _ = after(made, *(step() for _ in range(300)))
    np.testing.assert_allclose(weights * LOSSES, 1, atol=0.03)


def test_dwa_goes_by_the_last_two_epochs() -> None:
    """Liu, Johns & Davison, eq. 7 of mean losses; equal in the first two epochs."""
    rows = np.random.default_rng(0).uniform(0.5, 2, (3 * EPOCH, 3)).astype(np.float32)
    steps = [step(losses, place) for place, losses in enumerate(rows)]
    made = balancer("dwa", 3, temperature=2.0)
    for count in (1, 2 * EPOCH):
        np.testing.assert_allclose(after(made, *steps[:count])[0], 1 / 3, rtol=1e-5)
    ratios = np.exp(rows[EPOCH : 2 * EPOCH].mean(0) / rows[:EPOCH].mean(0) / 2.0)
    np.testing.assert_allclose(after(made, *steps)[0], ratios / ratios.sum(), rtol=1e-5)


def test_rlw_draws_anew_at_each_step() -> None:
    """Lin, Ye & Zhang, eq. 2: softmax(z), z ~ N(0, I)."""
    method = balancer("rlw", 3).method
    drawn = np.array([method.weights(step(place=place), ())[0] for place in range(400)])
    np.testing.assert_allclose(drawn.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(drawn.mean(axis=0), 1 / 3, atol=0.03)
    logs = np.log(drawn[:, 0] / drawn[:, 1])  # a difference of two standard normals
    assert logs.std() == pytest.approx(2**0.5, abs=0.15)
    np.testing.assert_array_equal(method.weights(step(place=7), ())[0], drawn[7])


def test_gls_lowers_the_geometric_mean() -> None:
    """Chennupati et al., eq. 3: (Π L)^{1/T}."""
    expected = slope(lambda losses: tf.reduce_prod(losses) ** (1 / 3), LOSSES)
    np.testing.assert_allclose(after(balancer("gls", 3), step())[0], expected, rtol=1e-5)


def test_gls_does_not_under_or_overflow() -> None:
    losses = np.full(3, 1e-30, np.float32)  # whose product is 0 in float32
    assert np.isfinite(after(balancer("gls", 3), step(losses))[0]).all()


@pytest.mark.parametrize("smoothness", [0.1, 1.0])
def test_stch_is_the_smooth_maximum(smoothness: float) -> None:
    """Lin et al., eq. 5, its reference n a mean over an epoch: T μ log Σ exp(log(λ l / n) / μ)."""
    made = balancer("stch", 3, warm_up=1, smoothness=smoothness)
    rows = np.random.default_rng(0).uniform(0.5, 2, (2 * EPOCH, 3)).astype(np.float32)
    preferences = np.array([2.0, 0.5, 0.5], np.float32)
    steps = [step(losses, place, preferences=preferences) for place, losses in enumerate(rows)]
    warm, _ = after(made, *steps[:3])
    np.testing.assert_allclose(warm, preferences / rows[2], rtol=1e-5)  # Σ λ log L
    reference = rows[EPOCH:].mean(axis=0)

    def joint(losses: tf.Tensor) -> tf.Tensor:
        return smoothness * tf.reduce_logsumexp(tf.math.log(preferences * losses / reference) / smoothness)

    last = step(LOSSES, 2 * EPOCH, preferences=preferences)
    found, _ = after(made, *steps, last)
    np.testing.assert_allclose(found, slope(joint, LOSSES), rtol=1e-4)


def test_famo_is_its_papers_algorithm() -> None:
    """Liu et al., algorithm 1: Σ c z log L; then ∇ξ = Jac(softmax)ᵀ (log L - log L') and the pull γ ξ."""
    made = balancer("famo", 3, decay=0.01)
    start = made.method.start()._replace(values=tf.constant([0.3, -0.2, 0.1]))
    shares = tf.nn.softmax(start.values).numpy()
    weights, state = made.method.weights(step(), start)
    constant = 1 / (shares / LOSSES).sum()
    logs = slope(lambda losses: tf.reduce_sum(shares * tf.math.log(losses)), LOSSES)
    np.testing.assert_allclose(weights, constant * logs, rtol=1e-5)
    later = np.array([0.4, 1.45, 0.95], np.float32)
    gains = np.log(LOSSES) - np.log(later)
    learnt = made.method.learn(step(), tf.constant(later), state)
    expected = slope(lambda logits: tf.reduce_sum(tf.nn.softmax(logits) * gains), start.values) + 0.01 * start.values
    np.testing.assert_allclose(learnt.first, 0.1 * expected, rtol=1e-4)
    assert learnt.values[0] < start.values[0]  # it gained most


def test_gradnorm_is_its_papers_loss() -> None:
    """Chen et al., eq. 1-2: Σ |w ‖g‖ - mean(w ‖g‖) r^α| with the second term held fixed."""
    rows = scaled(np.random.default_rng(0).normal(size=(3, 8)) * [[1], [2], [3]])
    lengths = np.linalg.norm(rows, axis=1).astype(np.float32)
    made = balancer("gradnorm", 3, alpha=1.5)
    state = made.method.start()
    first = np.array([1.0, 1.2, 0.8], np.float32)
    for place in range(EPOCH):
        weights, state = made.method.weights(seen(rows, first, step=place), state)
        np.testing.assert_allclose(weights, 1)  # equal until the first losses are known
    left = LOSSES / first / (LOSSES / first).mean()

    def joint(logits: tf.Tensor) -> tf.Tensor:
        pulls = 3 * tf.nn.softmax(logits) * lengths
        return tf.reduce_sum(tf.abs(pulls - tf.stop_gradient(tf.reduce_mean(pulls) * left**1.5)))

    _, state = made.method.weights(seen(rows, LOSSES, step=EPOCH), state)
    np.testing.assert_allclose(state.logits.first, 0.1 * slope(joint, np.zeros(3)), rtol=1e-4, atol=1e-7)


def test_weights_of_log_losses_are_those_of_their_gradients() -> None:
    """∇ log L = ∇L / L: the switch changes what is lowered, not the weights."""
    made = balancer("equal", 3, log_loss=True)
    np.testing.assert_allclose(
        slope(lambda losses: tf.reduce_sum(made.objective(losses)), LOSSES), 1 / LOSSES, rtol=1e-5
    )


def test_helpers_are_brought_towards_the_main_tasks_length() -> None:
    """He et al., algorithm 1 with relax factor 0.7, before the weights set; running means with 0.9."""
    made = balancer("equal", 3, main=1)
    rows = np.diag([1.0, 2.0, 8.0])
    found, balance = made.weigh(seen(rows), made.start())
    np.testing.assert_allclose(found.shared, [0.7 * 2 + 0.3, 1, 0.7 / 4 + 0.3], rtol=1e-5)
    assert found.own.numpy().tolist() == [1, 1, 1]
    _, balance = made.weigh(seen(2 * rows), balance)
    np.testing.assert_allclose(balance.norms, 0.9 * np.diag(rows) + 0.1 * 2 * np.diag(rows), rtol=1e-5)
    preferred, _ = made.weigh(seen(rows, preferences=[4.0, 1, 1]), made.start())
    np.testing.assert_allclose(preferred.shared, found.shared * [4, 1, 1], rtol=1e-5)  # a helper that counts more
