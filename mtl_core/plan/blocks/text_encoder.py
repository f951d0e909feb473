"""A text read by its encoder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Around, Block, Form, Ids, Role, Shape
from mtl_core.plan.input_output import InputColumn
from mtl_core.text_encoders import TEXT_ENCODERS, EncoderKind, Sizes

_SPELLING = (
    "Words also enter by how they are spelt: by their first and last letters and their shape, {count:,} of them known."
)


class TextEncoderBlock(Block):
    """The tokens of one column as a vector: [n, units]; with ``states`` also one at each token."""

    form: ClassVar[Form] = "inputs"
    heading = "Inputs"
    sentence = 'Texts of "{name}": {count:,} tokens at most, {known:,} known, {encoder} into {units:,} values.'
    names_box: ClassVar[bool] = False

    kind: Literal["text_encoder"] = "text_encoder"
    role: Role = "inputs"
    encoder: EncoderKind
    column: str  # id of the text that it reads
    sizes: Sizes
    dropout: float = 0.0  # the share of tokens silenced at a step of the training
    states: bool = False  # whether its state at each token is needed too: [n, length, units]

    @classmethod
    def reading(cls, column: InputColumn, encoder: EncoderKind, sizes: Sizes, id: str, owners: Ids) -> Self:
        """What reads ``column`` for ``owners``, without dropout and at the learning rate of all layers."""
        reader = TEXT_ENCODERS[encoder]
        return cls(
            id=id,
            owners=owners,
            tasks=owners,
            sources=(),
            level=0,
            units=reader.width(sizes),
            arrays={f"{id}_{array}": shape for array, shape in reader.arrays(sizes).items()},
            encoder=encoder,
            column=column.id,
            sizes=sizes,
        )

    @property
    def pretrained(self) -> bool:
        """As its encoder."""
        return TEXT_ENCODERS[self.encoder].preset

    @property
    def states_name(self) -> str:
        """The name of its states at each token."""
        return f"{self.id}_states"

    @property
    def frozen_outputs(self) -> dict[str, Shape]:
        """The vector and, where they are needed, the states, of an encoder that learns nothing."""
        if not self.frozen:
            return {}
        states = {self.states_name: (self.sizes.length, self.units)} if self.states else {}
        return {self.id: (self.units,), **states}

    @property
    def essence(self) -> Self:
        """Whether its states are needed is of those who read it."""
        return super().essence.model_copy(update={"states": False})

    def tell(self, around: Around) -> Iterator[str]:
        """What reads the texts of the column, whether it learns, and whether it sees how words are spelt."""
        stays = " The encoder was trained elsewhere and stays as it is." if self.frozen else ""
        yield from (sentence + stays for sentence in super().tell(around))
        if self.sizes.spellings:
            yield _SPELLING.format(count=self.sizes.spellings - 1)

    def figures(self, around: Around) -> dict[str, Any]:
        """With the column's name and size, and what reads it."""
        column = next(column for column in around.inputs if column.id == self.column)
        told = {"name": column.name, "count": column.length, "known": column.tokens}
        return {**super().figures(around), **told, "encoder": TEXT_ENCODERS[self.encoder].words}


BLOCK = TextEncoderBlock
