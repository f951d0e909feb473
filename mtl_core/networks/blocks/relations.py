"""How much a task takes from each of its neighbours in a graph of the tasks."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.mixing import one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.relations import RelationsBlock


def relations(block: RelationsBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """How much a task takes of each neighbour, the same in every row, summing to 1: [1, neighbours]."""
    first = one(sources[0])
    strengths = np.array(list(block.strengths.values()), np.float32)
    if not block.arrays:
        return keras.layers.Identity(name=block.id)(first * (strengths / strengths.sum()))
    start = keras.initializers.Constant(np.log(strengths)[None])
    scores = keras.layers.Dense(block.units, use_bias=False, kernel_initializer=start, name=f"{block.id}_scores")
    return keras.layers.Softmax(name=block.id)(scores(first))


BUILDER = one_by_one(relations)
