"""What a task says of the tokens of a text, handed on to another's head."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.handing_on import hand_on
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.networks.encoders.word_embeddings import mean
from mtl_core.networks.members import repeat
from mtl_core.plan.blocks.tags_answer import TagsAnswerBlock


def tags_answer(block: TagsAnswerBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """The mean chances of each tag over the tokens that are there, unless it is told: [n, outputs]."""
    raw, _ = sources
    said = keras.ops.stop_gradient(raw) if block.detached[:1] == block.sources[:1] else raw
    chances = keras.layers.Activation(block.activation, name=f"{block.id}_each")(said)
    present = repeat(context.present[block.sources[1]], context.members)
    return hand_on(block, mean(chances, present), context)


BUILDER = one_by_one(tags_answer)
