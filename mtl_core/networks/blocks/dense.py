"""Dense layers with activation, then dropout while training."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from mtl_core.networks.blocks.builder import at_once_of_one_task, penalty
from mtl_core.networks.site import Site, Values
from mtl_core.plan.blocks.activated import ActivatedBlock


def dense(block: ActivatedBlock, sources: Values, site: Site) -> keras.KerasTensor:
    """σ(W h + b): [n, units]."""
    values = site.dense(block.id, block.units, block.activation, kernel_regularizer=penalty(block.l2))(*sources)
    return site.dropout(f"{block.id}_dropout", block.dropout, values)


def denses(blocks: Sequence[ActivatedBlock], sources: Sequence[Values], site: Site) -> Values:
    """Dense layers of one shape: [n, units] each."""
    if len(blocks) == 1 or not site.training:
        return [dense(block, given, site) for block, given in zip(blocks, sources, strict=True)]
    layers = [site.bare(block) for block in blocks]
    values = keras.ops.stack([value for [value] in sources])
    return site.ended(blocks, site.side_by_side(layers, values))


BUILDER = at_once_of_one_task(denses)
