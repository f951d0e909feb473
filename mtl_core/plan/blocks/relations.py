"""How much a task takes from each of its neighbours in a graph of the tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Block, Form, Role


class RelationsBlock(Block):
    """Shares of the neighbours, the same in every row, that sum to 1: [1, neighbours]."""

    form: ClassVar[Form] = "gate"
    word = "takes"
    heading = "Gate of {whose}"
    sentence = "Says how much is taken from each of {units:,} other tasks."

    kind: Literal["relations"] = "relations"
    role: Role = "gate"
    strengths: dict[str, float]  # of the edges from each neighbour (by id): where learnt relations start

    @classmethod
    def between(cls, id: str, task: str, state: Block, strengths: Mapping[str, float], learned: bool) -> Self:
        """How much ``task``, whose state is ``state``, takes of each neighbour; of a single one all."""
        near = len(strengths)
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=(state.id,),
            detached=(state.id,),
            level=state.level,
            units=near,
            arrays={f"{id}_scores/kernel": (1, near)} if learned and near > 1 else {},
            strengths=dict(strengths),
        )

    @classmethod
    def from_options(cls, options: Mapping[str, float]) -> dict[str, Any]:
        """They were the strengths themselves."""
        return {"strengths": dict(options)}


BLOCK = RelationsBlock
