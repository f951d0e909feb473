"""A token for each column: Gorishniy et al., arXiv 2106.11959, section 3."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.blocks.builder import one_by_one
from mtl_core.networks.blocks.columns import Columns, Given, Numbers
from mtl_core.networks.blocks.constants import constant
from mtl_core.networks.blocks.members import fan_out
from mtl_core.networks.blocks.mixing import one
from mtl_core.networks.blocks.pieces import numbers_of
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.column_tokens import ColumnTokensBlock


def column_tokens(block: ColumnTokensBlock, sources: Values, context: BuildContext) -> list[Columns]:
    """The tokens of all columns, for the blocks that attend to them: those of numbers, then categories and texts."""
    amounts = numbers_of(block.id, context)
    numbers: list[Columns] = [_numbers(block, keras.ops.concatenate(amounts, axis=1), context)] if amounts else []
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


def _numbers(block: ColumnTokensBlock, values: keras.KerasTensor, context: BuildContext) -> Numbers:
    """Of the ``values`` of numbers, and after all of them of their pieces."""
    columns = [column for column in context.columns if column.numbers]
    each = np.eye(len(columns), dtype=np.float32)
    counts = [column.numbers for column in columns], [column.pieces for column in columns]
    owners = np.concatenate([np.repeat(each, count, axis=0) for count in counts])
    rows = sum(owners.shape)
    parts = constant(block, "numbers", rows * block.units, context)(one(values))
    return Numbers(
        fan_out(f"{block.id}_members_numbers", values, context),
        keras.ops.reshape(parts, (rows, block.units)),
        owners,
    )


BUILDER = one_by_one(column_tokens)
