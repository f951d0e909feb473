"""The experts in the shares that a gate gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Block, Form, Ids, Role


class MixtureBlock(Block):
    """Σ_e g_e f_e: [n, units]."""

    form: ClassVar[Form] = "joint"
    word = "mix"
    heading = "Mixture for {whose}"
    sentence = "Adds up {units:,} values of each expert, in the shares that the gate gives."

    kind: Literal["mixture"] = "mixture"
    role: Role = "mixture"

    @classmethod
    def of_experts(cls, id: str, owners: Ids, gate: Block, experts: Sequence[Block]) -> Self:
        """``experts`` as ``gate`` rules them."""
        return cls(
            id=id,
            owners=owners,
            tasks=owners,
            sources=(gate.id, *(expert.id for expert in experts)),
            level=experts[0].level,
            units=experts[0].units,
            arrays={},
        )


BLOCK = MixtureBlock
