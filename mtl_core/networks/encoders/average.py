"""The averaged vectors of a text's tokens, among them its pairs of neighbours (Joulin et al., "Bag of Tricks for
Efficient Text Classification", arXiv 1607.01759) and the beginnings of its words, as Bojanowski et al. (arXiv
1607.04606) use all parts of words."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import Read, weights, words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock

_BOUND = 0.0125  # vectors that start near 0 are learnt rather than told apart by chance


def average(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, embedding]: the sum over the root of their number, so that a long text says more than one word does. A
    token's state is its own vector: it does not see its neighbours."""
    read = words(block, tokens, context, _BOUND)
    number = keras.ops.sum(weights(read.present), axis=1)
    vector = keras.ops.sum(read.vectors, axis=1) / keras.ops.sqrt(keras.ops.maximum(number, 1.0))
    return Read(vector, read.vectors)


ENCODER = average
