"""Tokens of tasks that attend to those of columns: Gorishniy et al., arXiv 2106.11959, Lee et al., arXiv 1810.00825."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtl_core.experiment import TaskTokensSharing
from mtl_core.plan.blocks import Block, InputColumn, OutputTask, Shape
from mtl_core.plan.drawing import Drawing, dense_arrays
from mtl_core.plan.views import Watch
from mtl_core.text_encoders import FEED_FORWARD


def task_tokens(drawing: Drawing, sharing: TaskTokensSharing) -> Iterator[tuple[OutputTask, Block]]:
    """Tokens of columns, and level by level what all tasks ask with and what each has asked for."""
    tokens = _tokens(drawing, sharing.units)
    states: dict[str, list[Block]] = {task: [] for task in drawing.ids}
    for level in range(1, sharing.layers + 1):
        common = _attention(drawing, sharing, level)
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


def _tokens(drawing: Drawing, units: int) -> Block:
    texts = drawing.texts("inputs", drawing.ids)
    counts = [column.numbers for column in drawing.inputs if column.numbers]
    arrays: dict[str, Shape] = {}
    if counts:
        arrays = {"inputs_numbers/kernel": (1, (sum(counts) + len(counts)) * units)}
    arrays |= {f"inputs_{c.id}/embeddings": (c.vocabulary, units) for c in drawing.inputs if c.vocabulary}
    for text in texts:
        arrays |= dense_arrays(f"{text.id}_token", text.units, units)
    return drawing.add(
        Block(
            id="inputs",
            kind="tokens",
            role="inputs",
            owners=drawing.ids,
            tasks=drawing.ids,
            sources=tuple(text.id for text in texts),
            level=0,
            units=units,
            arrays=arrays,
        )
    )


def _attention(drawing: Drawing, sharing: TaskTokensSharing, level: int) -> Block:
    name, units = f"trunk_{level}", sharing.units
    return drawing.add(
        Block(
            id=name,
            kind="attention",
            role="trunk",
            owners=drawing.ids,
            tasks=drawing.ids,
            sources=(),
            level=level,
            units=units,
            arrays={f"{name}/kernel": (units, 2 * units)},
            l2=sharing.l2,
        )
    )


def _asking(drawing: Drawing, task: str, sources: Sequence[Block], common: Block, sharing: TaskTokensSharing) -> Block:
    """What a task's token becomes; the first block also holds what it starts as."""
    name, units = f"{task}_asking_{common.level}", sharing.units
    start = {f"{name}_token/kernel": (1, units)} if len(sources) == 1 else {}
    wide = FEED_FORWARD * units
    return drawing.add(
        Block(
            id=name,
            kind="asking",
            role="mixture",
            owners=(task,),
            tasks=(task,),
            sources=tuple(source.id for source in sources),
            borrows=(common.id,),
            level=common.level,
            units=units,
            arrays=start | dense_arrays(f"{name}_wide", units, wide) | dense_arrays(f"{name}_narrow", wide, units),
            activation=sharing.activation,
            dropout=sharing.dropout,
            l2=sharing.l2,
            options={"last": common.level == sharing.layers},
        )
    )
