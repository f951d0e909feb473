"""A planned network as plain data: inputs, tasks, blocks, and what they add up to; it knows no way of sharing."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from mtl_core.experiment import ColumnKind, TaskKind
from mtl_core.text_encoders import EncoderKind, Sizes

MOST_PARAMETERS = 50_000_000
"""The largest network to train: its weights, their gradients and two moments take 0.8 GB."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputColumn(_Value):
    """One input column after encoding: ``numbers`` float values, for a category an index below ``vocabulary``, and
    for a text ``length`` indices below ``tokens``."""

    id: str  # c0, c1, …
    name: str  # what the person calls it
    kind: ColumnKind
    numbers: int = 0
    vocabulary: int = 0  # tokens including the missing and the unseen one; 0 for columns without an embedding
    embedding: int = 0  # length of the embedding vector
    tokens: int = 0  # of a text, including the padding and the unseen one; 0 for other columns
    length: int = 0  # tokens kept of one text

    @property
    def width(self) -> int:
        """Values that this column adds to the encoded row; a text's encoder adds its own."""
        return self.numbers + self.embedding

    @property
    def parameters(self) -> int:
        """Numbers in its embedding table."""
        return self.vocabulary * self.embedding


class OutputTask(_Value):
    """One task as the network sees it: ``outputs`` values (1 logit, 1 number, or a logit per class)."""

    id: str  # t0, t1, …
    name: str
    kind: TaskKind
    outputs: int
    classes: tuple[str, ...] = ()  # labels as the table writes them; binary: (no, yes)


class Block(_Value):
    """One box of the diagram and one piece of the model.

    A text encoder turns the tokens of one column into a vector; ``encode`` joins the numbers, the embedded categories
    and the encoded texts into one vector; ``dense`` is a Dense layer with activation and dropout; ``output`` is the
    linear layer of a task.
    """

    id: str
    kind: Literal["encode", "dense", "output"] | EncoderKind
    role: Literal["inputs", "trunk", "tower", "head"]
    tasks: tuple[str, ...]  # ids of the tasks that use it; more than one = shared
    source: str | None  # id of the block that feeds it
    level: int  # column of the diagram, 0 = inputs
    units: int  # length of its output
    parameters: int
    activation: str = "linear"
    dropout: float = 0.0
    l2: float = 0.0
    column: str | None = None  # id of the text that it reads
    sizes: Sizes | None = None  # of a text encoder
    texts: tuple[str, ...] = ()  # ids of the text encoders that it joins

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of all blocks that feed it."""
        return self.texts if self.source is None else (self.source,)

    @property
    def shared(self) -> bool:
        """Whether more than one task trains it."""
        return len(self.tasks) > 1


class Plan(_Value):
    """Blocks in an order in which each follows its source."""

    inputs: tuple[InputColumn, ...]
    tasks: tuple[OutputTask, ...]
    blocks: tuple[Block, ...]

    @property
    def parameters(self) -> int:
        """Trainable numbers, equal to ``keras.Model.count_params()``."""
        return sum(block.parameters for block in self.blocks)

    @property
    def shared_parameters(self) -> int:
        """Those that more than one task trains."""
        return sum(block.parameters for block in self.blocks if block.shared)

    @property
    def separate_parameters(self) -> int:
        """What the same paths would take as one network per task."""
        return sum(block.parameters * len(block.tasks) for block in self.blocks)

    def path(self, task: str) -> tuple[Block, ...]:
        """The blocks that task ``task`` (an id) runs through, from the inputs to its head."""
        return tuple(block for block in self.blocks if task in block.tasks)

    def sentence(self) -> str:
        """The diagram in words: its alternative text."""
        shared = sum(block.shared and block.kind == "dense" for block in self.blocks)
        return self._template(shared).format(
            columns=len(self.inputs),
            shared=shared,
            own=", ".join(f"{task.name} {self._own_layers(task.id)}" for task in self.tasks),
            parameters=self.parameters,
            saved=100 * (1 - self.parameters / self.separate_parameters),
        )

    def _template(self, shared: int) -> str:
        if len(self.tasks) == 1:
            return "{columns} columns feed one network for one task. Its own layers: {own}. {parameters:,} parameters."
        if not shared:
            return "{columns} columns feed each task's own network. Own layers: {own}. {parameters:,} parameters."
        layers = "one shared layer" if shared == 1 else "{shared} shared layers"
        return (
            "{columns} columns feed " + layers + ", then each task's own: {own}. "
            "{parameters:,} parameters, {saved:.0f} % fewer than separate networks."
        )

    def _own_layers(self, task: str) -> int:
        return sum(block.kind == "dense" and not block.shared for block in self.path(task))
