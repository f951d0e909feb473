"""The mixture of experts that a gate rules: Ma et al., KDD 2018, eq. 6."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.mixing import mix
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.mixture import MixtureBlock


def mixture(block: MixtureBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """Σ_e g_e f_e: [n, units], from the gate [n, experts] and the experts [n, units] each."""
    shares, *experts = sources
    return keras.layers.Identity(name=block.id)(mix(shares, experts))


BUILDER = one_by_one(mixture)
