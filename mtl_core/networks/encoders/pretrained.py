"""A Transformer that was trained elsewhere: Devlin et al. (BERT), arXiv 1810.04805, its norms after the layers as by
Vaswani et al., arXiv 1706.03762. ``mtl_core.networks.preset_weights`` reads its weights."""

from __future__ import annotations

import keras

from mtl_core.networks.attention import NEVER, attend
from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import PADDING, Read, mean
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock

_EPSILON = 1e-12  # of the norms


def read_pretrained(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, units]: the mean over the pieces, those that begin and end the text among them."""
    assert block.sizes.backbone is not None
    backbone, length = block.sizes.backbone, block.sizes.length
    present = keras.ops.not_equal(tokens, PADDING)
    absent = NEVER * (1.0 - keras.ops.reshape(keras.ops.cast(present, "float32"), (-1, 1, 1, length)))
    places = keras.ops.cumsum(keras.ops.ones_like(tokens), axis=1) - 1
    entered = context.table(f"{block.id}_embedding", block.sizes.tokens, backbone.units)(tokens)
    values = _norm(f"{block.id}_norm", entered + context.table(f"{block.id}_places", length, backbone.units)(places))
    for layer in range(1, backbone.layers + 1):
        name = f"{block.id}_{layer}"
        attended = attend(name, values, values, absent, backbone.heads, context)
        values = _norm(f"{name}_norm_1", values + attended)
        wide = keras.ops.gelu(context.dense(f"{name}_wide", backbone.wide)(values), approximate=True)
        values = _norm(f"{name}_norm_2", values + context.dense(f"{name}_narrow", backbone.units)(wide))
    return Read(mean(values, present), values)


def _norm(name: str, values: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.LayerNormalization(epsilon=_EPSILON, name=name)(values)


ENCODER = read_pretrained
