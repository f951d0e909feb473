"""Sluice networks: Ruder et al., arXiv 1705.08142."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtl_core.experiment import SluiceSharing
from mtl_core.plan.blocks import Block, Coupling, OutputTask
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.sharing.stitches import stitched
from mtl_core.plan.views import Watch


def sluice(drawing: Drawing, sharing: SluiceSharing) -> Iterator[tuple[OutputTask, Block]]:
    """A network per task, stitched part by part after each layer, and all its layers mixed for the head."""
    parts = sharing.subspaces
    units = -(-sharing.units // parts) * parts
    found = stitched(drawing, sharing.layers, units, sharing.own, sharing.speed, parts)
    if sharing.orthogonality and parts > 1 and sharing.layers:
        names = [(f"{task}_trunk_{level}/kernel",) for task in drawing.ids for level in range(1, sharing.layers + 1)]
        penalty = Coupling(kind="orthogonal", strength=sharing.orthogonality, arrays=tuple(names), parts=parts)
        drawing.couplings.append(penalty)
    for task, (_, *blocks) in found:
        yield task, _depths(drawing, task, blocks, sharing) if sharing.layers > 1 else blocks[-1]
    if sharing.layers > 1:
        _watch(drawing, sharing)


def _depths(drawing: Drawing, task: OutputTask, blocks: Sequence[Block], sharing: SluiceSharing) -> Block:
    name = f"{task.id}_depths"
    return drawing.add(
        Block(
            id=name,
            kind="depths",
            role="mixture",
            owners=(task.id,),
            tasks=(task.id,),
            sources=tuple(block.id for block in blocks),
            level=blocks[-1].level,
            units=blocks[-1].units,
            arrays={f"{name}_shares/kernel": (1, len(blocks))},
            options={"own": sharing.own, "speed": sharing.speed},
        )
    )


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
