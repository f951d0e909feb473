"""The columns of a row, joined into one vector."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.members import fan_out
from mtl_core.networks.blocks.pieces import numbers_of
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.encode import EncodeBlock


def encode(block: EncodeBlock, texts: Values, context: BuildContext) -> keras.KerasTensor:
    """Numbers, embeddings and encoded texts side by side, as each member sees them: [n, units]."""
    parts = numbers_of(block.id, context)
    categories = [column for column in context.columns if column.vocabulary]
    for place, column in enumerate(categories):
        table = context.table(f"{block.id}_{column.id}", column.vocabulary, column.embedding)
        parts.append(table(context.inputs["categories"][:, place]))
    whole = keras.layers.Concatenate(name=block.id)(parts + texts)
    return fan_out(f"{block.id}_members", whole, context)


BUILDER = one_by_one(encode)
