"""Experts and the gates by which a task mixes them."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import CGCSharing, MMoESharing, PLESharing
from mtl_core.plan.blocks import Block, Ids
from mtl_core.plan.blocks.gate import GateBlock
from mtl_core.plan.blocks.mixture import MixtureBlock
from mtl_core.plan.drawing import Drawing

Gated = MMoESharing | CGCSharing | PLESharing


def expert(drawing: Drawing, name: str, owners: Ids, source: Block, layers: int) -> Block:
    """A network of ``layers`` layers."""
    block = source
    for level in range(1, layers + 1):
        block = drawing.dense(f"{name}_{level}", "expert", owners, block)
    return block


def mix_experts(
    drawing: Drawing, name: str, owners: Ids, seen: Block, experts: Sequence[Block], sharing: Gated
) -> Block:
    """``experts`` in the shares that a gate gives them, which looks at ``seen``; a single one is taken as it is."""
    if len(experts) == 1:
        return experts[0]
    gate = drawing.add(GateBlock.ruling(f"{name}_gate", owners, seen, experts, sharing.temperature, sharing.balance))
    return drawing.add(MixtureBlock.of_experts(f"{name}_mixture", owners, gate, experts))
