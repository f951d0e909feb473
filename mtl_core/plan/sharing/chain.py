"""Hard sharing in which an output feeds another task's head: Read et al., Machine Learning 85, 2011."""

from __future__ import annotations

import graphlib
from collections.abc import Iterator, Sequence

from mtl_core.experiment import ChainSharing, HardSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.blocks.answer import AnswerBlock
from mtl_core.plan.blocks.join import JoinBlock
from mtl_core.plan.blocks.tags_answer import TagsAnswerBlock
from mtl_core.plan.drawing import Drawing, head_of
from mtl_core.plan.input_output import OutputTask
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
    links = set(sharing.links_of(names))
    return {target: [source for source in names if (source, target) in links] for target in names}


def _answer(drawing: Drawing, task: OutputTask, sharing: ChainSharing) -> Block:
    """What a task says; of tags, their shares among the text's tokens."""
    head = next(block for block in drawing.blocks if block.id == head_of(task))
    texts = head.sources[1:] if task.text else ()
    kind = TagsAnswerBlock if texts else AnswerBlock
    told = sharing.feed == "scheduled"
    return drawing.add(kind.of_head(f"{task.id}_answer", task, head, texts, sharing.gradient, told))


def _join(drawing: Drawing, task: OutputTask, stem: Block, answers: Sequence[Block]) -> Block:
    return drawing.add(JoinBlock.of_answers(f"{task.id}_join", task.id, stem, answers))


SCHEME = chain
