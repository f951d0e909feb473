"""The weights of a layer of all tasks, through which each task's own block passes its values."""

from __future__ import annotations

from typing import ClassVar, Literal

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.block import Form, Role


class LayerBlock(ActivatedBlock):
    """W and b for the blocks that borrow them; it has no value of its own."""

    form: ClassVar[Form] = "frame"
    sentence = "{units:,} values out ({activation}). All tasks pass their own values through these weights."

    kind: Literal["layer"] = "layer"
    role: Role = "trunk"


BLOCK = LayerBlock
