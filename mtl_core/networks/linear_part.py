"""What the columns of a table say to a task past all layers, as in ridge or logistic regression.

Before training it is nothing: it is fitted by itself (``training.linear_parts``), and mixed with what the layers say
when those have learnt.
"""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.mixing import add
from mtl_core.networks.blocks.pieces import numbers_of
from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.members import repeat
from mtl_core.plan import Block


def beside_columns(values: keras.KerasTensor, block: Block, context: BuildContext) -> keras.KerasTensor:
    """What the layers say to the task of ``block``, ``values`` [n, units], and what its linear part says, if any."""
    for said in _say(block, context):
        values = add(values, repeat(said, context.members))
    return values


def _say(block: Block, context: BuildContext) -> list[keras.KerasTensor]:
    """A sum of numbers and their pieces by weights, and a number for each category: [n, units] each."""
    name = f"{block.id}_numbers"
    said = []
    if f"{name}/kernel" in block.fitted:
        amounts = keras.ops.concatenate(numbers_of(block.id, context), axis=1)
        said.append(keras.layers.Dense(block.units, use_bias=False, kernel_initializer="zeros", name=name)(amounts))
    for place, column in enumerate(column for column in context.columns if column.vocabulary):
        name = f"{block.id}_{column.id}"
        if f"{name}/embeddings" in block.fitted:
            table = keras.layers.Embedding(column.vocabulary, block.units, embeddings_initializer="zeros", name=name)
            said.append(table(context.inputs["categories"][:, place]))
    return said
