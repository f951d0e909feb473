"""How the columns answer the tasks that attend to them."""

from __future__ import annotations

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.attention import AttentionBlock


def attention(block: AttentionBlock, sources: Values, context: BuildContext) -> None:
    """Keys and values of columns, for the blocks that ask for them; it has no value of its own."""
    context.layers[block.id] = context.bare(block)


BUILDER = one_by_one(attention)
