"""What a task says of a row, handed on to another's head."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.handing_on import hand_on
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.answer import AnswerBlock


def answer(block: AnswerBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """Chances, or a standardised number, of a task's raw output, unless it is told: [n, outputs]."""
    [raw] = sources
    said = keras.ops.stop_gradient(raw) if block.detached else raw
    return hand_on(block, keras.layers.Activation(block.activation, name=f"{block.id}_said")(said), context)


BUILDER = one_by_one(answer)
