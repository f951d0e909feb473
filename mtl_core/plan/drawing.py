"""A plan under way: the blocks drawn so far, and how inputs, layers and heads are added; it knows no way of sharing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mtl_core.experiment import Experiment, Task
from mtl_core.plan.blocks import Block, InputColumn, OutputTask
from mtl_core.text_encoders import TEXT_ENCODERS, Sizes


class Drawing:
    """Blocks in an order in which each follows its source; ``ids`` are those of all tasks."""

    def __init__(self, experiment: Experiment, inputs: Sequence[InputColumn], tasks: Sequence[OutputTask]) -> None:
        self.blocks: list[Block] = []
        self.inputs = inputs
        self.tasks = tasks
        self.ids = tuple(task.id for task in tasks)
        self._text_settings = experiment.text
        self._sharing = experiment.sharing

    def encode(self, name: str, tasks: tuple[str, ...]) -> Block:
        """The inputs of ``tasks``, with an encoder for each text."""
        texts = [self._text(f"{name}_{column.id}", tasks, column) for column in self.inputs if column.length]
        block = Block(
            id=name,
            kind="encode",
            role="inputs",
            tasks=tasks,
            source=None,
            level=0,
            units=sum(column.width for column in self.inputs) + sum(text.units for text in texts),
            parameters=sum(column.parameters for column in self.inputs),
            texts=tuple(text.id for text in texts),
        )
        self.blocks += [*texts, block]
        return block

    def dense(
        self, name: str, role: Literal["trunk", "tower"], tasks: tuple[str, ...], source: Block, units: int
    ) -> Block:
        """A layer with the activation, dropout and penalty that all layers have."""
        block = Block(
            id=name,
            kind="dense",
            role=role,
            tasks=tasks,
            source=source.id,
            level=source.level + 1,
            units=units,
            parameters=(source.units + 1) * units,
            activation=self._sharing.activation,
            dropout=self._sharing.dropout,
            l2=self._sharing.l2,
        )
        self.blocks.append(block)
        return block

    def head(self, task: OutputTask, wanted: Task, source: Block) -> None:
        """The layers that ``task`` has for itself, and its output."""
        block = source
        for level in range(1, wanted.head_depth + 1):
            block = self.dense(f"{task.id}_tower_{level}", "tower", (task.id,), block, wanted.head_units)
        self.blocks.append(
            Block(
                id=f"{task.id}_head",
                kind="output",
                role="head",
                tasks=(task.id,),
                source=block.id,
                level=block.level + 1,
                units=task.outputs,
                parameters=(block.units + 1) * task.outputs,
                l2=self._sharing.l2,
            )
        )

    def _text(self, name: str, tasks: tuple[str, ...], column: InputColumn) -> Block:
        settings = self._text_settings
        sizes = Sizes(tokens=column.tokens, length=column.length, embedding=settings.embedding, units=settings.units)
        encoder = TEXT_ENCODERS[settings.encoder]
        return Block(
            id=name,
            kind=settings.encoder,
            role="inputs",
            tasks=tasks,
            source=None,
            level=0,
            units=encoder.width(sizes),
            parameters=encoder.parameters(sizes),
            dropout=settings.dropout,
            column=column.id,
            sizes=sizes,
        )
