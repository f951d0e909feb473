"""A planned network as plain data: inputs, tasks, blocks, and what they add up to; it knows no way of sharing."""

from __future__ import annotations

from math import prod
from typing import Literal

from pydantic import Field

from mtl_core.experiment import ColumnKind, TaskKind
from mtl_core.plan.value import Value
from mtl_core.plan.views import Watch
from mtl_core.task_kinds import TASK_KINDS, TaskTraits
from mtl_core.text_encoders import Backbone, EncoderKind, Sizes
from mtl_core.wording import short

MOST_PARAMETERS = 50_000_000
"""The largest network to train: its weights, their gradients and two moments take 0.8 GB."""

Shape = tuple[int, ...]
Role = Literal["inputs", "trunk", "expert", "gate", "mixture", "tower", "head"]
BlockKind = (
    Literal[
        "encode",
        "dense",
        "output",
        "tag_output",
        "gate",
        "mixture",
        "stitch",
        "depths",
        "layer",
        "adapted",
        "relations",
        "message",
        "tokens",
        "attention",
        "asking",
        "answer",
        "tags_answer",
        "join",
    ]
    | EncoderKind
)


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
    backbone: Backbone | None = None  # of the pretrained encoder that reads it

    @property
    def width(self) -> int:
        """Values that this column adds to the encoded row; a text's encoder adds its own."""
        return self.numbers + self.embedding

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

    @property
    def traits(self) -> TaskTraits:
        """What its kind says of it."""
        return TASK_KINDS[self.kind]


class Block(Value):
    """One box of the diagram and one piece of the model.

    A text encoder turns the tokens of one column into a vector; ``encode`` joins the numbers, the embedded categories
    and the encoded texts into one vector; ``dense`` is a Dense layer with activation and dropout; ``output`` is the
    linear layer of a task, beside which each word of a text has a say; ``tag_output`` one for each token, which gets
    the state of the text's encoder at the token and the row's vector, and beside which the word itself has a say. The
    other kinds belong to a way of sharing: ``mtl_core/networks/sharing`` builds them.
    """

    id: str
    kind: BlockKind
    role: Role
    owners: tuple[str, ...]  # ids of the tasks that it is drawn for
    tasks: tuple[str, ...]  # ids of the tasks whose loss trains it; more than one = shared
    sources: tuple[str, ...]  # ids of the blocks that feed it
    level: int  # column of the diagram, 0 = inputs
    units: int  # length of its output
    arrays: dict[str, Shape]  # of its weights, by LAYER/WEIGHT
    activation: str = "linear"
    dropout: float = 0.0
    l2: float = 0.0
    column: str | None = None  # id of the text that it reads
    sizes: Sizes | None = None  # of a text encoder
    pace: float = 1.0  # times the learning rate; 0: it stays as it was before the training
    states: bool = False  # whether a text encoder's state at each token is needed too, [n, length, units]
    options: dict[str, float] = Field(default_factory=dict)  # what its kind needs besides
    borrows: tuple[str, ...] = ()  # ids of the blocks whose weights it uses too
    detached: tuple[str, ...] = ()  # sources that learn nothing through it
    told: bool = False  # whether it may be told its task's true answers while training

    @property
    def parameters(self) -> int:
        """Numbers in all its arrays."""
        return sum(prod(shape) for shape in self.arrays.values())

    @property
    def frozen(self) -> bool:
        """Whether it learns nothing."""
        return self.pace == 0

    @property
    def shared(self) -> bool:
        """Whether more than one task trains it."""
        return len(self.tasks) > 1


class Coupling(Value):
    """A penalty on weights, added to the loss once and outside the balancing.

    ``arrays`` are groups of names; each group is penalised for itself and the results are summed. laplacian:
    strength/2 Σ_ts relations_ts ‖θ_t − θ_s‖² over a group's arrays θ_t; trace: strength times the sum of the singular
    values of a group's differences from its mean; orthogonal: strength Σ_{g<h} ‖W_gᵀ W_h‖², where W is the only array
    of a group, cut into ``parts`` by its columns.
    """

    kind: Literal["laplacian", "trace", "orthogonal"]
    strength: float
    arrays: tuple[tuple[str, ...], ...]
    relations: tuple[tuple[float, ...], ...] = ()
    parts: int = 1


class Plan(Value):
    """Blocks in an order in which each follows its sources."""

    inputs: tuple[InputColumn, ...]
    tasks: tuple[OutputTask, ...]
    blocks: tuple[Block, ...]
    summary: str  # who shares what
    separate_parameters: int  # of one network per task, of the same layers
    couplings: tuple[Coupling, ...] = ()
    watches: tuple[Watch, ...] = ()

    @property
    def arrays(self) -> dict[str, Shape]:
        """The shapes of all weights by LAYER/WEIGHT."""
        return {name: shape for block in self.blocks for name, shape in block.arrays.items()}

    @property
    def reach(self) -> dict[str, tuple[str, ...]]:
        """By array, the ids of the tasks whose loss trains it."""
        return {name: block.tasks for block in self.blocks for name in block.arrays}

    @property
    def shared_blocks(self) -> tuple[Block, ...]:
        """Those with weights that more than one task trains."""
        return tuple(block for block in self.blocks if block.shared and block.arrays)

    @property
    def parameters(self) -> int:
        """Numbers in all arrays, equal to ``keras.Model.count_params()``."""
        return sum(block.parameters for block in self.blocks)

    @property
    def learning_parameters(self) -> int:
        """Those that are trained."""
        return sum(block.parameters for block in self.blocks if not block.frozen)

    @property
    def saved(self) -> float:
        """How many fewer learn than in one network per task, as a share; below 0, how many more."""
        frozen = self.parameters - self.learning_parameters
        return 1 - self.learning_parameters / (self.separate_parameters - frozen)

    @property
    def shared_parameters(self) -> int:
        """Those that more than one task trains."""
        return sum(block.parameters for block in self.shared_blocks)

    @property
    def told(self) -> dict[str, int]:
        """The length of the true answers that the network may be told while training, by the task's id."""
        return {block.owners[0]: block.units for block in self.blocks if block.told}

    @property
    def counts_rows(self) -> bool:
        """Whether the network must know while training which rows count: experts are used evenly by those alone."""
        return any(block.options.get("balance") for block in self.blocks)

    def path(self, task: str) -> tuple[Block, ...]:
        """The blocks that task ``task`` (an id) trains, from the inputs to its head."""
        return tuple(block for block in self.blocks if task in block.tasks)

    def sentence(self) -> str:
        """The diagram in words: its alternative text."""
        shared = sum(block.shared and block.role == "trunk" for block in self.blocks)
        return self._template(shared).format(
            columns="1 column feeds" if len(self.inputs) == 1 else f"{len(self.inputs)} columns feed",
            shared=shared,
            own=", ".join(f"{task.name} {self._own_layers(task.id)}" for task in self.tasks),
            summary=self.summary,
            parameters=short(self.parameters),
            learning=short(self.learning_parameters),
            saved=100 * abs(self.saved),
            fewer="fewer" if self.saved >= 0 else "more",
        )

    def _template(self, shared: int) -> str:
        if len(self.tasks) == 1:
            return "{columns} one network for one task. Its own layers: {own}. {parameters} parameters."
        many = abs(self.saved) < 0.005
        size = "as many as" if many else "{saved:.0f}% {fewer} than"
        counted = "{parameters} parameters, "
        if self.learning_parameters < self.parameters:
            counted += "of which {learning} learn, "
        size = counted + size + " separate networks."
        if not self._plain:
            return "{columns} the network. {summary} " + size
        if not shared:
            return "{columns} each task's own network. Own layers: {own}. {parameters} parameters."
        layers = "one shared layer" if shared == 1 else "{shared} shared layers"
        return "{columns} " + layers + ", then each task's own: {own}. " + size

    @property
    def _plain(self) -> bool:
        """Whether each block is one task's or everybody's, one after the other."""
        followed = all(len(block.sources) == 1 for block in self.blocks if block.role not in ("inputs", "head"))
        learning = (block for block in self.blocks if not block.frozen)
        return followed and not self.couplings and all(len(b.tasks) in (1, len(self.tasks)) for b in learning)

    def _own_layers(self, task: str) -> int:
        return sum(block.kind == "dense" and not block.shared for block in self.path(task))
