"""Tasks as the nodes of a graph: messages along its edges, or a penalty on how far its neighbours are apart."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import TaskGraphSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.blocks.message import MessageBlock
from mtl_core.plan.blocks.relations import RelationsBlock
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.coupled_towers import Groups, couple_towers
from mtl_core.plan.sharing.hard import trunk
from mtl_core.plan.views import Watch

Neighbours = dict[str, dict[str, float]]  # by task, the strength of each edge to it that is not cut


def task_graph(drawing: Drawing, sharing: TaskGraphSharing) -> Iterator[tuple[OutputTask, Block]]:
    """The coupling that the settings name."""
    return (_messages if sharing.coupling == "messages" else _penalty)(drawing, sharing)


def _penalty(drawing: Drawing, sharing: TaskGraphSharing) -> Iterator[tuple[OutputTask, Block]]:
    names, count = drawing.names, len(drawing.names)

    def couple(arrays: Groups, strength: float) -> Coupling:
        relations = tuple(tuple(sharing.strength_of(t, s) / (2 * count) for s in names) for t in names)
        return Coupling(kind="laplacian", strength=strength, arrays=arrays, relations=relations)

    return couple_towers(drawing, max(sharing.layers, sharing.depth), sharing.strength, couple)


def _messages(drawing: Drawing, sharing: TaskGraphSharing) -> Iterator[tuple[OutputTask, Block]]:
    stem = trunk(drawing, sharing.depth)
    edges = _edges(drawing, sharing)
    if sharing.layers <= sharing.depth:
        yield from ((task, stem) for task in drawing.tasks)
        return
    states: dict[str, Block] = {
        task: drawing.dense(f"{task}_trunk_{stem.level + 1}", "tower", (task,), stem) for task in drawing.ids
    }
    learned = sharing.relations == "learned"
    relations = {
        task: drawing.add(RelationsBlock.between(f"{task}_relations", task, states[task], near, learned))
        for task, near in edges.items()
        if near and sharing.layers > sharing.depth + 1
    }
    for level in range(sharing.depth + 2, sharing.layers + 1):
        states = _round(drawing, level, states, relations, edges)
    yield from ((task, states[task.id]) for task in drawing.tasks)
    if relations:
        _watch(drawing, edges)


def _edges(drawing: Drawing, sharing: TaskGraphSharing) -> Neighbours:
    strengths = {
        target.id: {source.id: sharing.strength_of(target.name, source.name) for source in drawing.tasks}
        for target in drawing.tasks
    }
    return {target: {source: kept for source, kept in row.items() if kept} for target, row in strengths.items()}


def _round(
    drawing: Drawing, level: int, states: dict[str, Block], relations: dict[str, RelationsBlock], edges: Neighbours
) -> dict[str, Block]:
    """The states after one round of messages, each of which passes through layers of all tasks."""
    units = next(iter(states.values())).units
    keep = drawing.layer(f"keep_{level}", units, level)
    send = drawing.layer(f"send_{level}", units, level, bias=False) if relations else None
    after: dict[str, Block] = {}
    for task in drawing.ids:
        near = relations.get(task)
        told = (near, *(states[source] for source in edges[task])) if near else ()
        lent = (keep, send) if send and near else (keep,)
        after[task] = drawing.add(MessageBlock.to_task(f"{task}_round_{level}", task, states[task], told, lent))
    return after


def _watch(drawing: Drawing, edges: Neighbours) -> None:
    drawing.watches.append(
        Watch(
            id="relations",
            title="How much each task takes from each other",
            kind="graph",
            measure="outputs",
            layers=tuple(f"{task}_relations" if near else None for task, near in edges.items()),
            rows=drawing.names,
            columns=drawing.names,
            places=tuple(tuple(drawing.ids.index(source) for source in near) for near in edges.values()),
        )
    )


SCHEME = task_graph
