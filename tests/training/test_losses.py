from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf
from scipy.optimize import minimize
from sklearn.metrics import log_loss, mean_squared_error

from mtl_core.plan import OutputTask
from mtl_core.training.data import Arrays
from mtl_core.training.losses import LOSSES, baselines, loss_of

pytestmark = pytest.mark.engine

RANDOM = np.random.default_rng(0)
LABELS = {
    "binary": RANDOM.integers(0, 2, 50),
    "multiclass": RANDOM.integers(0, 4, 50),
    "multilabel": RANDOM.integers(0, 2, (50, 3)),
    "tags": RANDOM.integers(0, 4, (50, 6)),
    "regression": RANDOM.normal(2, 3, 50),
}
OUTPUTS = {"binary": (1,), "multiclass": (4,), "multilabel": (3,), "tags": (6, 4), "regression": (1,)}


def losses_of(kind: str, outputs: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return LOSSES[kind].each(tf.constant(outputs, tf.float32), tf.constant(labels, tf.float32)).numpy()


def test_mean_losses_are_those_of_scikit_learn() -> None:
    logits = {kind: RANDOM.normal(size=(50, *shape)) for kind, shape in OUTPUTS.items()}
    chances = 1 / (1 + np.exp(-logits["binary"][:, 0]))
    shares = np.exp(logits["multiclass"]) / np.exp(logits["multiclass"]).sum(1, keepdims=True)
    each = 1 / (1 + np.exp(-logits["multilabel"]))
    tokens = np.exp(logits["tags"]) / np.exp(logits["tags"]).sum(2, keepdims=True)
    expected = {
        "binary": log_loss(LABELS["binary"], chances),
        "multiclass": log_loss(LABELS["multiclass"], shares),
        "multilabel": np.mean([log_loss(*pair) for pair in zip(LABELS["multilabel"].T, each.T, strict=True)]),
        "tags": log_loss(LABELS["tags"].ravel(), tokens.reshape(-1, 4)),
        "regression": mean_squared_error(LABELS["regression"], logits["regression"][:, 0]),
    }
    for kind, value in expected.items():
        assert losses_of(kind, logits[kind], LABELS[kind]).mean() == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize("kind", sorted(LOSSES))
def test_extreme_outputs_have_finite_losses(kind: str) -> None:
    for size in (0.0, 1e-30, 100.0, 1e15):
        outputs = np.full((50, *OUTPUTS[kind]), size)
        outputs[::2] *= -1
        assert np.isfinite(losses_of(kind, outputs, LABELS[kind])).all()


@pytest.mark.parametrize("kind", sorted(LOSSES))
def test_baseline_is_the_loss_of_the_best_constant(kind: str) -> None:
    labels = LABELS[kind]

    def loss(constant: np.ndarray) -> float:
        outputs = np.broadcast_to(constant, (len(labels), *OUTPUTS[kind]))
        return float(losses_of(kind, outputs, labels).mean())

    best = minimize(loss, np.zeros(OUTPUTS[kind][-1]), method="Nelder-Mead", options={"maxiter": 2000})
    assert LOSSES[kind].guess(labels, np.ones(labels.shape, bool)) == pytest.approx(best.fun, rel=1e-3)


MEDIAN = OutputTask(id="t0", name="y", kind="regression", outputs=1, answer="median")


def test_the_loss_of_a_typical_value_has_its_least_near_the_median() -> None:
    numbers = np.exp(RANDOM.normal(0, 1, 2_001))
    numbers = (numbers - numbers.mean()) / numbers.std()
    loss, known = loss_of(MEDIAN), np.ones(len(numbers), bool)

    def mean_loss(constant: np.ndarray) -> float:
        return float(
            loss.each(tf.fill([len(numbers), 1], float(constant[0])), tf.constant(numbers, tf.float32)).numpy().mean()
        )

    best = minimize(mean_loss, [0.0], method="Nelder-Mead")
    assert loss.guess(numbers, known) == pytest.approx(best.fun, rel=1e-3)
    # Small errors are squared, so that it lies between median and mean, nearer to the median.
    assert np.median(numbers) - 0.01 < best.x[0] < (np.median(numbers) + numbers.mean()) / 2


def test_the_loss_of_a_typical_value_stays_finite_and_grows_as_the_error() -> None:
    outputs = tf.constant([[0.0], [1e-30], [100.0], [-1e15], [1e30]])
    found = loss_of(MEDIAN).each(outputs, tf.zeros(5)).numpy()
    assert found.tolist() == pytest.approx([0, 0, 99.7, 1e15, 1e30], rel=1e-3)


def test_baselines_use_labelled_rows_alone_and_are_never_zero() -> None:
    tasks = tuple(OutputTask(id=f"t{t}", name="y", kind=kind, outputs=1) for t, kind in enumerate(["binary"] * 2))
    values = np.array([[0, 1], [1, 1], [1, 1], [1, 1]], np.float32)
    mask = np.array([[1, 1], [1, 1], [0, 1], [0, 1]], bool)
    found = baselines(tasks, Arrays({}, tuple(values.T), tuple(mask.T)))
    assert found.tolist() == pytest.approx([np.log(2), 1.0])


def test_the_baseline_of_several_labels_counts_known_ones_alone() -> None:
    values = np.array([[1, 0], [0, 1], [1, 0], [0, 0]], np.float32)
    mask = np.array([[1, 1], [1, 0], [1, 0], [1, 0]], bool)
    assert LOSSES["multilabel"].guess(values, mask) == pytest.approx(4 * np.log(2) / 5)  # the second is always 0
