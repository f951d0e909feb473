"""What a task goes on with after its neighbours told it what they have found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.block import Block, Role
from mtl_core.plan.blocks.layer import LayerBlock


class MessageBlock(ActivatedBlock):
    """σ(W z_t + b + V Σ_s Â_ts z_s): [n, units]."""

    sentence = "Adds what related tasks have found to what was found here: {units:,} values ({activation})."

    kind: Literal["message"] = "message"
    role: Role = "tower"

    @classmethod
    def to_task(cls, id: str, task: str, state: Block, told: Sequence[Block], lent: Sequence[LayerBlock]) -> Self:
        """The next state of ``task``; ``told`` are its relations and its neighbours' states, ``lent`` the layers W and,
        for a task with neighbours, V."""
        keep = lent[0]
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=(state.id, *(block.id for block in told)),
            borrows=tuple(layer.id for layer in lent),
            level=keep.level,
            units=keep.units,
            arrays={},
            activation=keep.activation,
            dropout=keep.dropout,
        )


BLOCK = MessageBlock
