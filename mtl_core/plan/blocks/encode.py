"""The columns of a row, joined into one vector."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Around, Block, Form, Ids, Role, scale_arrays, tell_of_pieces
from mtl_core.plan.input_output import InputColumn


class EncodeBlock(Block):
    """The numbers, the embedded categories and the encoded texts side by side: [n, units]."""

    form: ClassVar[Form] = "inputs"
    heading = "Inputs"
    of_members = "Each of {members} members takes these values times numbers of its own."
    sentence = "Turns {columns} into {units:,} values: numbers are scaled, categories get a learnt vector."

    kind: Literal["encode"] = "encode"
    role: Role = "inputs"

    @classmethod
    def of_columns(
        cls, id: str, owners: Ids, columns: Sequence[InputColumn], texts: Sequence[Block], members: int
    ) -> Self:
        """The inputs of ``owners``; ``texts`` are what reads the columns of texts, ``members`` take it each in their
        own way."""
        units = sum(column.width for column in columns) + sum(text.units for text in texts)
        categories = (column for column in columns if column.vocabulary)
        return cls(
            id=id,
            owners=owners,
            tasks=owners,
            sources=tuple(text.id for text in texts),
            level=0,
            units=units,
            arrays={f"{id}_{c.id}/embeddings": (c.vocabulary, c.embedding) for c in categories}
            | scale_arrays(f"{id}_members", units, members),
        )

    def tell(self, around: Around) -> Iterator[str]:
        """Also that numbers come in pieces."""
        yield from super().tell(around)
        yield from tell_of_pieces(around)


BLOCK = EncodeBlock
