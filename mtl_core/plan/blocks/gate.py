"""A gate, which says how much of each expert is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Block, Form, Ids, Role, dense_arrays


class GateBlock(Block):
    """softmax((W x + b) / temperature): [n, experts]."""

    form: ClassVar[Form] = "gate"
    word = "gate"
    heading = "Gate of {whose}"
    sentence = "Looks at {received:,} values and says how much of each of {units:,} experts is taken."

    kind: Literal["gate"] = "gate"
    role: Role = "gate"
    temperature: float
    balance: float  # how strongly all experts are made to be used

    @classmethod
    def ruling(
        cls, id: str, owners: Ids, seen: Block, experts: Sequence[Block], temperature: float, balance: float
    ) -> Self:
        """The gate of ``owners`` over ``experts``, which looks at ``seen``."""
        return cls(
            id=id,
            owners=owners,
            tasks=owners,
            sources=(seen.id,),
            level=experts[0].level,
            units=len(experts),
            arrays=dense_arrays(f"{id}_scores", seen.units, len(experts)),
            temperature=temperature,
            balance=balance,
        )

    @property
    def counts_rows(self) -> bool:
        """Experts are used evenly by rows of data alone."""
        return self.balance > 0


BLOCK = GateBlock
