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
from mtl_core.networks.blocks.mixing import added, one
from mtl_core.networks.site import Site, Values
from mtl_core.plan.blocks.asking import AskingBlock


def asking(blocks: Sequence[AskingBlock], sources: Sequence[Values], site: Site) -> Values:
    """One block of a Transformer, whose tasks attend to the columns, and to no other task: [n, units] each.

    Columns stay as they came: self-attention among them would take (4 + 2 · 2) · units² products for each of them. The
    layer NAME_shares gives who attends to what: [tasks, n, columns]. In use each task is computed by itself, so
    that its answers stay the same to the bit when another is added.
    """
    if len(blocks) > 1 and not site.training:
        return [value for block, given in zip(blocks, sources, strict=True) for value in asking([block], [given], site)]
    first = blocks[0]
    columns, *before = sources[0]
    state = keras.ops.stack([state for _, state in sources]) if before else _starts(blocks, site)
    state = added(state, _attended(first, _norm(state), columns, site))
    state = added(state, _thought(blocks, _norm(state), site))
    return site.named(blocks, _norm(state) if first.last else state)


def _starts(blocks: Sequence[AskingBlock], site: Site) -> keras.KerasTensor:
    """What the tasks' tokens are at first: [tasks, 1, units]."""
    layers = [constant(block, "token", block.units, site) for block in blocks]
    first = keras.ops.cast(one(next(iter(site.inputs.values()))), "float32")
    return site.side_by_side(layers, keras.ops.stack([first] * len(blocks)))


def _attended(block: AskingBlock, asked: keras.KerasTensor, columns: list[Columns], site: Site) -> keras.KerasTensor:
    """softmax(Q Kᵀ / √units) V (Vaswani et al., arXiv 1706.03762, eq. 1): [tasks, n, units]."""
    [projection] = (site.layers[name] for name in block.borrows)
    asked = asked / math.sqrt(block.units)
    known = [some.known(projection) for some in columns]
    scores = keras.ops.concatenate([some.scores(asked) for some in known], axis=-1)
    shares = keras.layers.Softmax(name=f"{block.id}_shares")(scores)
    *ends, _ = itertools.accumulate(some.count for some in columns)
    pieces = keras.ops.split(shares, ends, axis=-1) if ends else [shares]
    return functools.reduce(added, (some.taken(piece) for some, piece in zip(known, pieces, strict=True)))


def _thought(blocks: Sequence[AskingBlock], values: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """The two layers after the attention, of each task alone: [tasks, n, units]."""
    wide = site.side_by_side([site.bare(block, "_wide") for block in blocks], values)
    active = site.active(blocks[0], wide)
    return site.side_by_side([site.bare(block, "_narrow", "linear") for block in blocks], active)


def _norm(values: keras.KerasTensor) -> keras.KerasTensor:
    """Without weights of its own: the layer that follows has them."""
    return keras.layers.LayerNormalization(center=False, scale=False)(values)


BUILDER = at_once(asking)
