"""A token for each column: Gorishniy et al., arXiv 2106.11959, section 3."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.columns import Columns, Given, Numbers
from mtl_core.networks.blocks.constants import constant
from mtl_core.networks.blocks.members import fan_out
from mtl_core.networks.blocks.mixing import one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.column_tokens import ColumnTokensBlock


def column_tokens(block: ColumnTokensBlock, sources: Values, context: BuildContext) -> list[Columns]:
    """The tokens of all columns, for the blocks that attend to them: those of numbers, then categories and texts."""
    numbers: list[Columns] = [_numbers(block, context)] if "numbers" in context.inputs else []
    categories = [column for column in context.columns if column.vocabulary]
    found = [
        context.table(f"{block.id}_{column.id}", column.vocabulary, block.units)(context.inputs["categories"][:, place])
        for place, column in enumerate(categories)
    ]
    texts = [column for column in context.columns if column.length]
    found += [
        context.dense(f"{block.id}_{column.id}_token", block.units)(text)
        for column, text in zip(texts, sources, strict=True)
    ]
    if not found:
        return numbers
    return [*numbers, Given(fan_out(f"{block.id}_members", keras.ops.stack(found, axis=1), context))]


def _numbers(block: ColumnTokensBlock, context: BuildContext) -> Numbers:
    counts = [column.numbers for column in context.columns if column.numbers]
    values, rows = context.inputs["numbers"], sum(counts) + len(counts)
    parts = constant(block, "numbers", rows * block.units, context)(one(values))
    owners = np.repeat(np.eye(len(counts), dtype=np.float32), counts, axis=0)
    return Numbers(
        fan_out(f"{block.id}_members_numbers", values, context),
        keras.ops.reshape(parts, (rows, block.units)),
        owners,
    )


BUILDER = one_by_one(column_tokens)
