"""A plan under way: the blocks drawn so far, and how inputs, layers and heads are added; it knows no way of sharing."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import Experiment, Layered, Task
from mtl_core.plan.blocks import Block, Coupling, InputColumn, OutputTask, Role, Shape
from mtl_core.plan.views import Watch
from mtl_core.text_encoders import TEXT_ENCODERS, Sizes

Ids = tuple[str, ...]

_READING = 0.125  # times the learning rate, at which whoever reads texts learns; else it soon knows them by heart
_FINE = 0.08  # times that, of 0.004: within the rates of Devlin et al., arXiv 1810.04805, appendix A.3


class Drawing:
    """Blocks in an order in which each follows its sources; ``ids`` are those of all tasks."""

    def __init__(self, experiment: Experiment, inputs: Sequence[InputColumn], tasks: Sequence[OutputTask]) -> None:
        self.blocks: list[Block] = []
        self.couplings: list[Coupling] = []
        self.watches: list[Watch] = []
        self.inputs = inputs
        self.tasks = tasks
        self.ids = tuple(task.id for task in tasks)
        self.names = tuple(task.name for task in tasks)
        self._text_settings = experiment.text
        self._sharing: Layered = experiment.sharing
        reads = any(column.length for column in inputs) and not any(task.text for task in tasks)
        self._pace = _READING if reads else 1.0

    def add(self, block: Block) -> Block:
        """Add a block and return it."""
        self.blocks.append(block)
        return block

    def encode(self, name: str, owners: Ids) -> Block:
        """The inputs of ``owners``, with an encoder for each text."""
        texts = self.texts(name, owners)
        categories = (column for column in self.inputs if column.vocabulary)
        return self.add(
            Block(
                id=name,
                kind="encode",
                role="inputs",
                owners=owners,
                tasks=owners,
                sources=tuple(text.id for text in texts),
                level=0,
                units=sum(column.width for column in self.inputs) + sum(text.units for text in texts),
                arrays={f"{name}_{c.id}/embeddings": (c.vocabulary, c.embedding) for c in categories},
            )
        )

    def texts(self, name: str, owners: Ids) -> list[Block]:
        """An encoder for each text."""
        return [self._text_for(name, owners, column) for column in self.inputs if column.length]

    def dense(
        self, name: str, role: Role, owners: Ids, source: Block, units: int | None = None, level: int | None = None
    ) -> Block:
        """A layer with the activation, dropout and penalty that all layers have; ``units`` if not theirs."""
        units = units or self._sharing.units
        return self.add(
            Block(
                id=name,
                kind="dense",
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

    def layer(self, name: str, received: int, level: int, bias: bool = True) -> Block:
        """The weights of a layer of all tasks; each task's own block that borrows them passes its values through."""
        arrays = dense_arrays(name, received, self._sharing.units)
        return self.add(
            Block(
                id=name,
                kind="layer",
                role="trunk",
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
        text = self._text_of(task)
        self.add(
            Block(
                id=head_of(task),
                kind="tag_output" if text else "output",
                role="head",
                owners=(task.id,),
                tasks=(task.id,),
                sources=(block.id, text.id) if text else (block.id,),
                level=block.level + 1,
                units=task.outputs,
                arrays=self._head_arrays(task, block, text),
                l2=self._sharing.l2,
            )
        )

    def _head_arrays(self, task: OutputTask, source: Block, text: Block | None) -> dict[str, Shape]:
        """The weights of an output: those over the last layer, of tags those over a token's state and over the row's
        vector; and those of the words of texts themselves."""
        name = head_of(task)
        if text is None:
            words = {f"{name}_{c.id}/embeddings": (c.tokens, task.outputs) for c in self.inputs if c.speaks}
            return dense_arrays(name, source.units, task.outputs) | words
        assert text.sizes is not None
        row = {f"{name}_row/kernel": (source.units, task.outputs)}
        words = {f"{name}_words/embeddings": (text.sizes.tokens, task.outputs)}
        return dense_arrays(f"{name}_tokens", text.units, task.outputs) | row | words

    def _text_of(self, task: OutputTask) -> Block | None:
        """The encoder whose tokens ``task`` tags: its own, where it has one."""
        found = [block for block in self.blocks if block.column == task.text is not None and task.id in block.owners]
        return min(found, key=lambda block: len(block.owners), default=None)

    def finished(self) -> tuple[Block, ...]:
        """All blocks, each with its pace and with the tasks whose loss trains it: those of all outputs that it leads
        to."""
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
            block.model_copy(update={"tasks": trained[block.id], "pace": block.pace * self._pace})
            for block in self.blocks
        )

    def _text_for(self, name: str, owners: Ids, column: InputColumn) -> Block:
        """The encoder of a text; one that learns nothing is everybody's, whoever shares what."""
        drawn = self._text(f"{name}_{column.id}", owners, column)
        if not drawn.frozen:
            return self.add(drawn)
        known = next((block for block in self.blocks if block.frozen and block.column == column.id), None)
        return known or self.add(self._text(f"inputs_{column.id}", self.ids, column))

    def _text(self, name: str, owners: Ids, column: InputColumn) -> Block:
        settings = self._text_settings
        sizes = Sizes(column.tokens, column.length, settings.embedding, settings.units, column.backbone)
        encoder = TEXT_ENCODERS[settings.encoder]
        return Block(
            id=name,
            kind=settings.encoder,
            role="inputs",
            owners=owners,
            tasks=owners,
            sources=(),
            level=0,
            units=encoder.width(sizes),
            arrays={f"{name}_{array}": shape for array, shape in encoder.arrays(sizes).items()},
            dropout=0.0 if encoder.preset else settings.dropout,
            column=column.id,
            sizes=sizes,
            pace=(_FINE if settings.fine_tune else 0.0) if encoder.preset else 1.0,
            states=any(task.text == column.id and task.id in owners for task in self.tasks),
        )


def dense_arrays(name: str, received: int, units: int) -> dict[str, Shape]:
    """The weights of a Dense layer."""
    return {f"{name}/kernel": (received, units), f"{name}/bias": (units,)}


def head_of(task: OutputTask) -> str:
    """The id of the block that gives a task's raw output."""
    return f"{task.id}_head"
