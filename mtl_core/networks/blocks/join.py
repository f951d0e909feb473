"""A task's own values beside what others say."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.join import JoinBlock


def join(block: JoinBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """Side by side: [n, units]."""
    return keras.layers.Concatenate(name=block.id)(sources)


BUILDER = one_by_one(join)
