"""A layer of all tasks as each task changes it."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from mtl_core.networks.batched_dense import Changed
from mtl_core.networks.blocks.builder import at_once
from mtl_core.networks.blocks.mixing import add
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.adapted import AdaptedBlock


def build_adapted(blocks: Sequence[AdaptedBlock], sources: Sequence[Values], context: BuildContext) -> Values:
    """σ(W h + b + B A h) with A [r, received] and B [units, r], which starts at 0, of several tasks: Hu et al., arXiv
    2106.09685, eq. 3; [n, units] each."""
    first = blocks[0]
    [common] = (context.layers[name] for name in first.borrows)
    downs = [context.dense(f"{block.id}_down", block.rank, use_bias=False) for block in blocks]
    ups = [
        keras.layers.Dense(block.units, use_bias=False, kernel_initializer="zeros", name=f"{block.id}_up")
        for block in blocks
    ]
    given = [value for [value] in sources]
    if context.training:
        same = all(value is given[0] for value in given)
        changed = Changed(common, downs, ups, name=f"{first.id}_changed")
        whole = changed(given[0] if same else keras.ops.stack(given))
    else:
        each = zip(given, downs, ups, strict=True)
        whole = keras.ops.stack([add(common(value), up(down(value))) for value, down, up in each])
    return context.finish(blocks, whole)


BUILDER = at_once(build_adapted)
