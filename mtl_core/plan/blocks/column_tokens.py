"""A token for each column of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import (
    Around,
    Block,
    Form,
    Ids,
    Role,
    Shape,
    dense_arrays,
    scale_arrays,
    tell_of_pieces,
)
from mtl_core.plan.input_output import InputColumn


class ColumnTokensBlock(Block):
    """The tokens of all columns, for the blocks that attend to them; it has no value of its own."""

    form: ClassVar[Form] = "inputs"
    heading = "Inputs"
    of_members = "Each of {members} members takes these values times numbers of its own."
    sentence = "Turns each of {columns} into a token of {units:,} values."

    kind: Literal["column_tokens"] = "column_tokens"
    role: Role = "inputs"

    @classmethod
    def of_columns(
        cls, id: str, owners: Ids, columns: Sequence[InputColumn], texts: Sequence[Block], units: int, members: int
    ) -> Self:
        """Tokens of ``units`` numbers; ``texts`` are what reads the columns of texts, ``members`` take what
        comes in each in their own way."""
        counts = [column.amounts for column in columns if column.numbers]
        arrays: dict[str, Shape] = {}
        if counts:
            arrays = {f"{id}_numbers/kernel": (1, (sum(counts) + len(counts)) * units)}
        arrays |= {f"{id}_{c.id}/embeddings": (c.vocabulary, units) for c in columns if c.vocabulary}
        for text in texts:
            arrays |= dense_arrays(f"{text.id}_token", text.units, units)
        given = sum(column.vocabulary > 0 for column in columns) + len(texts)
        arrays |= scale_arrays(f"{id}_members_numbers", sum(counts), members)
        arrays |= scale_arrays(f"{id}_members", given * units, members)
        return cls(
            id=id,
            owners=owners,
            tasks=owners,
            sources=tuple(text.id for text in texts),
            level=0,
            units=units,
            arrays=arrays,
        )

    def tell(self, around: Around) -> Iterator[str]:
        """Also that numbers come in pieces."""
        yield from super().tell(around)
        yield from tell_of_pieces(around)


BLOCK = ColumnTokensBlock
