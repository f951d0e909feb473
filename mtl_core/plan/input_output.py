"""What a network reads and what it answers: input columns and output tasks as plain data."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment import ColumnKind, TaskKind
from mtl_core.plan.value import Value
from mtl_core.task_kinds import TASK_KINDS, TaskTraits
from mtl_core.text_encoders import Backbone


class InputColumn(Value):
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
    edges: tuple[float, ...] = ()  # of the pieces of its first number, ascending; none if it is taken as it is
    backbone: Backbone | None = None  # of the pretrained encoder that reads it
    spellings: int = 0  # features of how its words are spelt, including the one for none; 0 if they are not told

    @property
    def width(self) -> int:
        """Values that this column adds to the encoded row; a text's encoder adds its own."""
        return self.amounts + self.embedding

    @property
    def amounts(self) -> int:
        """Its numbers and the pieces of the first."""
        return self.numbers + self.pieces

    @property
    def pieces(self) -> int:
        """Pieces of its first number, each of which says how far into it the number is: from 0 to 1."""
        return max(0, len(self.edges) - 1)

    @property
    def speaks(self) -> bool:
        """Whether its tokens have a say in each task directly: those of a vocabulary of its own, commonest first."""
        return self.length > 0 and self.backbone is None


class OutputTask(Value):
    """One task as the network sees it: ``outputs`` values (1 logit, 1 number, or a logit per class), of tags so
    many for each token."""

    id: str  # t0, t1, …
    name: str
    kind: TaskKind
    outputs: int
    classes: tuple[str, ...] = ()  # labels as the table writes them; binary: (no, yes)
    text: str | None = None  # id of the text whose every token gets an answer
    answer: Literal["median", "mean"] = "mean"  # of a number: what it is to come near

    @property
    def traits(self) -> TaskTraits:
        """What its kind says of it."""
        return TASK_KINDS[self.kind]
