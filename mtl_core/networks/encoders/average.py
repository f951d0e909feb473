"""The averaged vectors of a text's words and of its pairs of neighbours; order counts within pairs alone.

Joulin et al., "Bag of Tricks for Efficient Text Classification", arXiv 1607.01759: pairs share a table by their hash.
"""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import PADDING, weights, words
from mtl_core.networks.site import Site
from mtl_core.plan import Block
from mtl_core.text_encoders import PAIR_BUCKETS

_FIRST, _SECOND = 40_503, 24_593  # odd, so that the order of a pair counts


def average(block: Block, tokens: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """[n, embedding]: sums over the root of their number, so that a long text says more than one word does."""
    assert block.sizes is not None
    single = words(block, tokens, site)
    first, second = tokens[:, :-1], tokens[:, 1:]
    pairs = keras.ops.mod(first * _FIRST + second * _SECOND, PAIR_BUCKETS)
    vectors = site.table(f"{block.id}_pairs", PAIR_BUCKETS, block.sizes.embedding)(pairs)
    present = weights(keras.ops.not_equal(second, PADDING))
    heard = site.dropout(f"{block.id}_pairs_dropout", block.dropout, present)
    number = keras.ops.sum(weights(single.present), axis=1) + keras.ops.sum(present, axis=1)
    total = keras.ops.sum(single.vectors, axis=1) + keras.ops.sum(vectors * heard, axis=1)
    return total / keras.ops.sqrt(keras.ops.maximum(number, 1.0))
