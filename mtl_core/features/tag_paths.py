"""The likeliest sequence of tags that breaks no span, by the probabilities of each token's tags (Viterbi, IEEE
Transactions on Information Theory 13, 1967)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_CELLS = 300_000  # steps from tag to tag that are weighed at once
_LEAST = float(np.finfo(np.float32).tiny)  # a probability; what is 0 counts as this
_COST = 1 - np.log(_LEAST)  # of a break, for each token of a text: more than all its tags can be worth


def find_paths(chances: Array, counts: Array, breaks: Array, edge: int) -> Array:
    """The place of the tag of each token [n, length], of which a row's first ``counts`` [n] are meant.

    ``chances`` [n, length, K] are the tags' probabilities; ``breaks`` [≥ K, ≥ K] says which tag may not stand right
    behind which, where the tag at ``edge`` stands before and behind each text. Where every sequence breaks a span, it
    is the likeliest of those that break the fewest.
    """
    found: Array = chances.argmax(axis=2)
    broken = np.flatnonzero(_are_broken(found, counts, breaks, edge))  # the others are the likeliest of all as they are
    size = max(1, _CELLS // chances.shape[2] ** 2)
    for rows in (broken[start : start + size] for start in range(0, len(broken), size)):
        length = int(counts[rows].max())
        found[rows, :length] = _search(chances[rows, :length], counts[rows], breaks * (length * _COST), edge)
    return found


def _are_broken(places: Array, counts: Array, breaks: Array, edge: int) -> Array:
    """Whether the first ``counts`` tags of each row break a span [n]."""
    inside = np.arange(places.shape[1]) < counts[:, None]
    path = np.pad(np.where(inside, places, edge), ((0, 0), (1, 1)), constant_values=edge)
    found: Array = breaks[path[:, :-1], path[:, 1:]].any(axis=1)
    return found


def _search(chances: Array, counts: Array, cost: Array, edge: int) -> Array:
    """The path of each row, whose last tag is repeated behind its end."""
    tags = chances.shape[2]
    costs, kind = np.unique(cost[:tags, :tags].T, axis=0, return_inverse=True)  # [kinds, before], [behind]: many alike
    best = _log(chances[:, 0]) - cost[edge, :tags]  # of the paths that lead to each tag
    befores = []
    for token in range(1, chances.shape[1]):
        before = (best[:, None, :] - costs).argmax(axis=2)[:, kind]
        reached = np.take_along_axis(best, before, axis=1) - cost[before, np.arange(tags)] + _log(chances[:, token])
        inside = (token < counts)[:, None]
        befores.append(np.where(inside, before, np.arange(tags)))
        best = np.where(inside, reached, best)
    return _walk_back((best - cost[:tags, edge]).argmax(axis=1), befores)


def _walk_back(last: Array, befores: Sequence[Array]) -> Array:
    """The path [n, length] that ends at ``last`` [n], by the place before each place [n, K] of each later token."""
    path = [last]
    for before in reversed(befores):
        path.append(before[np.arange(len(last)), path[-1]])
    return np.stack(path[::-1], axis=1)


def _log(chances: Array) -> Array:
    found: Array = np.log(np.maximum(chances, _LEAST, dtype=np.float64))
    return found
