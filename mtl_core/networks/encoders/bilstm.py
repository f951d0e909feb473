"""Long short-term memory in both directions: Hochreiter & Schmidhuber, Neural Computation 9(8), 1997."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.lstm import one_way
from mtl_core.networks.encoders.word_embeddings import Read, words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock


def bilstm(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, 2 · units]: the state after the last token, and, read backwards, after the first."""
    vectors = words(block, tokens, context)
    forward, backward = (one_way(block, part, vectors, context) for part in ("forward", "backward"))
    vector = keras.ops.concatenate([forward.vector, backward.vector], axis=-1)
    if not block.states:
        return Read(vector, None)
    return Read(vector, keras.ops.concatenate([forward.states, keras.ops.flip(backward.states, axis=1)], axis=-1))


ENCODER = bilstm
