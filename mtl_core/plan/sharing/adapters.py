"""A trunk whose layers each task changes a little: Hu et al., arXiv 2106.09685."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import AdaptersSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.blocks.adapted import AdaptedBlock
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.hard import trunk
from mtl_core.plan.views import Watch


def adapters(drawing: Drawing, sharing: AdaptersSharing) -> Iterator[tuple[OutputTask, Block]]:
    """Each layer of all tasks, and what each task makes of it; without a rank hard sharing."""
    if not sharing.rank:
        whole = trunk(drawing, sharing.layers)
        yield from ((task, whole) for task in drawing.tasks)
        return
    ranks = {task.id: sharing.ranks.get(task.name, sharing.rank) for task in drawing.tasks}
    stems: dict[str, Block] = dict.fromkeys(drawing.ids, drawing.encode("inputs", drawing.ids))
    for level in range(1, sharing.layers + 1):
        common = drawing.layer(f"trunk_{level}", next(iter(stems.values())).units, level)
        stems = {
            task: drawing.add(AdaptedBlock.of_layer(f"{task}_adapted_{level}", task, stem, common, ranks[task]))
            for task, stem in stems.items()
        }
    yield from ((task, stems[task.id]) for task in drawing.tasks)
    if sharing.layers:
        _watch(drawing, sharing.layers)


def _watch(drawing: Drawing, layers: int) -> None:
    parts = ("{task}_adapted_{level}_down/kernel", "{task}_adapted_{level}_up/kernel", "trunk_{level}/kernel")
    levels = range(1, layers + 1)
    drawing.watches.append(
        Watch(
            id="changes",
            title="How much each task changes each layer",
            kind="heatmap",
            measure="changes",
            arrays=tuple(
                tuple(part.format(task=task, level=level) for level in levels for part in parts) for task in drawing.ids
            ),
            rows=drawing.names,
            columns=tuple(f"Layer {level}" for level in levels),
        )
    )


SCHEME = adapters
