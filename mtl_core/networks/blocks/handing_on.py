"""The true answers of rows that are told one, and what the network says of the others."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.members import repeat
from mtl_core.plan.blocks.handed_on import HandedOnBlock


def hand_on(block: HandedOnBlock, said: keras.KerasTensor, context: BuildContext) -> keras.KerasTensor:
    """``said`` [n, outputs] by the network, but for the rows that are told: [n, outputs]."""
    told = context.told.get(block.owners[0]) if block.told else None
    if told is not None:
        told = repeat(told, context.members)
        said = keras.ops.where(told[:, -1:] > 0, told[:, :-1], said)
    return keras.layers.Identity(name=block.id)(said)
