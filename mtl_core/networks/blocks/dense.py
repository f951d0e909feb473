"""Dense layers with activation, then dropout while training."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from mtl_core.networks.blocks.builder import at_once_of_one_task, penalty
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.activated import ActivatedBlock


def dense(block: ActivatedBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """σ(W h + b): [n, units]."""
    values = context.dense(block.id, block.units, block.activation, kernel_regularizer=penalty(block.l2))(*sources)
    return context.silence(block, values)


def denses(blocks: Sequence[ActivatedBlock], sources: Sequence[Values], context: BuildContext) -> Values:
    """Dense layers of one shape: [n, units] each."""
    if len(blocks) == 1 or not context.training:
        return [dense(block, given, context) for block, given in zip(blocks, sources, strict=True)]
    layers = [context.bare(block) for block in blocks]
    values = keras.ops.stack([value for [value] in sources])
    return context.finish(blocks, context.side_by_side(layers, values))


BUILDER = at_once_of_one_task(denses)
