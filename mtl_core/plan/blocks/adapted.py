"""A layer of all tasks as one task changes it."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.block import Block, Look, Role
from mtl_core.plan.blocks.layer import LayerBlock


class AdaptedBlock(ActivatedBlock):
    """σ(W h + b + B A h) of a change of low rank: [n, units]."""

    look: ClassVar[Look] = "adapter"
    heading = "Layer {level}, as changed for {whose}"
    sentence = "{received:,} values in, {units:,} out ({activation}): the shared layer with a small change of its own."

    kind: Literal["adapted"] = "adapted"
    role: Role = "mixture"
    rank: int

    @classmethod
    def of_layer(cls, id: str, task: str, source: Block, common: LayerBlock, rank: int) -> Self:
        """What ``task`` makes of ``source`` with the layer ``common`` and its own change."""
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=(source.id,),
            borrows=(common.id,),
            level=common.level,
            units=common.units,
            arrays={f"{id}_down/kernel": (source.units, rank), f"{id}_up/kernel": (rank, common.units)},
            activation=common.activation,
            dropout=common.dropout,
            rank=rank,
        )

    @property
    def label(self) -> str:
        """How large the change is."""
        return f"rank {self.rank}"


BLOCK = AdaptedBlock
