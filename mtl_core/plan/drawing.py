"""A plan under way: the blocks drawn so far, and how inputs, layers and heads are added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from mtl_core.experiment import Experiment, Layered, Task
from mtl_core.plan.blocks import Block, Ids, Role, dense_arrays
from mtl_core.plan.blocks.dense import DenseBlock
from mtl_core.plan.blocks.encode import EncodeBlock
from mtl_core.plan.blocks.layer import LayerBlock
from mtl_core.plan.blocks.output import OutputBlock
from mtl_core.plan.blocks.tag_output import TagOutputBlock
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.input_output import InputColumn, OutputTask
from mtl_core.plan.views import Watch
from mtl_core.text_encoders import TEXT_ENCODERS, Sizes

Drawn = TypeVar("Drawn", bound=Block)

_READING = 0.125  # times the learning rate, at which whoever reads texts learns; else it soon knows them by heart
_FINE = 0.08  # times that, of 0.004: within the rates of Devlin et al., arXiv 1810.04805, appendix A.3


class Drawing:
    """Blocks in an order in which each follows its sources; ``ids`` are those of all tasks."""

    def __init__(self, experiment: Experiment, inputs: Sequence[InputColumn], tasks: Sequence[OutputTask]) -> None:
        self.blocks: list[Block] = []
        self._texts: list[TextEncoderBlock] = []
        self.couplings: list[Coupling] = []
        self.watches: list[Watch] = []
        self.inputs = inputs
        self.tasks = tasks
        self.members = experiment.sharing.members
        self.ids = tuple(task.id for task in tasks)
        self.names = tuple(task.name for task in tasks)
        self._text_settings = experiment.text
        self._sharing: Layered = experiment.sharing
        texts = any(column.length for column in inputs)
        reads = texts and not any(task.text for task in tasks)
        self._factor = _READING if reads else 1.0
        self._linear = experiment.text.linear if texts else experiment.numbers.linear

    def add(self, block: Drawn) -> Drawn:
        """Add a block and return it."""
        self.blocks.append(block)
        return block

    def encode(self, name: str, owners: Ids) -> EncodeBlock:
        """The inputs of ``owners``, with an encoder for each text."""
        return self.add(EncodeBlock.of_columns(name, owners, self.inputs, self.texts(name, owners), self.members))

    def texts(self, name: str, owners: Ids) -> list[TextEncoderBlock]:
        """An encoder for each text."""
        return [self._text_for(name, owners, column) for column in self.inputs if column.length]

    def dense(
        self, name: str, role: Role, owners: Ids, source: Block, units: int | None = None, level: int | None = None
    ) -> DenseBlock:
        """A layer with the activation, dropout and penalty that all layers have; ``units`` if not theirs."""
        units = units or self._sharing.units
        return self.add(
            DenseBlock(
                id=name,
                role=role,
                owners=owners,
                tasks=owners,
                sources=(source.id,),
                level=level or source.level + 1,
                units=units,
                arrays=dense_arrays(name, source.units, units),
                activation=self._sharing.activation,
                dropout=self._sharing.dropout,
                l2=self._sharing.l2,
            )
        )

    def layer(self, name: str, received: int, level: int, bias: bool = True) -> LayerBlock:
        """The weights of a layer of all tasks; each task's own block that borrows them passes its values through."""
        arrays = dense_arrays(name, received, self._sharing.units)
        return self.add(
            LayerBlock(
                id=name,
                owners=self.ids,
                tasks=self.ids,
                sources=(),
                level=level,
                units=self._sharing.units,
                arrays=arrays if bias else {f"{name}/kernel": arrays[f"{name}/kernel"]},
                activation=self._sharing.activation,
                dropout=self._sharing.dropout,
                l2=self._sharing.l2,
            )
        )

    def head(self, task: OutputTask, wanted: Task, source: Block) -> None:
        """The layers that ``task`` has for itself, and its output."""
        block = source
        for level in range(1, wanted.head_depth + 1):
            block = self.dense(f"{task.id}_tower_{level}", "tower", (task.id,), block, wanted.head_units)
        text, name, l2 = self._text_of(task), head_of(task), self._sharing.l2
        if text is None:
            self.add(OutputBlock.of_task(name, task, block, self.inputs, l2, self.members, self._linear))
        else:
            self.add(TagOutputBlock.of_task(name, task, block, text, l2, self.members))

    def _text_of(self, task: OutputTask) -> TextEncoderBlock | None:
        """The encoder whose tokens ``task`` tags: its own, where it has one."""
        found = [text for text in self._texts if text.column == task.text and task.id in text.owners]
        return min(found, key=lambda text: len(text.owners), default=None)

    def finish(self) -> tuple[Block, ...]:
        """All blocks, each with how fast it learns, and with the tasks whose loss trains it: those of all outputs that
        it leads to."""
        reach: dict[str, set[str]] = {block.id: set() for block in self.blocks}
        for block in reversed(self.blocks):
            if block.role == "head":
                reach[block.id].update(block.owners)
            if block.frozen:
                reach[block.id].clear()
            for source in {*block.sources, *block.borrows} - set(block.detached):
                reach[source] |= reach[block.id]
        trained = {name: tuple(task for task in self.ids if task in found) for name, found in reach.items()}
        return tuple(
            block.model_copy(
                update={
                    "tasks": trained[block.id],
                    "learning_rate_factor": block.learning_rate_factor * self._factor,
                }
            )
            for block in self.blocks
        )

    def _text_for(self, name: str, owners: Ids, column: InputColumn) -> TextEncoderBlock:
        """The encoder of a text; one that learns nothing is everybody's, whoever shares what."""
        drawn = self._text(f"{name}_{column.id}", owners, column)
        if not drawn.frozen:
            return self._read_by(drawn)
        known = next((text for text in self._texts if text.frozen and text.column == column.id), None)
        return known or self._read_by(self._text(f"inputs_{column.id}", self.ids, column))

    def _read_by(self, text: TextEncoderBlock) -> TextEncoderBlock:
        self._texts.append(text)
        return self.add(text)

    def _text(self, name: str, owners: Ids, column: InputColumn) -> TextEncoderBlock:
        settings = self._text_settings
        widths = settings.embedding, settings.units
        sizes = Sizes(column.tokens, column.length, *widths, column.backbone, column.spellings)
        preset = TEXT_ENCODERS[settings.encoder].preset
        return TextEncoderBlock.reading(column, settings.encoder, sizes, name, owners).model_copy(
            update={
                "dropout": 0.0 if preset else settings.dropout,
                "learning_rate_factor": (_FINE if settings.fine_tune else 0.0) if preset else 1.0,
                "states": any(task.text == column.id and task.id in owners for task in self.tasks),
            }
        )


def head_of(task: OutputTask) -> str:
    """The id of the block that gives a task's raw output."""
    return f"{task.id}_head"
