"""Shapley values: against all orders of the columns, by their axioms, and by their stated errors."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import numpy.typing as npt
import pytest

from mtl_core.explaining.shapley import Floats, Game, exact, sample

ROW = np.array([1.5, -2.0, 0.5, 3.0, 1.0])
BACKGROUND = np.random.default_rng(7).normal(size=(4, 5))


def answer(cells: Floats) -> Floats:
    """Two answers [n, 2] about cells [n, 5]: with products and bends; column 2 is dead, 3 and 4 alike to one."""
    first = (
        cells[:, 0] * cells[:, 1] + np.tanh(cells[:, 3] + cells[:, 4]) + cells[:, 0] ** 2 * cells[:, 3] * cells[:, 4]
    )
    return np.stack([first, np.maximum(cells[:, 1], cells[:, 4])], axis=1)


def game(row: Floats = ROW, background: Floats = BACKGROUND) -> Game:
    def play(own: npt.NDArray[np.bool_], rows: npt.NDArray[np.int64]) -> Floats:
        return answer(np.where(own, row, background[rows]))

    return play


def by_all_orders() -> Floats:
    """The definition: what each column adds when it comes, over all orders and background rows."""
    found, count = np.zeros((5, 2)), 0
    for other in BACKGROUND:
        for order in permutations(range(5)):
            cells = other.copy()
            for column in order:
                before = answer(cells[None])[0]
                cells[column] = ROW[column]
                found[column] += answer(cells[None])[0] - before
            count += 1
    return found / count


def test_exact_values_are_those_of_all_orders() -> None:
    shares = exact(game(), 5, 4)
    assert shares.effects == pytest.approx(by_all_orders(), abs=1e-12)  # sums of float64 in another order
    assert not shares.errors.any()


def test_they_sum_to_the_answer_less_that_of_the_background() -> None:
    wanted = answer(ROW[None])[0] - answer(BACKGROUND).mean(axis=0)
    for shares in (exact(game(), 5, 4), sample(game(), 5, 4, 8, np.random.default_rng(0))):
        assert shares.baseline == pytest.approx(answer(BACKGROUND).mean(axis=0), abs=1e-12)
        assert shares.effects.sum(axis=0) == pytest.approx(wanted, abs=1e-12)


def test_a_dead_column_gets_nothing_at_all() -> None:
    assert exact(game(), 5, 4).effects[2].tolist() == [0, 0]
    assert sample(game(), 5, 4, 8, np.random.default_rng(0)).effects[2].tolist() == [0, 0]


def test_columns_that_do_the_same_get_the_same() -> None:
    row, background = ROW.copy(), BACKGROUND.copy()
    row[4], background[:, 4] = row[3], background[:, 3]
    effects = exact(game(row, background), 5, 4).effects[:, 0]
    assert effects[3] == pytest.approx(effects[4], abs=1e-12)
    assert effects[3] != 0


def test_sampled_values_lie_within_their_error_of_the_exact_ones() -> None:
    """Over 100 samplings: as far off as the error says, or less, for background rows are taken in turn."""
    wanted = exact(game(), 5, 4).effects
    for_all = [sample(game(), 5, 4, 40, np.random.default_rng(seed)) for seed in range(100)]
    off = np.array([shares.effects - wanted for shares in for_all])
    errors = np.array([shares.errors for shares in for_all])
    alive = [0, 1, 3, 4]
    assert (np.abs(off) <= 5 * errors + 1e-12).all()  # beyond 5 errors lies one of a million
    assert (np.sqrt((off[:, alive, 0] ** 2).mean(axis=0)) <= 1.25 * errors[:, alive, 0].mean(axis=0)).all()
    assert errors[:, alive, 0].max() < 2  # it says something: the effects are as large as 6


def test_more_orders_bring_the_error_down() -> None:
    few, many = (sample(game(), 5, 4, pairs, np.random.default_rng(1)).errors[0, 0] for pairs in (40, 1000))
    assert many < few / 3  # by the root of 25, give or take that of an error from 40 pairs
