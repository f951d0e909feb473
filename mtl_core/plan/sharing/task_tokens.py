"""Tokens of tasks that attend to those of columns: Gorishniy et al., arXiv 2106.11959, Lee et al., arXiv 1810.00825."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtl_core.experiment import TaskTokensSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.blocks.asking import AskingBlock
from mtl_core.plan.blocks.attention import AttentionBlock
from mtl_core.plan.blocks.column_tokens import ColumnTokensBlock
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import InputColumn, OutputTask
from mtl_core.plan.views import Watch


def task_tokens(drawing: Drawing, sharing: TaskTokensSharing) -> Iterator[tuple[OutputTask, Block]]:
    """Tokens of columns, and level by level what all tasks ask with and what each has asked for."""
    texts = drawing.texts("inputs", drawing.ids)
    tokens = drawing.add(
        ColumnTokensBlock.of_columns("inputs", drawing.ids, drawing.inputs, texts, sharing.units, sharing.members)
    )
    states: dict[str, list[Block]] = {task: [] for task in drawing.ids}
    for level in range(1, sharing.layers + 1):
        common = drawing.add(AttentionBlock.of_all(f"trunk_{level}", drawing.ids, level, sharing.units, sharing.l2))
        states = {task: [_asking(drawing, task, [tokens, *before], common, sharing)] for task, before in states.items()}
        _watch(drawing, level)
    yield from ((task, states[task.id][-1]) for task in drawing.tasks)


def _watch(drawing: Drawing, level: int) -> None:
    drawing.watches.append(
        Watch(
            id=f"attention_{level}",
            title=f"Where each task looks in layer {level}",
            kind="heatmap",
            measure="outputs",
            layers=(f"{drawing.ids[0]}_asking_{level}_shares",),  # one layer for all of them
            rows=drawing.names,
            columns=tuple(column.name for column in token_columns(drawing.inputs)),
            by_class=True,
        )
    )


def token_columns(inputs: Sequence[InputColumn]) -> list[InputColumn]:
    """The columns of the tokens in their order: those of numbers, of categories, of texts."""
    return [
        *(column for column in inputs if column.numbers),
        *(column for column in inputs if column.vocabulary),
        *(column for column in inputs if column.length),
    ]


def _asking(
    drawing: Drawing, task: str, sources: Sequence[Block], common: AttentionBlock, sharing: TaskTokensSharing
) -> Block:
    """What a task's token becomes."""
    name, last = f"{task}_asking_{common.level}", common.level == sharing.layers
    return drawing.add(AskingBlock.of_task(name, task, sources, common, last, sharing.activation, sharing.dropout))


SCHEME = task_tokens
