"""One trunk for all tasks: Caruana, "Multitask Learning", Machine Learning 28, 1997."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import HardSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask


def hard(drawing: Drawing, sharing: HardSharing) -> Iterator[tuple[OutputTask, Block]]:
    """``depth`` layers of all tasks, then each task's own up to ``layers``; without a shared one, inputs of its own."""
    shared = trunk(drawing, sharing.depth) if sharing.depth else None
    for task in drawing.tasks:
        block: Block = shared or drawing.encode(f"{task.id}_inputs", (task.id,))
        for level in range(sharing.depth + 1, sharing.layers + 1):
            block = drawing.dense(f"{task.id}_trunk_{level}", "tower", (task.id,), block)
        yield task, block


def trunk(drawing: Drawing, depth: int) -> Block:
    """Inputs and ``depth`` layers of all tasks."""
    block: Block = drawing.encode("inputs", drawing.ids)
    for level in range(1, depth + 1):
        block = drawing.dense(f"trunk_{level}", "trunk", drawing.ids, block)
    return block


SCHEME = hard
