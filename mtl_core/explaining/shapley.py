"""Shapley values of a row's columns (Shapley 1953; Štrumbelj & Kononenko, JMLR 11, 2010): exact, and by sampling.

A *game* gives what the network answers where some cells are the row's own and the others those of a background row:
``game(own [m, C] of truth, rows [m] of background)`` → [m, K]. Arithmetic alone; it knows no network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Game = Callable[[npt.NDArray[np.bool_], npt.NDArray[np.int64]], Floats]

_AT_ONCE = 8_192  # rows that a game is asked about, to bound memory


@dataclass(frozen=True)
class Shares:
    """What each of C columns adds to each of K answers: ``effects`` [C, K], and their standard ``errors`` [C, K], all 0
    where the values are exact. They sum to the answer less ``baseline`` [K], the mean answer of the background rows."""

    baseline: Floats
    effects: Floats
    errors: Floats


def exact(game: Game, columns: int, background: int) -> Shares:
    """By all 2^C subsets of the columns, each averaged over the background rows."""
    subsets = np.arange(2**columns)
    own = (subsets[:, None] >> np.arange(columns) & 1).astype(bool)
    values = np.mean([_ask(game, own, np.full(len(own), row)) for row in range(background)], axis=0)
    sizes = own.sum(axis=1)
    weights = np.array([1 / (columns * comb(columns - 1, size)) for size in range(columns)])
    effects = []
    for column in range(columns):
        without = subsets[~own[:, column]]
        effects.append(weights[sizes[without]] @ (values[without | 1 << column] - values[without]))
    found = np.array(effects)
    return Shares(values[0], found, np.zeros_like(found))


def sample(game: Game, columns: int, background: int, pairs: int, random: np.random.Generator) -> Shares:
    """By ``pairs`` of orders in which the columns become the row's own, each order and its reverse (Mitchell et al.,
    JMLR 23, 2022, section 4.1: antithetic), over background rows in turn; ``pairs`` is a multiple of their number, and
    at least 2. The error is that of the mean over pairs, and so is never too small for taking the rows in turn."""
    batch = max(1, _AT_ONCE // (2 * (columns + 1)))
    found, baseline = [], []
    for start in range(0, pairs, batch):
        rows = np.arange(start, min(start + batch, pairs)) % background
        ranks = random.permuted(np.tile(np.arange(columns), (len(rows), 1)), axis=1)
        ahead, back = (_walk(game, each, rows) for each in (ranks, columns - 1 - ranks))
        found.append((ahead[1] + back[1]) / 2)
        baseline.append(ahead[0])
    effects = np.concatenate(found)
    errors = effects.std(axis=0, ddof=1) / np.sqrt(pairs)
    return Shares(np.concatenate(baseline).mean(axis=0), effects.mean(axis=0), errors)


def _walk(game: Game, ranks: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Orders given by each column's place ``ranks`` [P, C]: the answers at their starts [P, K], and what each column
    adds at its place [P, C, K]."""
    orders, columns = ranks.shape
    own = ranks[:, None, :] < np.arange(columns + 1)[None, :, None]
    values = _ask(game, own.reshape(-1, columns), np.repeat(rows, columns + 1)).reshape(orders, columns + 1, -1)
    steps = np.diff(values, axis=1)
    return values[:, 0], np.take_along_axis(steps, ranks[:, :, None], axis=1)


def _ask(game: Game, own: npt.NDArray[np.bool_], rows: npt.NDArray[np.int64]) -> Floats:
    starts = range(0, len(own), _AT_ONCE)
    return np.concatenate([game(own[start : start + _AT_ONCE], rows[start : start + _AT_ONCE]) for start in starts])
