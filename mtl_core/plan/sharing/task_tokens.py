"""Tokens of tasks that attend to those of columns: Gorishniy et al., arXiv 2106.11959, Lee et al., arXiv 1810.00825."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from mtl_core.experiment import TaskTokensSharing
from mtl_core.plan.blocks import Block, InputColumn, OutputTask, Shape
from mtl_core.plan.drawing import Drawing, dense_arrays
from mtl_core.plan.views import Watch
from mtl_core.text_encoders import FEED_FORWARD


def task_tokens(drawing: Drawing, sharing: TaskTokensSharing) -> Iterator[tuple[OutputTask, Block]]:
    """Tokens, blocks of attention, and for each task what its token has become."""
    columns = token_columns(drawing.inputs)
    block = tokens = _tokens(drawing, sharing.units)
    for level in range(1, sharing.layers + 1):
        block = _attention(drawing, tokens, block, sharing, level)
        drawing.watches.append(
            Watch(
                id=f"attention_{level}",
                title=f"Where each task looks in layer {level}",
                kind="heatmap",
                measure="outputs",
                layers=(f"{block.id}_shares",),
                rows=drawing.names,
                columns=tuple(column.name for column in columns),
                by_class=True,
            )
        )
    for place, task in enumerate(drawing.tasks):
        yield task, _taken(drawing, task, block, place)


def token_columns(inputs: Sequence[InputColumn]) -> list[InputColumn]:
    """The columns of the tokens in their order: those of numbers, of categories, of texts."""
    return [
        *(column for column in inputs if column.numbers),
        *(column for column in inputs if column.vocabulary),
        *(column for column in inputs if column.length),
    ]


def _tokens(drawing: Drawing, units: int) -> Block:
    texts = drawing.texts("inputs", drawing.ids)
    numbers = sum(column.numbers for column in drawing.inputs)
    arrays: dict[str, Shape] = {}
    if numbers:
        arrays = {"inputs_numbers/kernel": (numbers, units), "inputs_numbers/bias": (numbers, units)}
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


def _attention(drawing: Drawing, tokens: Block, source: Block, sharing: TaskTokensSharing, level: int) -> Block:
    """One block; the first also holds what the tasks' tokens start as."""
    name, units, first = f"trunk_{level}", sharing.units, tokens is source
    return drawing.add(
        Block(
            id=name,
            kind="attention",
            role="trunk",
            owners=drawing.ids,
            tasks=drawing.ids,
            sources=(tokens.id,) if first else (tokens.id, source.id),
            level=level,
            units=units,
            arrays=({f"{name}_tasks/kernel": (1, len(drawing.ids) * units)} if first else {})
            | _attention_arrays(name, units, math.gcd(units, sharing.attention_heads), level == sharing.layers),
            activation=sharing.activation,
            dropout=sharing.dropout,
            options={"tasks": len(drawing.ids), "last": level == sharing.layers},
        )
    )


def _attention_arrays(name: str, units: int, heads: int, last: bool) -> dict[str, Shape]:
    norms = (1, 2, 3) if last else (1, 2)
    wide = FEED_FORWARD * units
    return {
        **{f"{name}_norm_{n}/{part}": (units,) for n in norms for part in ("gamma", "beta")},
        **dense_arrays(f"{name}_query", units, units),
        f"{name}_key/kernel": (heads, units // heads, units),
        f"{name}_value/kernel": (heads, units, units // heads),
        **dense_arrays(f"{name}_attended", units, units),
        **dense_arrays(f"{name}_wide", units, wide),
        **dense_arrays(f"{name}_narrow", wide, units),
    }


def _taken(drawing: Drawing, task: OutputTask, source: Block, place: int) -> Block:
    return drawing.add(
        Block(
            id=f"{task.id}_token",
            kind="taken",
            role="mixture",
            owners=(task.id,),
            tasks=(task.id,),
            sources=(source.id,),
            level=source.level,
            units=source.units,
            arrays={},
            options={"place": place},
        )
    )
