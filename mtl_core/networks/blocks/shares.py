"""Learnt shares of several sources, the same in every row."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.plan.blocks.depths import DepthsBlock
from mtl_core.plan.blocks.stitch import StitchBlock

Sharing = StitchBlock | DepthsBlock


def shares_of(block: Sharing, start: np.ndarray) -> keras.layers.Dense:
    """Learnt shares that start as ``start`` [given, received], the same in every row: [1, given · received]."""
    return keras.layers.Dense(
        start.size,
        use_bias=False,
        kernel_initializer=keras.initializers.Constant(start.reshape(1, -1) / block.speed),
        name=f"{block.id}_shares",
    )


def start_of(block: Sharing, received: int, place: int, given: int) -> np.ndarray:
    """``own`` from ``place`` on down the diagonal, the rest of 1 evenly from the others: [given, received]."""
    own = block.own
    start = np.full((given, received), (1 - own) / (received - 1))
    start[np.arange(given), place + np.arange(given)] = own
    return start
