"""Sluice networks: Ruder et al., arXiv 1705.08142."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import SluiceSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.blocks.depths import DepthsBlock
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.stitches import stitch_towers
from mtl_core.plan.views import Watch


def sluice(drawing: Drawing, sharing: SluiceSharing) -> Iterator[tuple[OutputTask, Block]]:
    """A network per task, stitched part by part after each layer, and all its layers mixed for the head."""
    parts = sharing.subspaces
    units = -(-sharing.units // parts) * parts
    found = stitch_towers(drawing, sharing.layers, units, sharing.own, sharing.speed, parts)
    if sharing.orthogonality and parts > 1 and sharing.layers:
        names = [(f"{task}_trunk_{level}/kernel",) for task in drawing.ids for level in range(1, sharing.layers + 1)]
        penalty = Coupling(kind="orthogonal", strength=sharing.orthogonality, arrays=tuple(names), parts=parts)
        drawing.couplings.append(penalty)
    for task, (_, *blocks) in found:
        if sharing.layers > 1:
            name = f"{task.id}_depths"
            yield task, drawing.add(DepthsBlock.of_layers(name, task.id, blocks, sharing.own, sharing.speed))
        else:
            yield task, blocks[-1]
    if sharing.layers > 1:
        _watch(drawing, sharing)


def _watch(drawing: Drawing, sharing: SluiceSharing) -> None:
    drawing.watches.append(
        Watch(
            id="depths",
            title="Which layers each task listens to",
            kind="heatmap",
            measure="kernels",
            layers=tuple(f"{task}_depths_shares" for task in drawing.ids),
            rows=drawing.names,
            columns=tuple(f"Layer {level}" for level in range(1, sharing.layers + 1)),
            scale=sharing.speed,
        )
    )


SCHEME = sluice
