"""Draws a trunk of residual layers."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment.sharing.residual import ResidualSharing
from mtl_core.plan.blocks.residual import ResidualBlock

from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.hard import trunk


def residual(drawing: Drawing, sharing: ResidualSharing) -> Iterator[tuple[OutputTask, Block]]:
    """A layer of all tasks, and ``layers`` − 1 residual ones."""
    stem = trunk(drawing, 1)
    for level in range(2, sharing.layers + 1):
        name = f"trunk_{level}"
        stem = drawing.add(ResidualBlock.after(name, drawing.ids, stem, sharing.narrow, sharing.activation))
    yield from ((task, stem) for task in drawing.tasks)


SCHEME = residual
