"""A gate and the mixture of experts that it rules: Ma et al., KDD 2018, eq. 6–7."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from mtl_core.networks.sharing.mixing import mixed
from mtl_core.networks.site import COUNTED, Site, Values
from mtl_core.plan import Block


def gate(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """softmax((W x + b) / temperature): [n, experts]."""
    scores = site.dense(f"{block.id}_scores", block.units)(*sources)
    shares = keras.layers.Softmax(name=block.id)(scores / block.options["temperature"])
    if not (block.options["balance"] and site.training):
        return shares
    return EvenUse(block.options["balance"], name=f"{block.id}_balance")([shares, site.inputs[COUNTED]])


def mixture(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Σ_e g_e f_e: [n, units], from the gate [n, experts] and the experts [n, units] each."""
    shares, *experts = sources
    return keras.layers.Identity(name=block.id)(mixed(shares, experts))


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
