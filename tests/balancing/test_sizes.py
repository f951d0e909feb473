"""Gradients of sizes up to 10⁶ times smaller and larger than the rest: each method still meets its own equations.

Directions and sizes are drawn apart, so that the references are worked out in unit gradients and lose no digit.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.balancing.inputs import weights

pytestmark = pytest.mark.engine

CASES = [
    pytest.param(seed, powers, id=f"{powers}, {seed}")
    for powers in ((0, 0, 0), (-1, 0, 1), (-3, 0, 3), (-6, 0, 6), (6, -6, 6))
    for seed in range(3)
]
CLOSE = 1e-6  # a ridge of 1e-9, over the least eigenvalue of the cosines, about 0.05


def drawn(seed: int, powers: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Unit gradients [T, 8], some in conflict, and their lengths [T], whose mean square is 1."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(3, 8)) - random.normal(size=8) * random.choice([-0.7, 0.7], (3, 1))
    lengths = 10.0 ** np.array(powers)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), lengths / np.sqrt((lengths**2).mean())


def nearest(units: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The y ≥ 0 with the least ‖target + Uᵀy‖: every set of tasks is tried."""
    best = np.zeros(3)
    for size in (1, 2, 3):
        for chosen in map(list, itertools.combinations(range(3), size)):
            found = np.linalg.lstsq(units[chosen].T, -target, rcond=None)[0]
            y = np.zeros(3)
            y[chosen] = found
            if (found >= 0).all() and np.linalg.norm(target + y @ units) < np.linalg.norm(target + best @ units):
                best = y
    return best


def along(kind: str, units: np.ndarray, lengths: np.ndarray, **fields: object) -> np.ndarray:
    """The parts w_t ‖g_t‖ [T] of the direction."""
    return np.asarray(weights(kind, units * lengths[:, None], **fields) * lengths)


@pytest.mark.parametrize(("seed", "powers"), CASES)
def test_upgrad_and_dualproj(seed: int, powers: tuple[int, ...]) -> None:
    """Each gradient, or their sum, projected on the dual cone."""
    units, lengths = drawn(seed, powers)
    each = np.array([unit + nearest(units, unit) @ units for unit in units])
    np.testing.assert_allclose(along("upgrad", units, lengths) @ units, lengths @ each, atol=CLOSE)
    mean = lengths @ units
    expected = mean + nearest(units, mean) @ units
    np.testing.assert_allclose(along("dualproj", units, lengths) @ units, expected, atol=CLOSE)


def judge(units: np.ndarray, lengths: np.ndarray, parts: np.ndarray, direction: np.ndarray) -> None:
    """⟨d, g_t⟩ is the same for all that have a part in d, and no less for the others."""
    assert (parts >= 0).all()
    there = parts > CLOSE * parts.max()
    gains = units @ direction / np.linalg.norm(direction)
    shortest = np.flatnonzero(there)[lengths[there].argmin()]
    wanted = gains[shortest] * lengths[shortest] / lengths
    np.testing.assert_allclose(gains[there], wanted[there], atol=CLOSE)
    assert (gains >= wanted - CLOSE).all()


@pytest.mark.parametrize(("seed", "powers"), CASES)
def test_mgda(seed: int, powers: tuple[int, ...]) -> None:
    """The conditions for the shortest mixture (Désidéri, eq. 8)."""
    units, lengths = drawn(seed, powers)
    parts = along("mgda", units, lengths)
    judge(units, lengths, parts, parts @ units)


@pytest.mark.parametrize(("seed", "powers"), CASES)
def test_cagrad(seed: int, powers: tuple[int, ...]) -> None:
    """The radius is c ‖g_0‖, and what is added helps those that gain least (Liu et al., eq. 3-4)."""
    units, lengths = drawn(seed, powers)
    added = along("cagrad", units, lengths, aversion=0.4) - lengths
    mean = lengths @ units
    assert np.linalg.norm(added @ units) == pytest.approx(0.4 * np.linalg.norm(mean), rel=CLOSE)
    judge(units, lengths, np.maximum(added, 0), mean + added @ units)


@pytest.mark.parametrize(("seed", "powers"), CASES)
@pytest.mark.parametrize("fairness", [None, 0.1, 0.5, 1.0, 3.0, 10.0])
def test_bargains(seed: int, powers: tuple[int, ...], fairness: float | None) -> None:
    """(G α)_t = (p_t / α_t)^{1/a}, in units of the gradients and to the digits of the direction's length."""
    units, lengths = drawn(seed, powers)
    preferences = np.array([2.0, 0.75, 0.25])
    kind, fields = ("nash", {}) if fairness is None else ("fairgrad", {"fairness": fairness})
    found = weights(kind, units * lengths[:, None], preferences=preferences, **fields)
    direction = found * lengths @ units
    expected = (preferences / found) ** (1 / (fairness or 1)) / lengths
    np.testing.assert_allclose(units @ direction, expected, rtol=CLOSE, atol=CLOSE * np.linalg.norm(direction))


@pytest.mark.parametrize(("seed", "powers"), CASES)
def test_equal_projections(seed: int, powers: tuple[int, ...]) -> None:
    units, lengths = drawn(seed, powers)
    for kind in ("imtl_g", "config"):
        gains = units @ (along(kind, units, lengths) @ units)
        np.testing.assert_allclose(gains, gains.mean(), rtol=CLOSE)


@pytest.mark.parametrize("powers", [(0, 0, 0), (-1, 0, 1), (-2, 0, 2)])
def test_aligned(powers: tuple[int, ...]) -> None:
    """By the singular values; exact while these are at most about 10⁵ apart, where float64's squares end."""
    units, lengths = drawn(0, powers)
    left, _, right = np.linalg.svd(units * lengths[:, None], full_matrices=False)
    found = along("aligned", units, lengths) @ units
    np.testing.assert_allclose(found / np.linalg.norm(found), (left @ right).sum(0) / 3**0.5, atol=1e-5)
