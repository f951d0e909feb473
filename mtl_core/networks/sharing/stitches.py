"""Stitches between networks side by side, and the mixture of a network's depths."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.site import Site, Values
from mtl_core.plan import Block


def stitch(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """x̃_t = Σ_s α_ts x_s: [n, units], each source cut into parts; Misra et al., arXiv 1604.03539, eq. 1, with several
    parts Ruder et al., arXiv 1705.08142, eq. 2.

    The layer holds α / speed [tasks · parts, parts]: Adam's steps do not grow with a gradient, so that α moves
    ``speed`` times as fast.
    """
    parts = int(block.options["parts"])
    width = block.units // parts
    cut = keras.ops.reshape(keras.ops.stack(sources, axis=1), (-1, len(sources) * parts, width))
    start = _start(block, len(sources) * parts, int(block.options["place"]) * parts, parts)
    mixed = _mix(block, "nsu,sg->ngu", (parts, width), start, cut)
    return keras.layers.Identity(name=block.id)(keras.ops.reshape(mixed, (-1, block.units)))


def depths(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Σ_l β_l h_l over a task's layers: [n, units]; Ruder et al., eq. 4. The layer holds β / speed [layers]."""
    start = _start(block, len(sources), len(sources) - 1, 1)[:, 0]
    mixed = _mix(block, "nlu,l->nu", (block.units,), start, keras.ops.stack(sources, axis=1))
    return keras.layers.Identity(name=block.id)(mixed)


def _mix(
    block: Block, equation: str, shape: tuple[int, ...], start: np.ndarray, values: keras.KerasTensor
) -> keras.KerasTensor:
    speed = block.options["speed"]
    layer = keras.layers.EinsumDense(
        equation, shape, kernel_initializer=keras.initializers.Constant(start / speed), name=f"{block.id}_shares"
    )
    return layer(values) * speed


def _start(block: Block, received: int, place: int, given: int) -> np.ndarray:
    """``own`` from ``place`` on down the diagonal, the rest of 1 evenly from the others: [received, given]."""
    own = block.options["own"]
    start = np.full((received, given), (1 - own) / (received - 1))
    start[place + np.arange(given), np.arange(given)] = own
    return start
