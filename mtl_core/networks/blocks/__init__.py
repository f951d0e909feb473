"""What builds the blocks of a plan, a file for each kind: plain layers of Keras from what feeds it."""

from mtl_core.families import members
from mtl_core.networks.blocks.builder import Builder
from mtl_core.plan import BLOCKS

BUILDERS: dict[str, Builder] = members("mtl_core.networks.blocks", "BUILDER", BLOCKS)
"""By the kind of block."""

__all__ = ["BUILDERS", "Builder"]
