"""Gated recurrent units: Cho et al., arXiv 1406.1078."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import Read, recurrent, words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock


def gru(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, units]: the state after the last token."""
    vectors = words(block, tokens, context)
    name = f"{block.id}_gru"
    layer = keras.layers.GRU(
        block.sizes.units,
        kernel_initializer=context.start(name),
        recurrent_initializer=keras.initializers.Orthogonal(seed=context.draw(f"{name}_recurrent")),
        return_sequences=block.states,
        return_state=block.states,
        name=name,
    )
    return recurrent(layer, vectors)


ENCODER = gru
