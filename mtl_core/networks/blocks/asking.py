"""Tokens of tasks that attend to those of columns: Gorishniy et al., arXiv 2106.11959, section 3; norms before the
layers. The first attention has one, too: tokens are short at first, and all columns would be alike to them."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Sequence

import keras

from mtl_core.networks.blocks.builder import at_once
from mtl_core.networks.blocks.columns import Columns
from mtl_core.networks.blocks.constants import constant
from mtl_core.networks.blocks.mixing import add, one
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.asking import AskingBlock


def asking(blocks: Sequence[AskingBlock], sources: Sequence[Values], context: BuildContext) -> Values:
    """One block of a Transformer, whose tasks attend to the columns, and to no other task: [n, units] each.

    Columns stay as they came: self-attention among them would take (4 + 2 · 2) · units² products for each of them. The
    layer NAME_shares gives who attends to what: [tasks, n, columns]. In use each task is computed by itself, so
    that its answers stay the same to the bit when another is added.
    """
    if len(blocks) > 1 and not context.training:
        return [
            value for block, given in zip(blocks, sources, strict=True) for value in asking([block], [given], context)
        ]
    first = blocks[0]
    columns, *before = sources[0]
    state = keras.ops.stack([state for _, state in sources]) if before else _starts(blocks, context)
    state = add(state, _attend(first, _norm(state), columns, context))
    state = add(state, _thought(blocks, _norm(state), context))
    return context.by_name(blocks, _norm(state) if first.last else state)


def _starts(blocks: Sequence[AskingBlock], context: BuildContext) -> keras.KerasTensor:
    """What the tasks' tokens are at first: [tasks, 1, units]."""
    layers = [constant(block, "token", block.units, context) for block in blocks]
    first = keras.ops.cast(one(next(iter(context.inputs.values()))), "float32")
    return context.side_by_side(layers, keras.ops.stack([first] * len(blocks)))


def _attend(
    block: AskingBlock, asked: keras.KerasTensor, columns: list[Columns], context: BuildContext
) -> keras.KerasTensor:
    """softmax(Q Kᵀ / √units) V (Vaswani et al., arXiv 1706.03762, eq. 1): [tasks, n, units]."""
    [projection] = (context.layers[name] for name in block.borrows)
    asked = asked / math.sqrt(block.units)
    known = [some.project(projection) for some in columns]
    scores = keras.ops.concatenate([some.scores(asked) for some in known], axis=-1)
    shares = keras.layers.Softmax(name=f"{block.id}_shares")(scores)
    *ends, _ = itertools.accumulate(some.count for some in columns)
    pieces = keras.ops.split(shares, ends, axis=-1) if ends else [shares]
    return functools.reduce(add, (some.take(piece) for some, piece in zip(known, pieces, strict=True)))


def _thought(blocks: Sequence[AskingBlock], values: keras.KerasTensor, context: BuildContext) -> keras.KerasTensor:
    """The two layers after the attention, of each task alone: [tasks, n, units]."""
    wide = context.side_by_side([context.bare(block, "_wide") for block in blocks], values)
    active = context.active(blocks[0], wide)
    return context.side_by_side([context.bare(block, "_narrow", "linear") for block in blocks], active)


def _norm(values: keras.KerasTensor) -> keras.KerasTensor:
    """Without weights of its own: the layer that follows has them."""
    return keras.layers.LayerNormalization(center=False, scale=False)(values)


BUILDER = at_once(asking)
