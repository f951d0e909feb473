"""What a task says, handed on to another's head."""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import mean
from mtl_core.networks.site import Site, Values
from mtl_core.plan import Block


def answer(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Chances, or a standardised number, of a task's raw output, unless it is told: [n, outputs]."""
    [raw] = sources
    said = keras.ops.stop_gradient(raw) if block.detached else raw
    return _handed_on(block, keras.layers.Activation(block.activation, name=f"{block.id}_said")(said), site)


def tags_answer(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """The mean chances of each tag over the tokens that are there, unless it is told: [n, outputs]."""
    raw, _ = sources
    said = keras.ops.stop_gradient(raw) if block.detached[:1] == block.sources[:1] else raw
    chances = keras.layers.Activation(block.activation, name=f"{block.id}_each")(said)
    return _handed_on(block, mean(chances, site.present[block.sources[1]]), site)


def _handed_on(block: Block, said: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """The true answers of the rows that are told one, and what the network says of the others: [n, outputs]."""
    told = site.told.get(block.owners[0]) if block.told else None
    if told is not None:
        said = keras.ops.where(told[:, -1:] > 0, told[:, :-1], said)
    return keras.layers.Identity(name=block.id)(said)


def join(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """A task's own values and what others say, side by side: [n, units]."""
    return keras.layers.Concatenate(name=block.id)(sources)
