"""One block of a Transformer and the mean of what it gives: Vaswani et al., arXiv 1706.03762, its norms before the
layers as by Xiong et al., arXiv 2002.04745."""

from __future__ import annotations

import keras

from mtl_core.networks.attention import NEVER, attend
from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import Read, mean, weights, words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.text_encoders import FEED_FORWARD

_MOST_HEADS = 4


def transformer(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, units]: the mean over the tokens."""
    read = words(block, tokens, context)
    units = block.sizes.units
    # The n-th token has place n; a table of places is learnt.
    places = keras.ops.cumsum(keras.ops.ones_like(tokens), axis=1) - 1
    entered = context.dense(f"{block.id}_enter", units)(read.vectors)
    values = entered + context.table(f"{block.id}_places", block.sizes.length, units)(places)
    normed = _norm(block, 1, values)
    absent = NEVER * (1.0 - keras.ops.reshape(weights(read.present), (-1, 1, 1, block.sizes.length)))
    values = values + attend(block.id, normed, normed, absent, _MOST_HEADS, context)
    wide = context.dense(f"{block.id}_wide", FEED_FORWARD * units, "gelu")(_norm(block, 2, values))
    values = values + context.dense(f"{block.id}_narrow", units)(wide)
    states = _norm(block, 3, values)
    return Read(mean(states, read.present), states)


def _norm(block: TextEncoderBlock, place: int, values: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.LayerNormalization(name=f"{block.id}_norm_{place}")(values)


ENCODER = transformer
