"""The mixture of a network's depths."""

from __future__ import annotations

import keras

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.mixing import combine, one
from mtl_core.networks.blocks.shares import shares_of, start_of
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.depths import DepthsBlock


def depths(block: DepthsBlock, sources: Values, context: BuildContext) -> keras.KerasTensor:
    """Σ_l β_l h_l over a task's layers: [n, units]; Ruder et al., eq. 4. The layer holds β / speed [1, layers]."""
    layer = shares_of(block, start_of(block, len(sources), len(sources) - 1, 1))
    shares = layer(one(sources[0])) * block.speed
    return keras.layers.Identity(name=block.id)(combine(shares, sources))


BUILDER = one_by_one(depths)
