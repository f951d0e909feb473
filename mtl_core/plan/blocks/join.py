"""A task's own values beside what others say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Block, Form, Role


class JoinBlock(Block):
    """Values side by side: [n, units]."""

    form: ClassVar[Form] = "joint"
    word = "told"
    heading = "What {whose} is told by others"
    sentence = "Joins the values so far and what other tasks answer: {units:,} values."

    kind: Literal["join"] = "join"
    role: Role = "mixture"

    @classmethod
    def of_answers(cls, id: str, task: str, stem: Block, answers: Sequence[Block]) -> Self:
        """``stem`` and, after it, what other tasks answer."""
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=(stem.id, *(answer.id for answer in answers)),
            level=stem.level,
            units=stem.units + sum(answer.units for answer in answers),
            arrays={},
        )


BLOCK = JoinBlock
