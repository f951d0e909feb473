"""Progressive layered extraction: Tang et al., RecSys 2020."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import CGCSharing, PLESharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.gates import expert, mix_experts
from mtl_core.plan.views import Watch


def ple(drawing: Drawing, sharing: PLESharing) -> Iterator[tuple[OutputTask, Block]]:
    """Several stages, with a stream for each task and one for all between them."""
    return draw_stages(drawing, sharing, sharing.stages)


def draw_stages(drawing: Drawing, sharing: CGCSharing | PLESharing, stages: int) -> Iterator[tuple[OutputTask, Block]]:
    """Experts of all tasks and of each, stage after stage."""
    shared: Block = drawing.encode("inputs", drawing.ids)
    streams = dict.fromkeys(drawing.ids, shared)
    for stage in range(1, stages + 1) if sharing.layers else ():
        shared, streams = _stage(drawing, sharing, f"stage_{stage}", stage == stages, shared, streams)
    yield from ((task, streams[task.id]) for task in drawing.tasks)


def _stage(
    drawing: Drawing,
    sharing: CGCSharing | PLESharing,
    name: str,
    last: bool,
    shared: Block,
    streams: dict[str, Block],
) -> tuple[Block, dict[str, Block]]:
    """The shared stream and those of the tasks after one stage more; the last one has no shared stream."""
    common = [
        expert(drawing, f"{name}_expert_{place}", drawing.ids, shared, sharing.layers)
        for place in range(1, sharing.shared_experts + 1)
    ]
    own = {
        task: [
            expert(drawing, f"{task}_{name}_expert_{place}", (task,), stream, sharing.layers)
            for place in range(1, sharing.task_experts + 1)
        ]
        for task, stream in streams.items()
    }
    after = {
        task: mix_experts(drawing, f"{task}_{name}", (task,), stream, own[task] + common, sharing)
        for task, stream in streams.items()
    }
    if sharing.shared_experts + sharing.task_experts > 1:
        _watch(drawing, sharing, name)
    if last or not common:
        return shared, after
    every = [block for blocks in own.values() for block in blocks] + common
    return mix_experts(drawing, f"{name}_shared", drawing.ids, shared, every, sharing), after


def _watch(drawing: Drawing, sharing: CGCSharing | PLESharing, name: str) -> None:
    own = [f"Own {place}" for place in range(1, sharing.task_experts + 1)]
    common = [f"Shared {place}" for place in range(1, sharing.shared_experts + 1)]
    drawing.watches.append(
        Watch(
            id=f"gates_{name}",
            title="How much each task uses each expert" + f" of stage {name.removeprefix('stage_')}",
            kind="bars",
            measure="outputs",
            layers=tuple(f"{task}_{name}_gate" for task in drawing.ids),
            rows=drawing.names,
            columns=(*own, *common),
            by_class=True,
        )
    )


SCHEME = ple
