"""The blocks of a plan, a file for each kind: what it is made of, how it is drawn and what is said of it."""

from mtl_core.plan.blocks.block import Around, Block, Form, Ids, Look, Role, Shape, dense_arrays, scale_arrays
from mtl_core.plan.blocks.registry import BLOCKS, AnyBlock

__all__ = [
    "BLOCKS",
    "AnyBlock",
    "Around",
    "Block",
    "Form",
    "Ids",
    "Look",
    "Role",
    "Shape",
    "dense_arrays",
    "scale_arrays",
]
