"""How the columns answer the tasks that attend to them."""

from __future__ import annotations

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.site import Site, Values
from mtl_core.plan.blocks.attention import AttentionBlock


def attention(block: AttentionBlock, sources: Values, site: Site) -> None:
    """Keys and values of columns, for the blocks that ask for them; it has no value of its own."""
    site.layers[block.id] = site.bare(block)


BUILDER = one_by_one(attention)
