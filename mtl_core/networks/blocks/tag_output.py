"""A task's raw output for each token of a text."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one, penalty
from mtl_core.networks.blocks.members import apply_own_dense
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.networks.members import repeat
from mtl_core.networks.word_logits import beside_each_word
from mtl_core.plan.blocks.tag_output import TagOutputBlock


def tag_output(block: TagOutputBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """A Dense layer over each token's state beside the row's vector, and what the word itself says: [n, length,
    units].

    It is written as a sum, so that the row's share is computed once and not at each token.
    """
    row, _ = sources
    text, options = block.sources[1], {"kernel_regularizer": penalty(block.l2)}
    states = repeat(context.states[text], context.members)
    of_tokens = apply_own_dense(f"{block.id}_tokens", block.units, states, context, **options)
    of_row = apply_own_dense(f"{block.id}_row", block.units, row, context, use_bias=False, **options)
    said = of_tokens + of_row[:, None, :]
    return keras.layers.Identity(name=block.id)(beside_each_word(said, block, context.tokens[text], context))


BUILDER = one_by_one(tag_output)
