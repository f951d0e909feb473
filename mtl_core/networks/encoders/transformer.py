"""One block of a Transformer and the mean of what it gives: Vaswani et al., arXiv 1706.03762, its norms before the
layers as by Xiong et al., arXiv 2002.04745."""

from __future__ import annotations

import math

import keras

from mtl_core.networks.encoders.words import mean, weights, words
from mtl_core.networks.site import Site
from mtl_core.plan import Block
from mtl_core.text_encoders import FEED_FORWARD

_MOST_HEADS = 4
_NEVER = -1e9  # added to the score of padding


def transformer(block: Block, tokens: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """[n, units]: the mean over the tokens."""
    assert block.sizes is not None
    read = words(block, tokens, site)
    units = block.sizes.units
    # The n-th token has place n; a table of places is learnt.
    places = keras.ops.cumsum(keras.ops.ones_like(tokens), axis=1) - 1
    entered = site.dense(f"{block.id}_enter", units)(read.vectors)
    values = entered + site.table(f"{block.id}_places", block.sizes.length, units)(places)
    values = values + _attended(block, _norm(block, 1, values), read.present, site)
    wide = site.dense(f"{block.id}_wide", FEED_FORWARD * units, "gelu")(_norm(block, 2, values))
    values = values + site.dense(f"{block.id}_narrow", units)(wide)
    return mean(_norm(block, 3, values), read.present)


def _norm(block: Block, place: int, values: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.LayerNormalization(name=f"{block.id}_norm_{place}")(values)


def _attended(block: Block, values: keras.KerasTensor, present: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """What each token [n, length, units] takes from the others, in several heads."""
    length, units = values.shape[1:]
    heads = math.gcd(units, _MOST_HEADS)

    def split(part: str) -> keras.KerasTensor:  # [n, heads, length, units / heads]
        shaped = keras.ops.reshape(site.dense(f"{block.id}_{part}", units)(values), (-1, length, heads, units // heads))
        return keras.ops.transpose(shaped, (0, 2, 1, 3))

    query, key, value = map(split, ("query", "key", "value"))
    scores = keras.ops.matmul(query, keras.ops.transpose(key, (0, 1, 3, 2))) / math.sqrt(units // heads)
    absent = _NEVER * (1.0 - keras.ops.reshape(weights(present), (-1, 1, 1, length)))
    shares = keras.ops.softmax(scores + absent, axis=-1)
    together = keras.ops.transpose(keras.ops.matmul(shares, value), (0, 2, 1, 3))
    return site.dense(f"{block.id}_attended", units)(keras.ops.reshape(together, (-1, length, units)))
