"""The linear layer that gives a tag's raw output for each token, and beside it what the word itself says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from mtl_core.plan.blocks.block import Around, Block, dense_arrays
from mtl_core.plan.blocks.head import HeadBlock
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.plan.input_output import OutputTask


class TagOutputBlock(HeadBlock):
    """Of the state of the text's encoder at each token and the row's vector: [n, length, units]."""

    kind: Literal["tag_output"] = "tag_output"

    @classmethod
    def of_task(cls, id: str, task: OutputTask, source: Block, text: TextEncoderBlock, l2: float, members: int) -> Self:
        """The output of ``task`` over its last layer and over the tokens of ``text``, by weights that each of
        ``members`` has for itself."""
        of_tokens = dense_arrays(f"{id}_tokens", text.units, task.outputs, members)
        of_row = dense_arrays(f"{id}_row", source.units, task.outputs, members)
        row = {f"{id}_row/kernel": of_row[f"{id}_row/kernel"]}
        words = {f"{id}_words/embeddings": (text.sizes.tokens, task.outputs)}
        return cls(
            id=id,
            owners=(task.id,),
            tasks=(task.id,),
            sources=(source.id, text.id),
            level=source.level + 1,
            units=task.outputs,
            arrays=of_tokens | row | words,
            l2=l2,
        )

    def tell(self, around: Around) -> Iterator[str]:
        """Also that words are heard past all layers."""
        yield from super().tell(around)
        yield "Each word also speaks to its own tag directly."


BLOCK = TagOutputBlock
