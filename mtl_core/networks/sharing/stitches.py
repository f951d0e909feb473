"""Stitches between networks side by side, and the mixture of a network's depths."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.sharing.mixing import combined, one
from mtl_core.networks.site import Site, Values
from mtl_core.plan import Block


def stitch(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """x̃_t = Σ_s α_ts x_s: [n, units], each source cut into parts; Misra et al., arXiv 1604.03539, eq. 1, with several
    parts Ruder et al., arXiv 1705.08142, eq. 2.

    The layer holds α / speed [1, parts · tasks · parts], row after row of what one part takes: Adam's steps do not grow
    with a gradient, so that α moves ``speed`` times as fast.
    """
    parts = int(block.options["parts"])
    start = _start(block, len(sources) * parts, int(block.options["place"]) * parts, parts)
    return keras.layers.Identity(name=block.id)(combined(_shares(block, start, sources), sources, parts))


def depths(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Σ_l β_l h_l over a task's layers: [n, units]; Ruder et al., eq. 4. The layer holds β / speed [1, layers]."""
    start = _start(block, len(sources), len(sources) - 1, 1)
    return keras.layers.Identity(name=block.id)(combined(_shares(block, start, sources), sources))


def _shares(block: Block, start: np.ndarray, sources: Values) -> keras.KerasTensor:
    """Learnt shares that start as ``start`` [given, received], the same in every row: [1, given · received]."""
    speed = block.options["speed"]
    layer = keras.layers.Dense(
        start.size,
        use_bias=False,
        kernel_initializer=keras.initializers.Constant(start.reshape(1, -1) / speed),
        name=f"{block.id}_shares",
    )
    return layer(one(sources[0])) * speed


def _start(block: Block, received: int, place: int, given: int) -> np.ndarray:
    """``own`` from ``place`` on down the diagonal, the rest of 1 evenly from the others: [given, received]."""
    own = block.options["own"]
    start = np.full((given, received), (1 - own) / (received - 1))
    start[np.arange(given), place + np.arange(given)] = own
    return start
