"""Cross-stitch networks: Misra et al., arXiv 1604.03539."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import CrossStitchSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.stitches import stitch_towers


def cross_stitch(drawing: Drawing, sharing: CrossStitchSharing) -> Iterator[tuple[OutputTask, Block]]:
    """A network per task, stitched after each layer."""
    for task, blocks in stitch_towers(drawing, sharing.layers, sharing.units, sharing.own, sharing.speed):
        yield task, blocks[-1]


SCHEME = cross_stitch
