"""Filters over some tokens at a time, each with its strongest answer: Kim, arXiv 1408.5882."""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import weights, words
from mtl_core.networks.site import Site
from mtl_core.plan import Block
from mtl_core.text_encoders import CNN_WIDTHS


def cnn(block: Block, tokens: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """[n, units per width]: 0 where no filter found anything, also in an empty text."""
    assert block.sizes is not None
    vectors = words(block, tokens, site)
    here = weights(vectors.present)
    found = []
    for width in CNN_WIDTHS:
        name = f"{block.id}_filters_{width}"
        layer = keras.layers.Conv1D(
            block.sizes.units,
            width,
            padding="same",
            activation="relu",
            kernel_initializer=site.start(name, "relu"),
            name=name,
        )
        found.append(keras.ops.max(layer(vectors.vectors) * here, axis=1))
    return keras.ops.concatenate(found, axis=-1)
