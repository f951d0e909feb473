"""Networks side by side that exchange what they found after each layer."""

from __future__ import annotations

from mtl_core.plan.blocks import Block
from mtl_core.plan.blocks.stitch import StitchBlock
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.views import Watch


def stitch_towers(
    drawing: Drawing, layers: int, units: int, own: float, speed: float, parts: int = 1
) -> list[tuple[OutputTask, list[Block]]]:
    """Each task with what it goes on with after its inputs and after each of ``layers`` layers of ``units``."""
    found: list[list[Block]] = [[drawing.encode(f"{task}_inputs", (task,))] for task in drawing.ids]
    for level in range(1, layers + 1):
        before = zip(drawing.ids, found, strict=True)
        made = [
            drawing.dense(f"{task}_trunk_{level}", "tower", (task,), blocks[-1], units, level)
            for task, blocks in before
        ]
        for place, (task, blocks) in enumerate(zip(drawing.ids, found, strict=True)):
            name = f"{task}_stitch_{level}"
            stitch = StitchBlock.between(name, task, made, place, own, speed, parts)
            blocks.append(drawing.add(stitch) if len(made) > 1 else made[0])
        if len(made) > 1:
            _watch(drawing, level, parts, speed)
    return list(zip(drawing.tasks, found, strict=True))


def _watch(drawing: Drawing, level: int, parts: int, speed: float) -> None:
    names = [f"{name} {part + 1}" if parts > 1 else name for name in drawing.names for part in range(parts)]
    drawing.watches.append(
        Watch(
            id=f"stitch_{level}",
            title=f"What tasks take over after layer {level}",
            kind="heatmap",
            measure="kernels",
            layers=tuple(f"{task}_stitch_{level}_shares" for task in drawing.ids),
            rows=tuple(names),
            columns=tuple(names),
            scale=speed,
        )
    )
