"""A gate over experts: Ma et al., KDD 2018, eq. 7."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.build_context import COUNTED, BuildContext, Values
from mtl_core.networks.members import repeat
from mtl_core.plan.blocks.gate import GateBlock


def gate(block: GateBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """softmax((W x + b) / temperature): [n, experts]."""
    scores = context.dense(f"{block.id}_scores", block.units)(*sources)
    shares = keras.layers.Softmax(name=block.id)(scores / block.temperature)
    if not (block.balance and context.training):
        return shares
    counted = repeat(context.inputs[COUNTED], context.members)
    return EvenUse(block.balance, name=f"{block.id}_balance")([shares, counted])


class EvenUse(keras.layers.Layer):  # type: ignore[misc]  # keras has no types
    """Passes shares [n, E] on and, while training, adds ``strength`` times the squared coefficient of variation of the
    experts' use, their mean share over the rows that count: Shazeer et al., arXiv 1701.06538, eq. 7."""

    def __init__(self, strength: float, **options: Any) -> None:
        super().__init__(**options)
        self.strength = strength

    def call(self, given: Sequence[tf.Tensor], training: bool = False) -> tf.Tensor:
        """The shares as they are; ``given`` are they and, [n, 1], 1 for each row that counts."""
        shares, counted = given
        if training:
            use = tf.reduce_sum(shares * counted, axis=0) / tf.reduce_sum(counted)  # sums to 1, so that its mean is 1/E
            self.add_loss(self.strength * tf.math.reduce_variance(use * use.shape[0]))
        return shares


BUILDER = one_by_one(gate)
