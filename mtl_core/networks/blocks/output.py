"""A task's raw output over its last layer."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one, penalty
from mtl_core.networks.blocks.members import apply_own_dense
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.networks.linear_part import beside_columns
from mtl_core.networks.word_logits import beside_words
from mtl_core.plan.blocks.output import OutputBlock


def output(block: OutputBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """A linear layer over what the layers give, and beside it what words of texts or columns say: [n, units]."""
    [values] = sources
    said = apply_own_dense(block.id, block.units, values, context, kernel_regularizer=penalty(block.l2))
    return beside_columns(beside_words(said, block, context), block, context)


BUILDER = one_by_one(output)
