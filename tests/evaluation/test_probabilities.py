"""What P(yes) is worth: beside scikit-learn, and whether intervals hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import brier_score_loss, precision_recall_curve

from mtl_core.evaluation.judges.probabilities import probabilities
from mtl_core.verdict.shares import share_interval

CLASSES = ("no", "yes")
TRAIN = np.array(["yes", "no", "no", "no"], dtype=object)


def drawn(said: np.ndarray, seed: int) -> np.ndarray:
    """Truths of rows whose probabilities mean what they say."""
    return np.where(np.random.default_rng(seed).random(len(said)) < said, "yes", "no").astype(object)


def test_they_equal_scikit_learn() -> None:
    said = np.random.default_rng(0).random(150)
    true = drawn(said, 1)
    found = probabilities(true, said, TRAIN, CLASSES)
    precision, recall, _ = precision_recall_curve(true == "yes", said)
    curve, groups = found["precision_recall"], found["calibration"]
    assert curve is not None
    assert groups is not None
    assert curve.precision == pytest.approx(precision[::-1])
    assert curve.recall == pytest.approx(recall[::-1])
    assert groups.brier == pytest.approx(brier_score_loss(true == "yes", said))
    assert groups.guess == pytest.approx(np.square((true == "yes") - 0.25).mean())
    assert (sum(groups.rows), len(groups.rows)) == (150, 10)
    assert np.dot(groups.true, groups.rows) == (true == "yes").sum()
    assert list(groups.said) == sorted(groups.said)


def test_probabilities_that_mean_what_they_say_lie_within_their_intervals() -> None:
    said = np.random.default_rng(0).random(400)
    inside = [
        low <= said_ <= high
        for seed in range(1, 61)
        for groups in [probabilities(drawn(said, seed), said, TRAIN, CLASSES)["calibration"]]
        for low, said_, high in zip(groups.low, groups.said, groups.high, strict=True)
    ]
    assert 0.93 < np.mean(inside) < 0.99  # of 600 about 95 %: three standard errors are 2.7 points


def test_probabilities_that_exaggerate_do_not() -> None:
    said = np.random.default_rng(0).random(400)
    groups = probabilities(drawn(0.25 + 0.5 * said, 1), said, TRAIN, CLASSES)["calibration"]
    assert groups.true[0] - groups.said[0] > 0.1
    assert groups.low[0] > groups.said[0]
    assert groups.high[-1] < groups.said[-1]


@pytest.mark.parametrize("true", [["yes"] * 5, ["no"] * 5, ["maybe"] * 5])
def test_of_one_class_nothing_is_said(true: list[str]) -> None:
    nothing = probabilities(np.array(true, dtype=object), np.full(5, 0.5), TRAIN, CLASSES)
    assert nothing == {"precision_recall": None, "calibration": None}


def test_few_rows_and_other_labels_are_one_group_of_those_known() -> None:
    true = np.array(["yes", "no", "maybe"], dtype=object)
    groups = probabilities(true, np.array([0.9, 0.2, 0.5]), TRAIN, CLASSES)["calibration"]
    assert groups.rows == (2,)
    assert groups.said == pytest.approx((0.55,))


def test_a_share_has_jeffreys_interval() -> None:
    low, high = share_interval([0, 3, 10], [10, 10, 10])
    assert (low[0], high[2]) == (0, 1)
    assert (low[1], high[1]) == pytest.approx(stats.beta(3.5, 7.5).interval(0.95))
