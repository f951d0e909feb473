from __future__ import annotations

import numpy as np
import pytest

from mtl_core.tables.labels.association import association, associations, columns_of


def test_of_two_numbers_it_is_the_absolute_correlation() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=200)
    y = -0.5 * x + random.normal(size=200)
    assert association(x[:, None], y[:, None]) == pytest.approx(abs(np.corrcoef(x, y)[0, 1]))


def test_classes_that_decide_a_number_go_with_it_and_random_ones_do_not() -> None:
    random = np.random.default_rng(0)
    numbers = random.normal(size=3000)
    full = np.ones(3000, bool)
    decided = columns_of(np.digitize(numbers, [-0.4, 0.4]).astype(np.float32), full, 3)
    free = columns_of(random.integers(0, 3, 3000).astype(np.float32), full, 3)
    found = associations([numbers[:, None], decided, free])
    assert found[0, 1] > 0.7
    assert found[0, 2] < 0.1
    np.testing.assert_allclose(found, found.T)
    np.testing.assert_allclose(np.diag(found), 1)


def test_only_rows_with_both_labels_count() -> None:
    x = np.array([[1.0], [2], [3], [np.nan], [50]])
    y = np.array([[2.0], [4], [6], [-9], [np.nan]])
    assert association(x, y) == pytest.approx(1)
    assert association(x[:4], y[[4, 4, 4, 3]]) == 0
    assert association(np.ones((5, 1)), y) == 0


def test_labels_become_columns() -> None:
    values, mask = np.array([2.0, 0, 0], np.float32), np.array([True, True, False])
    np.testing.assert_array_equal(columns_of(values, mask, 3), [[0, 0, 1], [1, 0, 0], [np.nan] * 3])
    np.testing.assert_array_equal(columns_of(values, mask, 0), [[2], [0], [np.nan]])
    sets = np.array([[1.0, 0], [0, 1]], np.float32)
    np.testing.assert_array_equal(columns_of(sets, sets == sets, 2), sets)
