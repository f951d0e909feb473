"""A tree of layers: tasks leave the trunk one after another, groups of tasks share a branch."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import BranchingSharing
from mtl_core.plan.blocks import Block, Role
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask

Way = tuple[str, ...]  # the names of a task's layers so far, from its inputs on


def branching(drawing: Drawing, sharing: BranchingSharing) -> Iterator[tuple[OutputTask, Block]]:
    """Two tasks share a layer if they share all those before it."""
    ways = {task.id: _way(task, sharing) for task in drawing.tasks}
    drawn: dict[Way, Block] = {}
    for task in drawing.tasks:
        way = ways[task.id]
        for level, name in enumerate(way):
            here = way[: level + 1]
            owners = tuple(other for other in drawing.ids if ways[other][: level + 1] == here)
            if here not in drawn and level == 0:
                drawn[here] = drawing.encode(name, owners)
            elif here not in drawn:
                role: Role = "trunk" if owners == drawing.ids else "tower"
                drawn[here] = drawing.dense(name, role, owners, drawn[way[:level]])
        yield task, drawn[way]


def _way(task: OutputTask, sharing: BranchingSharing) -> Way:
    leaves = sharing.leaves.get(task.name, sharing.depth)
    group = sharing.groups.get(task.name)
    together = sharing.branch if group else 0

    def name(level: int) -> str:
        last = "trunk_" if level else ""
        what = level or "inputs"
        if max(level, 1) <= leaves:
            return f"{last}{what}"
        if max(level, 1) <= together:
            return f"branch_{group}_{leaves}_{what}"
        return f"{task.id}_{last}{what}"

    return tuple(name(level) for level in range(max(sharing.layers, leaves, together) + 1))


SCHEME = branching
