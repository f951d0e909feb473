"""Samples: a metric taken of weighted rows is the metric of the rows repeated."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score, mean_absolute_error, roc_auc_score

from mtl_core.verdict.samples import Ranking, Ratio, Sample, make_sample

ROWS = 40


def ranking(random: np.random.Generator) -> Ranking:
    """Scores with ties."""
    return Ranking(random.integers(0, 6, ROWS) / 6, random.integers(0, 2, ROWS).astype(float))


@pytest.mark.parametrize("seed", range(5))
def test_weighted_auc_is_that_of_repeated_rows(seed: int) -> None:
    random = np.random.default_rng(seed)
    sample = ranking(random)
    weights = random.integers(0, 4, (3, ROWS)).astype(float)
    expected = [
        roc_auc_score(np.repeat(sample.positive, w.astype(int)), np.repeat(sample.scores, w.astype(int)))
        for w in weights
    ]
    assert sample.values(weights) == pytest.approx(expected)


def test_weighted_mean_is_that_of_repeated_rows() -> None:
    random = np.random.default_rng(0)
    true, said = random.normal(size=(2, ROWS))
    weights = random.integers(0, 4, (3, ROWS)).astype(float)
    sample = Ratio(np.abs(true - said), np.ones(ROWS))
    expected = [mean_absolute_error(true, said, sample_weight=w) for w in weights]
    assert sample.values(weights) == pytest.approx(expected)


def test_micro_f1_is_a_ratio_of_sums() -> None:
    wanted, said = np.random.default_rng(0).integers(0, 2, (2, ROWS, 5)).astype(bool)
    sample = Ratio(2.0 * (wanted & said).sum(axis=1), (wanted.astype(int) + said).sum(axis=1).astype(float))
    assert sample.value == pytest.approx(f1_score(wanted, said, average="micro"))


@pytest.mark.parametrize("sample", [Ranking(np.arange(3.0), np.ones(3)), Ratio(np.zeros(3), np.zeros(3))])
def test_undefined_metric_is_nan_without_a_warning(sample: Sample) -> None:
    assert np.isnan(sample.value)


@pytest.mark.parametrize(("metric", "kind"), [("auc", Ranking), ("accuracy", Ratio), ("entity_f1", Ratio)])
def test_sample_comes_back_from_its_columns(metric: str, kind: type[Sample]) -> None:
    sample = kind(np.arange(3.0), np.array([1.0, 0.0, 1.0]))
    found = make_sample(metric, *sample.columns)
    assert type(found) is kind
    assert found.value == sample.value
    assert found.take(np.array([0, 1])).rows == 2


def test_same_order_tells_nothing_apart() -> None:
    own = Ranking(np.array([0.1, 0.2, 0.3]), np.array([0.0, 1.0, 1.0]))
    assert not own.telling(Ranking(own.scores * 2, own.positive))[0].any()
