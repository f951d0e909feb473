"""Where the pieces of a number begin and end.

Gorishniy, Rubachev, Babenko, "On Embeddings for Numerical Features in Tabular Deep Learning", 2022,
https://arxiv.org/abs/2203.05556, section 3.2: at quantiles of the training rows, so that each piece holds as many.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mtl_core.errors import DataError

_FEW, _MOST = 16, 64  # pieces of a column: what each may have, and what it may where columns are few
_OF_ALL = 1_024  # pieces of all columns together, unless each has few
_ROWS, _MORE_ROWS = 40, 75  # training rows that a piece needs: one of few, one of more
_DIGITS = 3  # of an edge: 32-bit numbers can still tell apart what lies between two


def most_pieces(columns: int) -> int:
    """How many pieces each of so many columns may have: a network takes them all at each step."""
    return min(_MOST, max(_FEW, _OF_ALL // max(columns, 1)))


def quantile_edges(values: npt.NDArray[np.float64], most: int) -> tuple[float, ...]:
    """The edges of the pieces of scaled ``values`` [n], ``most`` at most, ascending; none where there would be fewer
    than two pieces."""
    if not len(values):
        return ()
    pieces = min(most, max(min(_FEW, len(values) // _ROWS), len(values) // _MORE_ROWS))
    distinct = np.unique(values)
    if len(distinct) > pieces + 1:
        distinct = np.unique(np.quantile(values, np.linspace(0, 1, pieces + 1)))
    edges = np.unique(np.round(distinct, _DIGITS))
    return tuple(edges.tolist()) if len(edges) > 2 else ()


def require_ascending(name: str, edges: tuple[float, ...]) -> None:
    """Raise DataError unless the pieces of column ``name`` can have been learnt so."""
    if len(edges) in (1, 2) or (np.diff(edges) < 0.5 * 10.0**-_DIGITS).any():
        template = 'What is stored about column "{name}" is damaged: the edges of its pieces do not ascend.'
        raise DataError(template.format(name=name))
