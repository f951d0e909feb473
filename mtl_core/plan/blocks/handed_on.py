"""What the blocks that hand a task's answer on have in common."""

from __future__ import annotations

from typing import ClassVar, Self

from mtl_core.plan.blocks.block import Block, Form, Ids, Role
from mtl_core.plan.input_output import OutputTask


class HandedOnBlock(Block):
    """A task's answer for other tasks' heads, drawn as a part of its own head: [n, units]."""

    form: ClassVar[Form] = "head"
    names_box: ClassVar[bool] = False
    heading = "Head of {whose}"

    kind: str = ""  # that of the heir
    role: Role = "mixture"
    activation: str
    told: bool = False  # whether it may be told its task's true answers while training

    @classmethod
    def of_head(cls, id: str, task: OutputTask, head: Block, texts: Ids, learns: bool, told: bool) -> Self:
        """What ``task`` says through ``head``, which learns from those who are told where ``learns``; of tags, by the
        tokens of ``texts``."""
        return cls(
            id=id,
            owners=(task.id,),
            tasks=(task.id,),
            sources=(head.id, *texts),
            level=head.level,
            units=head.units,
            arrays={},
            activation=task.traits.activation,
            detached=texts if learns else (head.id, *texts),
            told=told,
        )

    @property
    def is_told(self) -> bool:
        """As the way of sharing asks."""
        return self.told

    @property
    def home(self) -> str:
        """That of the head."""
        return self.sources[0]
