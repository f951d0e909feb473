"""How far numbers are into each piece of their range: Gorishniy et al., arXiv 2203.05556, eq. 1.

The first and the last piece end where the training rows do, unlike there: a number is beside its pieces as one value,
by which it reaches further.
"""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np

from mtl_core.networks.build_context import BuildContext
from mtl_core.plan import InputColumn


def numbers_of(name: str, context: BuildContext) -> list[keras.KerasTensor]:
    """What there is of numbers: their values [n, numbers], and then of those that have pieces each piece, from 0 to 1
    [n, pieces]; ``name`` is the block's."""
    values = context.inputs.get("numbers")
    if values is None:
        return []
    if not any(column.pieces for column in context.columns):
        return [values]
    return [values, keras.layers.Identity(name=f"{name}_pieces")(cut(values, context.columns))]


def cut(values: keras.KerasTensor, columns: Sequence[InputColumn]) -> keras.KerasTensor:
    """How far the numbers [n, numbers] of ``columns``, some of which have pieces, are into each: [n, pieces]."""
    places, starts, widths = _edges(columns)
    return keras.ops.clip((keras.ops.take(values, places, axis=1) - starts) / widths, 0.0, 1.0)


def _edges(columns: Sequence[InputColumn]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each piece the place of its number, where it begins and how wide it is."""
    firsts = np.cumsum([0, *(column.numbers for column in columns)])
    places = np.repeat(firsts[:-1], [column.pieces for column in columns])
    starts = np.concatenate([column.edges[:-1] for column in columns])
    widths = np.concatenate([np.diff(column.edges) for column in columns])
    return places, starts.astype(np.float32), widths.astype(np.float32)
