"""Draws a trunk that grows narrower."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment.sharing.funnel import FunnelSharing

from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask


def funnel(drawing: Drawing, sharing: FunnelSharing) -> Iterator[tuple[OutputTask, Block]]:
    """``layers`` layers of all tasks, from ``units`` down to ``last``."""
    stem: Block = drawing.encode("inputs", drawing.ids)
    for level in range(sharing.layers):
        done = level / max(1, sharing.layers - 1)
        units = round(sharing.units ** (1 - done) * sharing.last**done)
        stem = drawing.dense(f"trunk_{level + 1}", "trunk", drawing.ids, stem, units)
    yield from ((task, stem) for task in drawing.tasks)


SCHEME = funnel
