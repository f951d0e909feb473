"""Filters over some tokens at a time, each with its strongest answer: Kim, arXiv 1408.5882.

A filter is a Dense layer over neighbouring vectors side by side: XLA multiplies matrices well on a CPU, but convolves
slowly.
"""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import Read, weights, words
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.text_encoders import CNN_WIDTHS


def cnn(block: TextEncoderBlock, tokens: keras.KerasTensor, context: BuildContext) -> Read:
    """[n, units per width]: 0 where no filter found anything, also in an empty text."""
    read = words(block, tokens, context)
    here = weights(read.present)
    found = []
    for width in CNN_WIDTHS:
        layer = context.dense(f"{block.id}_filters_{width}", block.sizes.units, "relu")
        found.append(layer(_windows(read.vectors, width)) * here)
    states = keras.ops.concatenate(found, axis=-1)
    return Read(keras.ops.concatenate([keras.ops.max(part, axis=1) for part in found], axis=-1), states)


def _windows(vectors: keras.KerasTensor, width: int) -> keras.KerasTensor:
    """Each vector beside its neighbours, 0 beyond the ends: [n, length, embedding] → [n, length, width · embedding]."""
    length, before = vectors.shape[1], (width - 1) // 2
    padded = keras.ops.pad(vectors, [(0, 0), (before, width - 1 - before), (0, 0)])
    return keras.ops.concatenate([padded[:, start : start + length] for start in range(width)], axis=-1)


ENCODER = cnn
