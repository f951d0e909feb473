"""Long short-term memory: Hochreiter & Schmidhuber, Neural Computation 9(8), 1997."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import Read, Words, recurrent, words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock


def lstm(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, units]: the state after the last token."""
    return one_way(block, "lstm", words(block, tokens, context), context)


def one_way(block: TextEncoderBlock, part: str, vectors: Words, context: BuildContext) -> Read:
    """Read from the first token on, or the ``part`` "backward" from the last."""
    name = f"{block.id}_{part}"
    layer = keras.layers.LSTM(
        block.sizes.units,
        kernel_initializer=context.start(name),
        recurrent_initializer=keras.initializers.Orthogonal(seed=context.draw(f"{name}_recurrent")),
        go_backwards=part == "backward",
        return_sequences=block.states,
        return_state=block.states,
        name=name,
    )
    return recurrent(layer, vectors)


ENCODER = lstm
