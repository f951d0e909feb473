"""A text read by its encoder."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.encoders import ENCODERS
from mtl_core.networks.site import Site, Values
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock


def read_text(block: TextEncoderBlock, sources: Values, site: Site) -> keras.KerasTensor:
    """Its vector: [n, units]; where they are needed, its states are laid down for those who read them."""
    tokens = site.inputs[block.column]
    if block.states:
        site.tokens[block.id] = tokens
        site.present[block.id] = keras.ops.not_equal(tokens, 0)
    if block.id in site.inputs:  # it was read ahead
        site.states[block.id] = site.inputs.get(block.states_name)
        return site.inputs[block.id]
    read = ENCODERS[block.encoder](block, tokens, site)
    if block.states:
        site.states[block.id] = read.states
    if block.states and block.frozen:
        site.states[block.id] = keras.layers.Identity(name=block.states_name)(read.states)
    return keras.layers.Identity(name=block.id)(read.vector)


BUILDER = one_by_one(read_text)
