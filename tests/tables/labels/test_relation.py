"""How strongly labels go together, beside SciPy's statistics and by what must hold for any labels."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mtl_core.tables.labels.leaks import Values
from mtl_core.tables.labels.relation import MOST_LABELS, label_columns, rank_column, relation, share_told

N = 4_000


def classes(codes: np.ndarray) -> np.ndarray:
    return label_columns(np.arange(len(codes)), codes.astype(object), len(codes))


def by_chance_taken_off(square: float, more: int) -> float:
    """As ``relation`` says: of the square, what unrelated columns reach in the mean."""
    chance = more / (N - 1)
    return float(np.sqrt(max(0.0, (square - chance) / (1 - chance))))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_of_numbers_it_is_spearman(rng: np.random.Generator) -> None:
    one = rng.normal(size=N)
    other = np.exp(-one + rng.normal(size=N))
    rho = stats.spearmanr(one, other).statistic
    assert relation(rank_column(one), rank_column(other)) == pytest.approx(by_chance_taken_off(rho**2, 1), abs=1e-9)


def test_of_classes_it_is_cramers_v(rng: np.random.Generator) -> None:
    one = rng.integers(0, 4, N)
    other = np.where(rng.random(N) < 0.4, one % 3, rng.integers(0, 3, N))
    v = stats.contingency.association(stats.contingency.crosstab(one, other).count, method="cramer")
    assert relation(classes(one), classes(other)) == pytest.approx(by_chance_taken_off(v**2, 3), abs=1e-9)


def test_of_a_number_and_classes_it_is_the_correlation_ratio(rng: np.random.Generator) -> None:
    codes = rng.integers(0, 3, N)
    numbers = codes + rng.normal(size=N)
    ranks = stats.rankdata(numbers)
    means = np.array([ranks[codes == code].mean() for code in range(3)])[codes]
    eta_square = np.square(means - ranks.mean()).sum() / np.square(ranks - ranks.mean()).sum()
    found = relation(rank_column(numbers), classes(codes))
    assert found == pytest.approx(by_chance_taken_off(eta_square, 2), abs=1e-9)
    assert relation(classes(codes), rank_column(numbers)) == pytest.approx(found, abs=1e-12)


def test_unrelated_labels_of_many_classes_in_few_rows_go_not_together(rng: np.random.Generator) -> None:
    found = [relation(classes(rng.integers(0, 8, 60)), classes(rng.integers(0, 8, 60))) for _ in range(50)]
    assert np.median(found) < 0.15  # Cramér's V itself is 0.34 here, for nothing


@pytest.mark.parametrize("constant", [rank_column(np.zeros(20)), classes(np.zeros(20)), np.zeros((20, 0))])
def test_what_does_not_vary_goes_with_nothing(constant: np.ndarray) -> None:
    assert relation(constant, rank_column(np.arange(20.0))) == 0
    assert share_told(Values(np.arange(20), ordered=True), constant) == 0


def test_the_commonest_labels_are_compared() -> None:
    codes = np.repeat(np.arange(15), np.arange(15) + 1)
    columns = classes(codes)
    assert columns.shape == (len(codes), MOST_LABELS)
    assert sorted(columns.sum(axis=0)) == list(range(6, 16))


def test_a_column_tells_what_it_decides_and_nothing_else(rng: np.random.Generator) -> None:
    numbers = rng.normal(size=N)
    ranks = rank_column(numbers)
    order = Values(np.unique(numbers, return_inverse=True)[1], ordered=True)
    assert share_told(order, ranks) == pytest.approx(1 - 1 / 16**2, abs=0.01)  # all but the spread within its bins
    identifier = Values(rng.permutation(N), ordered=False)
    assert share_told(identifier, ranks) < 0.01
    assert share_told(Values(rng.integers(0, 5, N), ordered=False), classes(rng.integers(0, 3, N))) < 0.01


def test_being_missing_tells_too(rng: np.random.Generator) -> None:
    yes = rng.random(N) < 0.5
    column = Values(np.where(yes, -1, rng.integers(0, 50, N)), ordered=True)
    assert share_told(column, classes(yes)) == pytest.approx(1, abs=0.01)
