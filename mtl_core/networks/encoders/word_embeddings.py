"""Tokens as vectors, and where there are any: the first layer of every text encoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.spelling import spelt_vectors
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock

PADDING = 0


@dataclass(frozen=True)
class Words:
    """A text's vectors [n, length, embedding], 0 at padding, and ``present`` bool [n, length]."""

    vectors: keras.KerasTensor
    present: keras.KerasTensor


class Read(NamedTuple):
    """A text read: its vector [n, units], and the state at each token [n, length, units], what stands at padding
    without meaning; None where ``block.states`` does not ask for it and it takes time."""

    vector: keras.KerasTensor
    states: keras.KerasTensor | None


def words(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext, bound: float = 0.05) -> Words:
    """Look tokens up, their vectors at first within ±``bound``, and beside them how they are spelt; where that is not
    told, whole tokens are silenced while training, as Iyyer et al. (ACL 2015, section 3) do."""
    name = f"{block.id}_embedding"
    vectors = context.table(name, block.sizes.tokens, block.sizes.embedding, bound)(tokens)
    present = keras.ops.not_equal(tokens, PADDING)
    if block.sizes.spellings:
        return Words((vectors + spelt_vectors(block, context, bound)) * weights(present), present)
    heard = context.dropout(f"{block.id}_dropout", block.dropout, weights(present))
    return Words(vectors * heard, present)


def weights(present: keras.KerasTensor) -> keras.KerasTensor:
    """1 where there is a token, 0 at padding: [n, length, 1]."""
    return keras.ops.expand_dims(keras.ops.cast(present, "float32"), -1)


def mean(vectors: keras.KerasTensor, present: keras.KerasTensor) -> keras.KerasTensor:
    """The mean vector of the tokens that are there [n, units]; 0 if there is none."""
    here = weights(present)
    return keras.ops.sum(vectors * here, axis=1) / keras.ops.maximum(keras.ops.sum(here, axis=1), 1.0)


def recurrent(layer: keras.layers.RNN, vectors: Words) -> Read:
    """A text read token by token; the layer gives its last state, or also the one at each token."""
    found = layer(vectors.vectors, mask=vectors.present)
    return Read(found[1], found[0]) if layer.return_sequences else Read(found, None)
