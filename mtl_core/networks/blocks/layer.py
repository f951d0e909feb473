"""The weights of a layer of all tasks."""

from __future__ import annotations

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.layer import LayerBlock


def layer(block: LayerBlock, sources: Values, context: BuildContext) -> None:
    """W h + b for the blocks that borrow it; it has no value of its own."""
    context.layers[block.id] = context.bare(block)


BUILDER = one_by_one(layer)
