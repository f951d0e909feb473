"""Which boxes the diagram has: a plan's blocks, put together where a person sees one thing; it draws nothing and knows
no way of sharing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mtl_core.plan import Block, Coupling, Plan

Form = Literal["inputs", "layer", "frame", "joint", "gate", "head"]
Look = Literal["adapter", "asking"]
Section = Literal["inputs", "body", "own"]
_FORMS: dict[str, Form] = {
    "encode": "inputs",
    "tokens": "inputs",
    "layer": "frame",  # drawn behind the tasks' own boxes, which use its weights
    "attention": "frame",
    "gate": "gate",
    "relations": "gate",
    "mixture": "joint",
    "stitch": "joint",
    "depths": "joint",
    "join": "joint",
    "output": "head",
    "tag_output": "head",
}
_LOOKS: dict[str, Look] = {"adapted": "adapter", "asking": "asking"}
_WORDS = {
    "gate": "gate",
    "relations": "takes",
    "mixture": "mix",
    "stitch": "stitch",
    "depths": "depths",
    "join": "told",
}
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
        return next((block for block in self.members if block.column is None), self.members[0])

    @property
    def form(self) -> Form:
        """How it is drawn."""
        return _FORMS.get(self.main.kind, "layer")

    @property
    def look(self) -> Look | None:
        """What sets a layer apart from a plain one."""
        return _LOOKS.get(self.main.kind)

    @property
    def word(self) -> str:
        """What a small point is called in the drawing."""
        return _WORDS.get(self.main.kind, "")

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
    homes = dict(_homes(plan))
    found: dict[str, list[Block]] = {}
    for block in plan.blocks:
        found.setdefault(homes[block.id], []).append(block)
    return [_box(plan, tuple(members), homes) for members in found.values()]


def _homes(plan: Plan) -> Iterator[tuple[str, str]]:
    """Per block the name of its box."""
    for block in plan.blocks:
        if block.role == "inputs":
            yield block.id, "inputs"
        elif _FORMS.get(block.kind) == "frame":
            yield block.id, f"frame_{block.level}"
        elif block.kind in ("answer", "tags_answer"):
            yield block.id, block.sources[0]
        else:
            yield block.id, block.id


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
    owners = {array: block.id for block in plan.blocks if block.kind == "dense" for array in block.arrays}
    pairs = (pair for coupling in plan.couplings for pair in _pairs(coupling))
    found = ((owners[one], owners[other]) for one, other in pairs if one in owners and other in owners)
    return list(dict.fromkeys(found))


def _pairs(coupling: Coupling) -> Iterator[tuple[str, str]]:
    """Arrays that are pulled together; without relations all of a group are."""
    for group in coupling.arrays:
        for place, one in enumerate(group):
            for other in range(place):
                if not coupling.relations or coupling.relations[place][other] or coupling.relations[other][place]:
                    yield group[other], one
