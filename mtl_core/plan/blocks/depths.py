"""The layers of one network, mixed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Block, Form, Role


class DepthsBlock(Block):
    """Σ_l β_l h_l over a task's layers: [n, units]."""

    form: ClassVar[Form] = "joint"
    word = "depths"
    heading = "Mixture for {whose}"
    sentence = "Takes a learnt share of each of the {sources} layers before: {units:,} values."

    kind: Literal["depths"] = "depths"
    role: Role = "mixture"
    own: float  # what is taken of the last layer at the start
    speed: float  # times as fast as other weights that the shares are learnt

    @classmethod
    def of_layers(cls, id: str, task: str, layers: Sequence[Block], own: float, speed: float) -> Self:
        """What ``task`` takes of each of ``layers``."""
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=tuple(block.id for block in layers),
            level=layers[-1].level,
            units=layers[-1].units,
            arrays={f"{id}_shares/kernel": (1, len(layers))},
            own=own,
            speed=speed,
        )


BLOCK = DepthsBlock
