"""Each gradient method against its equation: closed forms for two tasks, other solvers for more."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
import tensorflow as tf
from scipy import optimize

from mtl_core.balancing.shuffling import orders
from tests.balancing.inputs import balancer, direction, scaled, seen, weights

pytestmark = pytest.mark.engine

SIZES = (2, 3, 5, 8, 13, 20)


def jacobian(number: int, seed: int = 0, conflict: float = 0.3) -> np.ndarray:
    """Gradients [T, 40] of mixed lengths, of which some conflict."""
    random = np.random.default_rng([number, seed])
    rows = random.normal(size=(number, 40)) - conflict * random.normal(size=40) * random.choice([-1, 1], (number, 1))
    return np.asarray(rows * random.uniform(0.3, 3, (number, 1)))


def unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True))


def least_squares(gramian: np.ndarray, start: np.ndarray) -> np.ndarray:
    """argmin {vᵀG v : v ≥ start} by Lawson & Hanson's NNLS."""
    root = np.linalg.cholesky(gramian).T
    return np.asarray(start + optimize.nnls(root, -root @ start)[0])


@pytest.mark.parametrize("seed", range(5))
def test_mgda_for_two_tasks_is_sener_and_koltuns_formula(seed: int) -> None:
    """Sener & Koltun, algorithm 1: γ = (g₂ - g₁)ᵀg₂ / ‖g₁ - g₂‖², clipped to [0, 1]."""
    one, other = jacobian(2, seed, conflict=0.8 - 0.4 * seed)
    first = np.clip((other - one) @ other / ((one - other) @ (one - other)), 0, 1)
    np.testing.assert_allclose(weights("mgda", [one, other]) / 2, [first, 1 - first], atol=1e-8)


@pytest.mark.parametrize("number", SIZES)
def test_mgda_is_the_shortest_convex_combination(number: int) -> None:
    """Désidéri, eq. 8, by NNLS and by its optimality: ⟨d, g_t⟩ ≥ ‖d‖² for all t."""
    rows = scaled(jacobian(number))
    root = np.vstack([rows.T, 1e4 * np.ones(number)])
    expected = optimize.nnls(root, np.append(np.zeros(rows.shape[1]), 1e4))[0]
    found = weights("mgda", rows) / number
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    np.testing.assert_allclose(found, expected / expected.sum(), atol=1e-5)
    shortest = rows.T @ found
    assert (rows @ shortest).min() >= shortest @ shortest - 1e-7


@pytest.mark.parametrize(("by", "power"), [("l2", (1, 0)), ("loss", (0, 1)), ("loss+", (1, 1))])
def test_mgda_divides_the_gradients_first(by: str, power: tuple[int, int]) -> None:
    """Sener & Koltun's code: by length, loss, or both."""
    rows, losses = scaled(jacobian(4)), np.array([0.5, 2.0, 1.0, 3.0])
    divisors = np.linalg.norm(rows, axis=1) ** power[0] * losses ** power[1]
    expected = weights("mgda", rows / divisors[:, None]) / divisors
    found = weights("mgda", rows, losses=losses, normalisation=by)
    np.testing.assert_allclose(found / found.sum(), expected / expected.sum(), rtol=1e-5)


@pytest.mark.parametrize("number", SIZES)
def test_upgrad_projects_each_gradient_on_the_dual_cone(number: int) -> None:
    """Quinton & Rey, proposition 1, by NNLS for each task."""
    rows, preferences = scaled(jacobian(number)), np.linspace(0.5, 1.5, number)
    expected = sum(least_squares(rows @ rows.T, start) for start in np.diag(preferences))
    np.testing.assert_allclose(weights("upgrad", rows, preferences=preferences), expected, rtol=1e-6)


@pytest.mark.parametrize("number", SIZES)
def test_dualproj_projects_the_mean(number: int) -> None:
    """Lopez-Paz & Ranzato, eq. 11, by NNLS."""
    rows, preferences = scaled(jacobian(number)), np.linspace(0.5, 1.5, number)
    expected = least_squares(rows @ rows.T, preferences)
    np.testing.assert_allclose(weights("dualproj", rows, preferences=preferences), expected, rtol=1e-6)


def test_projections_for_two_tasks_in_closed_form() -> None:
    """Two gradients in conflict: each loses its part along the other (Quinton & Rey, §4); no conflict: the mean."""
    one, other = np.array([1.0, 0.0]), np.array([-0.5, 1.0])
    apart = [one - one @ other / (other @ other) * other, other - one @ other / (one @ one) * one]
    expected = unit((apart[0] + apart[1]) / 2)
    np.testing.assert_allclose(unit(direction("upgrad", [one, other])), expected, atol=1e-7)
    for kind in ("upgrad", "dualproj", "pcgrad"):
        np.testing.assert_allclose(unit(direction(kind, [one, -other])), unit(one - other), atol=1e-6)


@pytest.mark.parametrize("kind", ["mgda", "upgrad", "dualproj"])
@pytest.mark.parametrize("number", SIZES)
def test_no_task_gets_worse(kind: str, number: int) -> None:
    """⟨d, g_t⟩ ≥ 0 for all t; where g_t holds the projection back it is 0 to the digits that the ridge leaves."""
    for seed in range(5):
        rows = scaled(jacobian(number, seed, conflict=1.0))
        assert (rows @ direction(kind, rows)).min() >= -1e-6


@pytest.mark.parametrize("number", SIZES)
@pytest.mark.parametrize("aversion", [0.2, 0.5, 0.9])
def test_cagrad_solves_the_dual(number: int, aversion: float) -> None:
    """Liu et al., eq. 4: w = argmin over the simplex of g_wᵀg_0 + c ‖g_0‖ ‖g_w‖, d = g_0 + c ‖g_0‖ g_w / ‖g_w‖."""
    rows = scaled(jacobian(number))
    mean = rows.mean(axis=0)
    radius = aversion * np.linalg.norm(mean)

    def objective(mix: np.ndarray) -> float:
        return float(mix @ rows @ mean + radius * np.linalg.norm(mix @ rows))

    simplex = {"type": "eq", "fun": lambda mix: mix.sum() - 1}
    start = np.ones(number) / number
    options = {"ftol": 1e-14, "maxiter": 1000}
    solved = optimize.minimize(objective, start, bounds=[(0, 1)] * number, constraints=simplex, options=options)
    expected = mean + radius * unit(solved.x @ rows)
    found = direction("cagrad", rows, aversion=aversion) / number
    np.testing.assert_allclose(found, expected, atol=2e-4)
    assert np.linalg.norm(found - mean) == pytest.approx(radius, rel=1e-6)
    assert (rows @ found).min() >= (rows @ expected).min() - 1e-6  # eq. 3: the least is the largest


def test_cagrad_without_aversion_is_the_mean() -> None:
    rows = scaled(jacobian(5))
    np.testing.assert_allclose(direction("cagrad", rows, aversion=0), rows.sum(axis=0), atol=1e-9)


@pytest.mark.parametrize("number", SIZES)
def test_imtl_g_is_the_papers_formula(number: int) -> None:
    """Liu et al., eq. 6: α_{2:T} = g_1 Uᵀ (D Uᵀ)⁻¹, U = [u_1 - u_t], D = [g_1 - g_t]."""
    rows = scaled(jacobian(number))
    units = unit(rows)
    between, apart = units[0] - units[1:], rows[0] - rows[1:]
    others = rows[0] @ between.T @ np.linalg.inv(apart @ between.T)
    found = weights("imtl_g", rows)
    np.testing.assert_allclose(found / found.sum(), [1 - others.sum(), *others], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("number", SIZES)
def test_config_has_equal_angles(number: int) -> None:
    """Liu, Chu & Thuerey, eq. 2-3, by NumPy's pseudoinverse."""
    rows = scaled(jacobian(number))
    best = unit(np.linalg.pinv(unit(rows)) @ np.ones(number))
    np.testing.assert_allclose(direction("config", rows), (rows @ best).sum() * best, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("scale", ["min", "median", "rmse"])
@pytest.mark.parametrize("number", SIZES)
def test_aligned_has_orthogonal_gradients_of_one_length(number: int, scale: str) -> None:
    """Senushkin et al., eq. 7-9, by the singular values of J = U Σ Vᵀ: Ĵ = σ U Vᵀ, d = Ĵᵀ 1."""
    rows = scaled(jacobian(number))
    left, values, right = np.linalg.svd(rows, full_matrices=False)
    squares = np.sort(values**2)
    size = {"min": squares[0], "median": squares[(number - 1) // 2], "rmse": squares.mean()}[scale] ** 0.5
    expected = size * (left @ right).T @ np.ones(number)
    np.testing.assert_allclose(direction("aligned", rows, scale=scale), expected, atol=1e-6)


@pytest.mark.parametrize("number", SIZES)
def test_nash_solves_the_bargain(number: int) -> None:
    """Navon et al., eq. 1: G α = 1/α; and scipy's minimum of the convex ½ αᵀGα - Σ log α."""
    rows = scaled(jacobian(number))
    gramian = rows @ rows.T
    found = weights("nash", rows)
    np.testing.assert_allclose(found * (gramian @ found), 1, rtol=1e-4)
    assert np.linalg.norm(rows.T @ found) ** 2 == pytest.approx(number, rel=1e-4)

    def slope(logs: np.ndarray) -> np.ndarray:
        return np.asarray(np.exp(logs) * (gramian @ np.exp(logs)) - 1)

    solved = optimize.root(slope, np.log(found) + 0.1, tol=1e-12)
    np.testing.assert_allclose(found, np.exp(solved.x), rtol=1e-4)


def test_nash_for_two_tasks_in_closed_form() -> None:
    """Two gradients: α_1 ‖g_1‖ = α_2 ‖g_2‖ = 1 / √(1 + cos)."""
    rows = scaled(jacobian(2))
    lengths = np.linalg.norm(rows, axis=1)
    cosine = rows[0] @ rows[1] / lengths.prod()
    np.testing.assert_allclose(weights("nash", rows), 1 / np.sqrt(1 + cosine) / lengths, rtol=1e-5)


@pytest.mark.parametrize("fairness", [0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("number", [2, 5, 16])
def test_fairgrad_solves_its_equation(number: int, fairness: float) -> None:
    """Ban & Ji, eq. 6: G α = α^{-1/a}; with a = 1 it is Nash's."""
    rows = scaled(jacobian(number))
    found = weights("fairgrad", rows, fairness=fairness)
    np.testing.assert_allclose(rows @ rows.T @ found, found ** (-1 / fairness), rtol=1e-4)
    if fairness == 1:
        np.testing.assert_allclose(found, weights("nash", rows), rtol=1e-6)


@pytest.mark.parametrize("number", SIZES)
def test_pcgrad_in_weights_is_pcgrad_in_gradients(number: int) -> None:
    """Yu et al., algorithm 1, on the gradients themselves in the same orders."""
    rows = scaled(jacobian(number, conflict=1.0))
    for step in range(3):
        found = rows.T @ weights("pcgrad", rows, step=step)
        projected = rows.copy()
        for row, other in turns(number, step):
            product = projected[row] @ rows[other]
            projected[row] -= min(product, 0) / (rows[other] @ rows[other]) * rows[other]
        np.testing.assert_allclose(found, projected.sum(axis=0), atol=1e-9)


def turns(number: int, step: int) -> list[tuple[int, int]]:
    """Each task with each other, in the orders of that step."""
    drawn = orders(balancer("pcgrad", number).method.tasks, tf.constant(step, tf.int64))
    return [(row, int(other)) for turn in drawn for row, other in enumerate(np.argmax(turn, axis=1))]


def test_orders_are_random_and_leave_no_task_out() -> None:
    drawn = [turns(4, step) for step in range(20)]
    assert all(sorted(pairs) == sorted(itertools.permutations(range(4), 2)) for pairs in drawn)
    assert len({tuple(pairs) for pairs in drawn}) > 15
    assert drawn[3] == turns(4, 3)


@pytest.mark.parametrize("number", [2, 3, 8])
def test_gradvac_in_weights_is_gradvac_in_gradients(number: int) -> None:
    """Wang et al., eq. 2-3, on the gradients themselves, over steps in which the wanted cosines move."""
    method = balancer("gradvac", number, beta=0.3).method
    state, wanted = method.start(), np.zeros((number, number))
    for step in range(4):
        rows = scaled(jacobian(number, seed=step, conflict=-0.5))
        found, state = method.weights(seen(rows, step=step), state)
        turned = rows.copy()
        for row, other in turns(number, step):
            _turn(turned, row, rows[other], wanted, other)
        np.testing.assert_allclose(rows.T @ found.numpy(), turned.sum(axis=0), atol=1e-7)
    np.testing.assert_allclose(state, wanted, atol=1e-9)


def _turn(rows: np.ndarray, row: int, other: np.ndarray, wanted: np.ndarray, place: int) -> None:
    cosine, goal = unit(rows[row]) @ unit(other), wanted[row, place]
    if cosine < goal:
        gain = goal * np.sqrt(1 - cosine**2) - cosine * np.sqrt(1 - goal**2)
        rows[row] += np.linalg.norm(rows[row]) * gain / (np.linalg.norm(other) * np.sqrt(1 - goal**2)) * other
    wanted[row, place] += 0.3 * (cosine - goal)


def test_db_mtl_makes_all_gradients_as_long_as_the_longest() -> None:
    """Lin et al., eq. 4."""
    rows = scaled(jacobian(5))
    lengths = np.linalg.norm(weights("db_mtl", rows)[:, None] * rows, axis=1)
    np.testing.assert_allclose(lengths, np.linalg.norm(rows, axis=1).max(), rtol=1e-9)


EQUIVARIANT = ("aligned", "cagrad", "config", "dualproj", "imtl_g", "mgda", "nash", "pcgrad", "upgrad")


@pytest.mark.parametrize("change", [lambda rows: rows[::-1], lambda rows: rows @ rotation(), lambda rows: 7 * rows])
@pytest.mark.parametrize("kind", EQUIVARIANT)
def test_turned_scaled_or_reordered_gradients_turn_scale_or_reorder_the_direction(
    kind: str, change: Callable[[np.ndarray], np.ndarray]
) -> None:
    rows = scaled(jacobian(3))
    if kind == "pcgrad":
        rows = np.abs(rows)  # its draw goes by place
    one, other = unit(direction(kind, rows)), unit(direction(kind, change(rows)))
    np.testing.assert_allclose(unit(change(one[None])[0]), other, atol=1e-5)


def rotation() -> np.ndarray:
    return np.asarray(np.linalg.qr(np.random.default_rng(0).normal(size=(40, 40)))[0])
