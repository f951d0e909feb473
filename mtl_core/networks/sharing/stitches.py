"""Stitches between networks side by side, and the mixture of a network's depths."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np

from mtl_core.networks.sharing.mixing import combined, exchanged, one
from mtl_core.networks.site import Blocks, Site, Values
from mtl_core.plan import Block


def stitch(blocks: Blocks, sources: Sequence[Values], site: Site) -> Values:
    """x̃_t = Σ_s α_ts x_s of several tasks: [n, units] each, each source cut into parts; Misra et al., arXiv
    1604.03539, eq. 1, with several parts Ruder et al., arXiv 1705.08142, eq. 2.

    A layer holds α / speed [1, parts · tasks · parts], row after row of what one part takes: Adam's steps do not grow
    with a gradient, so that α moves ``speed`` times as fast.
    """
    given = sources[0]  # those of all tasks, to each
    parts = int(blocks[0].options["parts"])
    layers = [
        _shares(block, _start(block, len(given) * parts, int(block.options["place"]) * parts, parts))
        for block in blocks
    ]
    first = one(given[0])
    shares = site.side_by_side(layers, keras.ops.stack([first] * len(blocks))) * blocks[0].options["speed"]
    return site.named(blocks, exchanged(shares, keras.ops.stack(given), parts))


def depths(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Σ_l β_l h_l over a task's layers: [n, units]; Ruder et al., eq. 4. The layer holds β / speed [1, layers]."""
    layer = _shares(block, _start(block, len(sources), len(sources) - 1, 1))
    shares = layer(one(sources[0])) * block.options["speed"]
    return keras.layers.Identity(name=block.id)(combined(shares, sources))


def _shares(block: Block, start: np.ndarray) -> keras.layers.Dense:
    """Learnt shares that start as ``start`` [given, received], the same in every row: [1, given · received]."""
    return keras.layers.Dense(
        start.size,
        use_bias=False,
        kernel_initializer=keras.initializers.Constant(start.reshape(1, -1) / block.options["speed"]),
        name=f"{block.id}_shares",
    )


def _start(block: Block, received: int, place: int, given: int) -> np.ndarray:
    """``own`` from ``place`` on down the diagonal, the rest of 1 evenly from the others: [given, received]."""
    own = block.options["own"]
    start = np.full((given, received), (1 - own) / (received - 1))
    start[np.arange(given), place + np.arange(given)] = own
    return start
