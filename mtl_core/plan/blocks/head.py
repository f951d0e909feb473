"""What the blocks that give tasks' raw outputs have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.block import Around, Form, Role


class HeadBlock(ActivatedBlock):
    """The end of one task's network."""

    form: ClassVar[Form] = "head"
    heading = "Head of {whose}"
    of_members = "Each of {members} members answers by weights of its own; the answer is the mean of theirs."

    role: Role = "head"

    def tell(self, around: Around) -> Iterator[str]:
        """What comes out of it, as its kind of task says."""
        task = next(task for task in around.tasks if task.id in self.owners)
        yield task.traits.head.format(**self.figures(around))
        yield from self.tell_of_members(around)
