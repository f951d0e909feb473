"""Gated recurrent units: Cho et al., arXiv 1406.1078."""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import Read, recurrent, words
from mtl_core.networks.site import Site
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock


def gru(block: TextEncoderBlock, tokens: keras.KerasTensor, site: Site) -> Read:
    """[n, units]: the state after the last token."""
    vectors = words(block, tokens, site)
    name = f"{block.id}_gru"
    layer = keras.layers.GRU(
        block.sizes.units,
        kernel_initializer=site.start(name),
        recurrent_initializer=keras.initializers.Orthogonal(seed=site.draw(f"{name}_recurrent")),
        return_sequences=block.states,
        return_state=block.states,
        name=name,
    )
    return recurrent(layer, vectors)


ENCODER = gru
