"""Experts and the gates by which a task mixes them."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing, Ids, dense_arrays


def expert(drawing: Drawing, name: str, owners: Ids, source: Block, layers: int) -> Block:
    """A network of ``layers`` layers."""
    block = source
    for level in range(1, layers + 1):
        block = drawing.dense(f"{name}_{level}", "expert", owners, block)
    return block


def mixed(
    drawing: Drawing, name: str, owners: Ids, seen: Block, experts: Sequence[Block], options: dict[str, float]
) -> Block:
    """``experts`` in the shares that a gate gives them, which looks at ``seen``; a single one is taken as it is."""
    if len(experts) == 1:
        return experts[0]
    gate = drawing.add(
        Block(
            id=f"{name}_gate",
            kind="gate",
            role="gate",
            owners=owners,
            tasks=owners,
            sources=(seen.id,),
            level=experts[0].level,
            units=len(experts),
            arrays=dense_arrays(f"{name}_gate_scores", seen.units, len(experts)),
            options=options,
        )
    )
    return drawing.add(
        Block(
            id=f"{name}_mixture",
            kind="mixture",
            role="mixture",
            owners=owners,
            tasks=owners,
            sources=(gate.id, *(expert.id for expert in experts)),
            level=experts[0].level,
            units=experts[0].units,
            arrays={},
        )
    )
