"""How the columns answer the tasks that attend to them."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.block import Form, Ids, Role


class AttentionBlock(ActivatedBlock):
    """Keys and values of columns, for the blocks that ask for them; it has no value of its own."""

    form: ClassVar[Form] = "frame"
    sentence = "How columns answer when a task asks them: keys and answers of {units:,} values each."

    kind: Literal["attention"] = "attention"
    role: Role = "trunk"

    @classmethod
    def of_all(cls, id: str, owners: Ids, level: int, units: int, l2: float) -> Self:
        """For tokens of ``units`` numbers."""
        arrays = {f"{id}/kernel": (units, 2 * units)}
        return cls(id=id, owners=owners, tasks=owners, sources=(), level=level, units=units, arrays=arrays, l2=l2)


BLOCK = AttentionBlock
