"""A text read by its encoder."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.networks.encoders import ENCODERS
from mtl_core.networks.spelling import forget_words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock


def read_text(block: TextEncoderBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """Its vector: [n, units]; where they are needed, its states are laid down for those who read them."""
    tokens = context.inputs[block.column]
    if block.sizes.spellings:
        tokens = forget_words(block, tokens, context)
    if block.states:
        context.tokens[block.id] = tokens
        context.present[block.id] = keras.ops.not_equal(tokens, 0)
    if block.id in context.inputs:  # it was read ahead
        context.states[block.id] = context.inputs.get(block.states_name)
        return context.inputs[block.id]
    read = ENCODERS[block.encoder](block, tokens, context)
    if block.states:
        context.states[block.id] = read.states
    if block.states and block.frozen:
        context.states[block.id] = keras.layers.Identity(name=block.states_name)(read.states)
    return keras.layers.Identity(name=block.id)(read.vector)


BUILDER = one_by_one(read_text)
