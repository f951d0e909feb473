"""What all blocks of a plan have in common: their place among the others, their weights, and what is drawn and said of
them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar, Literal, Self

from mtl_core.plan.input_output import InputColumn, OutputTask
from mtl_core.plan.value import Value
from mtl_core.wording import format_count

Shape = tuple[int, ...]
Ids = tuple[str, ...]
Role = Literal["inputs", "trunk", "expert", "gate", "mixture", "tower", "head"]
Form = Literal["inputs", "layer", "frame", "joint", "gate", "head"]
Look = Literal["adapter", "asking"]

_LAYERS: Mapping[str, str] = {
    "trunk": "Layer {level}, shared by all tasks",
    "expert": "Expert of {whose}, layer {level}",
    "tower": "Layer {level} of {whose}",
}  # the titles of layers by their role
_PIECES = "Numbers also come piece by piece: {pieces:,} values say how far each is into the pieces of its range."


@dataclass(frozen=True)
class Around:
    """What stands around a block, as far as its words may tell of it."""

    inputs: tuple[InputColumn, ...]
    tasks: tuple[OutputTask, ...]
    sources: tuple[Block, ...]
    members: int = 1  # networks in one
    adapt_dropout: bool = False  # whether fewer units rest while validation rows allow it


class Block(Value):
    """One piece of the model, and one box of the diagram or a part of one.

    A kind of block is a file beside this one that says what it is made of, how it is drawn and what is said of it, and
    a file of the same name in ``mtl_core/networks/blocks`` that builds it.
    """

    form: ClassVar[Form] = "layer"  # how its box is drawn; a frame stands behind the tasks' own boxes of its level
    look: ClassVar[Look | None] = None  # what sets a layer apart from a plain one
    word: ClassVar[str] = ""  # what a small point, a gate or a joint, is called in the drawing
    heading: ClassVar[str] = ""  # the title of its box where it is not that of a layer, with ``level`` and ``whose``
    sentence: ClassVar[str] = ""  # what it does, with the names of ``figures``
    of_members: ClassVar[str] = ""  # what each member of a network that is many has of it, likewise
    names_box: ClassVar[bool] = True  # whether a box that it shares with others can bear its name
    is_layer: ClassVar[bool] = False  # whether it counts as one of a task's layers

    id: str
    kind: str
    role: Role
    owners: Ids  # ids of the tasks that it is drawn for
    tasks: Ids  # ids of the tasks whose loss trains it; more than one = shared
    sources: Ids  # ids of the blocks that feed it
    level: int  # column of the diagram, 0 = inputs
    units: int  # length of its output
    arrays: dict[str, Shape]  # of its weights, by LAYER/WEIGHT
    fitted: tuple[str, ...] = ()  # arrays among them that are fitted at once, and not learnt step by step
    learnt_and_fitted: tuple[str, ...] = ()  # arrays that are both, and then mixed
    learning_rate_factor: float = 1.0  # 0: it stays as it was before the training
    borrows: Ids = ()  # ids of the blocks whose weights it uses too
    detached: Ids = ()  # sources that learn nothing through it

    @property
    def linear(self) -> tuple[str, ...]:
        """The arrays that are fitted by themselves."""
        return (*self.fitted, *self.learnt_and_fitted)

    @property
    def parameters(self) -> int:
        """Numbers in all its arrays."""
        return sum(prod(shape) for shape in self.arrays.values())

    @property
    def frozen(self) -> bool:
        """Whether it learns nothing."""
        return self.learning_rate_factor == 0

    @property
    def shared(self) -> bool:
        """Whether more than one task trains it."""
        return len(self.tasks) > 1

    @property
    def pretrained(self) -> bool:
        """Whether its weights were learnt elsewhere."""
        return False

    @property
    def counts_rows(self) -> bool:
        """Whether it must know while training which rows count, and which only fill up a batch."""
        return False

    @property
    def is_told(self) -> bool:
        """Whether it may be told its task's true answers while training."""
        return False

    @property
    def frozen_outputs(self) -> dict[str, Shape]:
        """What it gives that need be read only once before a training: by layer, the shape of a row."""
        return {}

    @property
    def essence(self) -> Self:
        """The block without for whom it is, how much of its answer they need, and how fast it learnt."""
        return self.model_copy(update={"owners": (), "tasks": (), "learning_rate_factor": 1.0})

    @property
    def home(self) -> str:
        """The id of the box that it is drawn in."""
        if self.role == "inputs":
            return "inputs"
        return f"frame_{self.level}" if self.form == "frame" else self.id

    @property
    def label(self) -> str:
        """What its box shows in the place of how many values it gives; empty where it shows those."""
        return ""

    def title(self, whose: str, single: bool) -> str:
        """What its box is called; ``whose`` names its tasks, ``single`` says that the plan has no other task."""
        template = self.heading or _LAYERS[self.role]
        if not self.heading and self.role == "trunk" and single:
            template = "Layer {level}"
        if not self.heading and self.role == "tower" and len(self.tasks) == 1:
            template = "Layer {level}, for {whose} alone"
        return template.format(level=self.level, whose=whose)

    def tell(self, around: Around) -> Iterator[str]:
        """What it does, sentence by sentence."""
        if self.sentence:
            yield self.sentence.format(**self.figures(around))
        yield from self.tell_of_members(around)

    def tell_of_members(self, around: Around) -> Iterator[str]:
        """What each member has of it, where the network is many in one."""
        if self.of_members and around.members > 1:
            yield self.of_members.format(**self.figures(around))

    def figures(self, around: Around) -> dict[str, Any]:
        """What sentences may name: the plan's columns, values in and out, how many blocks feed it."""
        return {
            "columns": format_count(len(around.inputs), "column", "columns"),
            "received": around.sources[0].units if around.sources else 0,
            "units": self.units,
            "sources": len(around.sources),
            "members": around.members,
        }

    @classmethod
    def from_options(cls, options: Mapping[str, float]) -> dict[str, Any]:
        """Its fields from ``options``, which blocks of all kinds had before each kind had fields of its own."""
        return dict(options)


def dense_arrays(name: str, received: int, units: int, members: int = 1) -> dict[str, Shape]:
    """The weights of a Dense layer, or of one that each of ``members`` has for itself."""
    if members > 1:
        return {f"{name}/kernel": (members, received, units), f"{name}/bias": (members, 1, units)}
    return {f"{name}/kernel": (received, units), f"{name}/bias": (units,)}


def scale_arrays(name: str, values: int, members: int) -> dict[str, Shape]:
    """The numbers by which each of several ``members`` takes ``values`` of its inputs; a single one takes them as they
    are."""
    return {f"{name}/kernel": (1, members * values)} if members > 1 and values else {}


def tell_of_pieces(around: Around) -> Iterator[str]:
    """How much of the inputs says how far a number is into pieces of its range."""
    pieces = sum(column.pieces for column in around.inputs)
    if pieces:
        yield _PIECES.format(pieces=pieces)
