"""Words by how they are spelt, beside what is known of each by itself, so that a word that was never seen is told by
what it has in common with others: sums of vectors, as of Bojanowski et al., TACL 2017, section 3.2.

While training, words are taken for unseen ones now and then, each as a whole, so that what is unseen is learnt, and so
that the layers and the tags do not know the words by heart (Kiperwasser & Goldberg, TACL 2016, section 4.2).
"""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.text_encoders import spelling_name

_PADDING, _UNSEEN = 0, 1
_NO_FEATURE = 0
_SILENCED = 0.2  # of the features


def forget_words(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> keras.KerasTensor:
    """The tokens [n, length], of which a share is unseen while training."""
    if not context.training:
        return tokens
    here = keras.ops.cast(keras.ops.not_equal(tokens, _PADDING), "float32")
    kept = context.dropout(f"{block.id}_dropout", block.dropout, here)
    return keras.ops.where(keras.ops.greater(kept, 0.0), tokens, keras.ops.minimum(tokens, _UNSEEN))


def spelt_vectors(block: TextEncoderBlock, context: BuildContext, bound: float) -> keras.KerasTensor:
    """The sum of the vectors of each word's features [n, length, embedding], which begin within ±``bound``; while
    training some are silenced, each by itself, so that words with few that are known are told by these."""
    features = context.inputs[spelling_name(block.column)]
    table = context.table(f"{block.id}_spelling", block.sizes.spellings, block.sizes.embedding, bound)
    known = keras.ops.expand_dims(keras.ops.cast(keras.ops.not_equal(features, _NO_FEATURE), "float32"), -1)
    heard = context.dropout(f"{block.id}_spelling_dropout", _SILENCED, known)
    return keras.ops.sum(table(features) * heard, axis=2)
