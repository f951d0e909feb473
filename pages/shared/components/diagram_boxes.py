"""Which boxes the diagram has: a plan's blocks, put together where a person sees one thing; it draws nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mtl_core.plan import Block, Coupling, Plan

Section = Literal["inputs", "body", "own"]
_BODY = ("trunk", "expert", "gate", "mixture")


@dataclass(frozen=True)
class Box:
    """One box: ``members`` are its blocks, ``sources`` the ids of the boxes that feed it."""

    id: str
    members: tuple[Block, ...]
    sources: tuple[str, ...]
    tasks: tuple[str, ...]  # that it is drawn for
    section: Section

    @cached_property
    def main(self) -> Block:
        """The block that the box is named after: of the inputs the one that joins all columns."""
        return next(block for block in self.members if block.names_box)

    @property
    def parameters(self) -> int:
        """Of all its blocks."""
        return sum(block.parameters for block in self.members)

    def within(self, blocks: Collection[str]) -> bool:
        """Whether all its blocks are among these, by id."""
        return all(block.id in blocks for block in self.members)


def boxes(plan: Plan) -> list[Box]:
    """All inputs are one box, so are the weights that a level lends to all tasks, and a head with what it hands on.

    Every block is in exactly one box, so that the boxes' parameters add up to the plan's.
    """
    homes = _homes(plan)
    found: dict[str, list[Block]] = {}
    for block in plan.blocks:
        found.setdefault(homes[block.id], []).append(block)
    return [_box(plan, tuple(members), homes) for members in found.values()]


def _homes(plan: Plan) -> dict[str, str]:
    """Per block the name of its box."""
    return {block.id: block.home for block in plan.blocks}


def _box(plan: Plan, members: tuple[Block, ...], homes: dict[str, str]) -> Box:
    first = members[0]
    home = homes[first.id]
    fed = dict.fromkeys(homes[source] for block in members for source in block.sources)
    return Box(
        id=home,
        members=members,
        sources=tuple(source for source in fed if source != home),
        tasks=tuple(task.id for task in plan.tasks) if first.role == "inputs" else first.owners,
        section=_section(first),
    )


def _section(block: Block) -> Section:
    if block.role == "inputs":
        return "inputs"
    return "body" if block.role in _BODY or (block.shared and block.role != "head") else "own"


def ties(plan: Plan) -> list[tuple[str, str]]:
    """Pairs of boxes whose weights a penalty holds close."""
    owners = {array: block.home for block in plan.blocks for array in block.arrays}
    pairs = (pair for coupling in plan.couplings for pair in _pairs(coupling))
    found = ((owners[one], owners[other]) for one, other in pairs)
    return list(dict.fromkeys((one, other) for one, other in found if one != other))


def _pairs(coupling: Coupling) -> Iterator[tuple[str, str]]:
    """Arrays that are pulled together; without relations all of a group are."""
    for group in coupling.arrays:
        for place, one in enumerate(group):
            for other in range(place):
                if not coupling.relations or coupling.relations[place][other] or coupling.relations[other][place]:
                    yield group[other], one
