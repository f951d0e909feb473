"""A task that attends to the columns, and what it makes of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.attention import AttentionBlock
from mtl_core.plan.blocks.block import Block, Look, Role, dense_arrays
from mtl_core.text_encoders import FEED_FORWARD


class AskingBlock(ActivatedBlock):
    """What a task's token becomes: [n, units]."""

    look: ClassVar[Look] = "asking"
    heading = "What {whose} has asked for, layer {level}"
    sentence = "Asks every column, and makes {units:,} values of the answers in a layer of its own ({activation})."

    kind: Literal["asking"] = "asking"
    role: Role = "mixture"
    last: bool  # whether no other follows

    @classmethod
    def of_task(
        cls,
        id: str,
        task: str,
        sources: Sequence[Block],
        common: AttentionBlock,
        last: bool,
        activation: str,
        dropout: float,
    ) -> Self:
        """``sources`` are the columns' tokens and what the task's token was before; the first block also holds what
        it starts as. The penalty is that of ``common``."""
        units = common.units
        start = {f"{id}_token/kernel": (1, units)} if len(sources) == 1 else {}
        wide = FEED_FORWARD * units
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=tuple(source.id for source in sources),
            borrows=(common.id,),
            level=common.level,
            units=units,
            arrays=start | dense_arrays(f"{id}_wide", units, wide) | dense_arrays(f"{id}_narrow", wide, units),
            activation=activation,
            dropout=dropout,
            l2=common.l2,
            last=last,
        )


BLOCK = AskingBlock
