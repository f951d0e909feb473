"""A planned network as plain data: inputs, tasks, blocks, and what they add up to."""

from __future__ import annotations

from mtl_core.plan.blocks import AnyBlock, Around, Block, Shape
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.input_output import InputColumn, OutputTask
from mtl_core.plan.value import Value
from mtl_core.plan.views import Watch
from mtl_core.wording import short

MOST_PARAMETERS = 50_000_000
"""The largest network to train: its weights, their gradients and two moments take 0.8 GB."""


class Plan(Value):
    """Blocks in an order in which each follows its sources."""

    inputs: tuple[InputColumn, ...]
    tasks: tuple[OutputTask, ...]
    blocks: tuple[AnyBlock, ...]
    summary: str  # who shares what
    separate_parameters: int  # of one network per task, of the same layers
    members: int = 1  # networks in one, whose answers are averaged
    adapt_dropout: bool = False  # whether fewer units rest while validation rows allow it
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
        return {block.owners[0]: block.units for block in self.blocks if block.is_told}

    @property
    def counts_rows(self) -> bool:
        """Whether the network must know while training which rows count: experts are used evenly by those alone."""
        return any(block.counts_rows for block in self.blocks)

    def path(self, task: str) -> tuple[Block, ...]:
        """The blocks that task ``task`` (an id) trains, from the inputs to its head."""
        return tuple(block for block in self.blocks if task in block.tasks)

    def around(self, block: Block) -> Around:
        """What stands around one of its blocks."""
        blocks = {each.id: each for each in self.blocks}
        sources = tuple(blocks[source] for source in block.sources)
        return Around(self.inputs, self.tasks, sources, self.members, self.adapt_dropout)

    def sentence(self) -> str:
        """The diagram in words: its alternative text."""
        shared = sum(block.shared and block.role == "trunk" for block in self.blocks)
        return (self._template(shared) + self._many).format(
            columns="1 column feeds" if len(self.inputs) == 1 else f"{len(self.inputs)} columns feed",
            shared=shared,
            own=", ".join(f"{task.name} {self._own_layers(task.id)}" for task in self.tasks),
            summary=self.summary,
            parameters=short(self.parameters),
            learning=short(self.learning_parameters),
            saved=100 * abs(self.saved),
            fewer="fewer" if self.saved >= 0 else "more",
            members=self.members,
        )

    @property
    def _many(self) -> str:
        told = " It is {members} networks in one, which share most weights; the answer is the mean of theirs."
        return told if self.members > 1 else ""

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
        return sum(block.is_layer and not block.shared for block in self.path(task))
