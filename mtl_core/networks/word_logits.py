"""What the words of a text say to a task past all layers: the linear, "wide" part of Cheng et al., "Wide & Deep
Learning for Recommender Systems", arXiv 1606.07792, section 3.1.

From a few hundred texts a linear model over common and rare words learns more than a deep network does; the layers
learn what it leaves over.
"""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.members import repeat
from mtl_core.plan import Block, InputColumn

_TAGS = 8.0  # times as fast as the layers beside a tag words learn
LOUD = 64.0  # times as fast as the layers words learn; otherwise those know the rows by heart before words are learnt
_LEAST = 0.5  # length of a text's weights; those of an empty one are all 0


def beside_words(values: keras.KerasTensor, block: Block, context: BuildContext) -> keras.KerasTensor:
    """What the layers say to the task of ``block``, ``values`` [n, units], and what the words of texts say, 0
    before training."""
    for column in context.columns:
        if column.speaks:  # Keras 3.15 takes a second summand of no rows for a bias, and fails
            said = repeat(_sum_words(block, column, context), context.members)
            values = keras.ops.subtract(values, keras.ops.negative(said))
    return values


def beside_each_word(
    values: keras.KerasTensor, block: Block, tokens: keras.KerasTensor, context: BuildContext
) -> keras.KerasTensor:
    """What the layers say to the tag of each of ``tokens`` [n, length], ``values`` [n, length, units], and what the
    word itself says, 0 before training."""
    name = f"{block.id}_words"
    rows, _ = block.arrays[f"{name}/embeddings"]
    table = keras.layers.Embedding(rows, block.units, embeddings_initializer="zeros", name=name)
    return values + _TAGS * repeat(table(tokens), context.members)


def _sum_words(block: Block, column: InputColumn, context: BuildContext) -> keras.KerasTensor:
    """A number per word and output, the sum by the words' weights, whose squares add up to 1 in each text."""
    tokens = context.inputs[column.id]
    table = keras.layers.Embedding(
        column.tokens, block.units, embeddings_initializer="zeros", name=f"{block.id}_{column.id}"
    )
    weights = _rarity(tokens)
    length = keras.ops.sqrt(keras.ops.sum(keras.ops.square(weights), axis=1))
    said = keras.ops.sum(table(tokens) * weights, axis=1)
    return LOUD * said / keras.ops.maximum(length, _LEAST)


def weigh_words(tokens: np.ndarray) -> np.ndarray:
    """By what the number of each of a text's ``tokens`` [n, length] is multiplied, 0 at padding: what they say is
    the sum of the products."""
    weights = np.log1p(tokens.astype(np.float64))
    length = np.sqrt(np.square(weights).sum(axis=1, keepdims=True))
    found: np.ndarray = LOUD * weights / np.maximum(length, _LEAST)
    return found


def _rarity(tokens: keras.KerasTensor) -> keras.KerasTensor:
    """How much each token tells [n, length, 1], 0 at padding: the logarithm of its number, which is its rank by
    frequency and so, by Zipf's law, follows its inverse frequency (Spärck Jones, Journal of Documentation 28, 1972)."""
    return keras.ops.expand_dims(keras.ops.log1p(keras.ops.cast(tokens, "float32")), -1)
