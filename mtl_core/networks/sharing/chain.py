"""What a task says, handed on to another's head."""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import mean
from mtl_core.networks.site import Site, Values
from mtl_core.plan import Block


def answer(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Chances, or a standardised number, of a task's raw output: [n, outputs]."""
    [raw] = sources
    told = keras.ops.stop_gradient(raw) if block.detached else raw
    return keras.layers.Activation(block.activation, name=block.id)(told)


def tags_answer(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """The mean chances of each tag over the tokens that are there: [n, outputs]."""
    raw, _ = sources
    told = keras.ops.stop_gradient(raw) if block.detached[:1] == block.sources[:1] else raw
    chances = keras.layers.Activation(block.activation, name=f"{block.id}_each")(told)
    return keras.layers.Identity(name=block.id)(mean(chances, site.present[block.sources[1]]))


def join(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """A task's own values and what others say, side by side: [n, units]."""
    return keras.layers.Concatenate(name=block.id)(sources)
