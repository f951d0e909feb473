"""The linear layer that gives a task's raw output, and beside it what the words of texts or the columns say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, Self

from mtl_core.plan.blocks.block import Around, Block, Shape, dense_arrays
from mtl_core.plan.blocks.head import HeadBlock
from mtl_core.plan.input_output import InputColumn, OutputTask


class OutputBlock(HeadBlock):
    """W h + b, and what each word of a text says: [n, units]."""

    kind: Literal["output"] = "output"

    @classmethod
    def of_task(
        cls,
        id: str,
        task: OutputTask,
        source: Block,
        columns: Sequence[InputColumn],
        l2: float,
        members: int,
        linear: bool,
    ) -> Self:
        """The output of ``task`` over its last layer, which each of ``members`` has for itself; ``linear`` says that
        the columns speak to it directly."""
        words = {f"{id}_{c.id}/embeddings": (c.tokens, task.outputs) for c in columns if c.speaks}
        said = _linear_arrays(id, columns, task.outputs) if linear else {}
        return cls(
            id=id,
            owners=(task.id,),
            tasks=(task.id,),
            sources=(source.id,),
            level=source.level + 1,
            units=task.outputs,
            arrays=dense_arrays(id, source.units, task.outputs, members) | words | said,
            fitted=tuple(said),
            learnt_and_fitted=tuple(words) if linear else (),
            l2=l2,
        )

    def tell(self, around: Around) -> Iterator[str]:
        """Also what is heard past all layers."""
        yield from super().tell(around)
        if any(column.speaks for column in around.inputs):
            yield "Each word of a text also speaks to it directly."
        if self.linear:
            yield "The columns also speak to it directly, in a linear part whose share validation rows choose."


def _linear_arrays(id: str, columns: Sequence[InputColumn], outputs: int) -> dict[str, Shape]:
    """A weight for each number, each of its pieces, and each label of a category."""
    amounts = sum(column.amounts for column in columns)
    of_numbers: dict[str, Shape] = {f"{id}_numbers/kernel": (amounts, outputs)} if amounts else {}
    return of_numbers | {f"{id}_{c.id}/embeddings": (c.vocabulary, outputs) for c in columns if c.vocabulary}


BLOCK = OutputBlock
