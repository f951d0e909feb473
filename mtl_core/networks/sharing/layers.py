"""Layers of all tasks, and what each task makes of them: low-rank changes and messages between tasks."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np

from mtl_core.networks.sharing.mixing import added, combined, one
from mtl_core.networks.side_by_side import Changed
from mtl_core.networks.site import Blocks, Site, Values
from mtl_core.plan import Block


def layer(block: Block, sources: Values, site: Site) -> None:
    """W h + b for the blocks that borrow it; it has no value of its own."""
    site.layers[block.id] = site.bare(block)


def adapted(blocks: Blocks, sources: Sequence[Values], site: Site) -> Values:
    """σ(W h + b + B A h) with A [r, received] and B [units, r], which starts at 0, of several tasks: Hu et al., arXiv
    2106.09685, eq. 3; [n, units] each."""
    first = blocks[0]
    [common] = (site.layers[name] for name in first.borrows)
    downs = [site.dense(f"{block.id}_down", int(block.options["rank"]), use_bias=False) for block in blocks]
    ups = [
        keras.layers.Dense(block.units, use_bias=False, kernel_initializer="zeros", name=f"{block.id}_up")
        for block in blocks
    ]
    given = [value for [value] in sources]
    if site.training:
        same = all(value is given[0] for value in given)
        changed = Changed(common, downs, ups, name=f"{first.id}_changed")
        whole = changed(given[0] if same else keras.ops.stack(given))
    else:
        each = zip(given, downs, ups, strict=True)
        whole = keras.ops.stack([added(common(value), up(down(value))) for value, down, up in each])
    return site.ended(blocks, whole)


def relations(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """How much a task takes of each neighbour, the same in every row, summing to 1: [1, neighbours]."""
    first = one(sources[0])
    strengths = np.array(list(block.options.values()), np.float32)
    if not block.arrays:
        return keras.layers.Identity(name=block.id)(first * (strengths / strengths.sum()))
    start = keras.initializers.Constant(np.log(strengths)[None])
    scores = keras.layers.Dense(block.units, use_bias=False, kernel_initializer=start, name=f"{block.id}_scores")
    return keras.layers.Softmax(name=block.id)(scores(first))


def message(blocks: Blocks, sources: Sequence[Values], site: Site) -> Values:
    """σ(W z_t + b + V Σ_s Â_ts z_s) of several tasks: [n, units] each, from z_t and, if they have neighbours,
    Â_t [1, neighbours] and theirs."""
    keep, *send = (site.layers[name] for name in blocks[0].borrows)
    whole = keep(keras.ops.stack([state for state, *_ in sources]))
    for layer in send:
        told = [combined(shares, neighbours) for _, shares, *neighbours in sources]
        whole = added(whole, layer(keras.ops.stack(told)))
    return site.ended(blocks, whole)
