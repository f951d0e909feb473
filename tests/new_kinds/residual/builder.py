"""Builds layers through a narrow one and back."""

from __future__ import annotations

import keras
from mtl_core.plan.blocks.residual import ResidualBlock

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.mixing import add
from mtl_core.networks.build_context import BuildContext, Values


def residual(block: ResidualBlock, sources: Values, site: BuildContext) -> keras.KerasTensor:
    """What came in and what the narrow layer makes of it: [n, units]."""
    [given] = sources
    inner = site.dense(f"{block.id}_in", block.narrow, block.activation)(given)
    outer = site.dense(f"{block.id}_out", block.units)(inner)
    return keras.layers.Identity(name=block.id)(add(given, outer))


BUILDER = one_by_one(residual)
