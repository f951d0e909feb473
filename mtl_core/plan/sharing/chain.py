"""Hard sharing in which an output feeds another task's head: Read et al., Machine Learning 85, 2011."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Sequence

from mtl_core.experiment import ChainSharing, HardSharing
from mtl_core.plan.blocks import Block, OutputTask
from mtl_core.plan.drawing import Drawing, head_of
from mtl_core.plan.sharing.hard import hard


def chain(drawing: Drawing, sharing: ChainSharing) -> Iterator[tuple[OutputTask, Block]]:
    """A task comes after all that feed it, and stands on what they say beside its own layers."""
    tasks = {task.name: task for task in drawing.tasks}
    stems = {task.name: stem for task, stem in hard(drawing, HardSharing(depth=sharing.depth, layers=sharing.layers))}
    feeding = _feeding(drawing.names, sharing)
    fed = {source for sources in feeding.values() for source in sources}
    answers: dict[str, Block] = {}
    for name in graphlib.TopologicalSorter(feeding).static_order():
        said = [answers[source] for source in feeding[name]]
        yield tasks[name], _join(drawing, tasks[name], stems[name], said) if said else stems[name]
        if name in fed:
            answers[name] = _answer(drawing, tasks[name], sharing)


def _feeding(names: Sequence[str], sharing: ChainSharing) -> dict[str, list[str]]:
    """By task, in task order, the tasks that feed it."""
    links = set(sharing.linked(names))
    return {target: [source for source in names if (source, target) in links] for target in names}


def _answer(drawing: Drawing, task: OutputTask, sharing: ChainSharing) -> Block:
    """What a task says; of tags, their shares among the text's tokens."""
    head = next(block for block in drawing.blocks if block.id == head_of(task))
    texts = head.sources[1:] if task.text else ()
    return drawing.add(
        Block(
            id=f"{task.id}_answer",
            kind="tags_answer" if texts else "answer",
            role="mixture",
            owners=(task.id,),
            tasks=(task.id,),
            sources=(head.id, *texts),
            level=head.level,
            units=head.units,
            arrays={},
            activation=task.traits.activation,
            detached=texts if sharing.gradient else (head.id, *texts),
            told=sharing.feed == "scheduled",
        )
    )


def _join(drawing: Drawing, task: OutputTask, stem: Block, answers: Sequence[Block]) -> Block:
    return drawing.add(
        Block(
            id=f"{task.id}_join",
            kind="join",
            role="mixture",
            owners=(task.id,),
            tasks=(task.id,),
            sources=(stem.id, *(answer.id for answer in answers)),
            level=stem.level,
            units=stem.units + sum(answer.units for answer in answers),
            arrays={},
        )
    )
