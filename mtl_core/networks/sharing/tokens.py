"""A token for each column, and tokens of tasks that attend to them: Gorishniy et al., arXiv 2106.11959, section 3;
norms before the layers, but for the first attention, as in its section 3.3."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

import keras
import numpy as np

from mtl_core.networks.sharing.columns import Columns, Given, Heads, Numbers
from mtl_core.networks.sharing.mixing import added, one
from mtl_core.networks.site import Blocks, Site, Values
from mtl_core.plan import Block


def tokens(block: Block, sources: Values, site: Site) -> list[Columns]:
    """The tokens of all columns, for the blocks that attend to them: those of numbers, then categories and texts."""
    numbers = [_numbers(block, site)] if "numbers" in site.inputs else []
    categories = [column for column in site.columns if column.vocabulary]
    found = [
        site.table(f"{block.id}_{column.id}", column.vocabulary, block.units)(site.inputs["categories"][:, place])
        for place, column in enumerate(categories)
    ]
    texts = [column for column in site.columns if column.length]
    found += [
        site.dense(f"{block.id}_{column.id}_token", block.units)(text)
        for column, text in zip(texts, sources, strict=True)
    ]
    return [*numbers, *([Given(keras.ops.stack(found, axis=1))] if found else [])]


def _numbers(block: Block, site: Site) -> Numbers:
    counts = [column.numbers for column in site.columns if column.numbers]
    values = site.inputs["numbers"]
    slopes, offsets = (
        keras.ops.reshape(_constant(block, part, count * block.units, site)(one(values)), (count, block.units))
        for part, count in (("slopes", sum(counts)), ("offsets", len(counts)))
    )
    return Numbers(values, slopes, offsets, np.repeat(np.eye(len(counts), dtype=np.float32), counts, axis=0))


def _constant(block: Block, part: str, size: int, site: Site) -> keras.layers.Dense:
    """Of a 1, ``size`` numbers that are the same in every row; they start within ±1/√units."""
    bound = block.units**-0.5
    start = keras.initializers.RandomUniform(-bound, bound, seed=site.draw(f"{block.id}_{part}"))
    return keras.layers.Dense(size, use_bias=False, kernel_initializer=start, name=f"{block.id}_{part}")


def attention(block: Block, sources: Values, site: Site) -> None:
    """The layers of a Transformer's block, for the blocks that borrow them; it has no value of its own."""
    for part in ("query", "key", "value", "attended"):
        name = f"{block.id}_{part}"
        site.layers[name] = site.dense(name, block.units, use_bias=False)
    for part, activation in (("wide", block.activation), ("narrow", "linear")):
        name = f"{block.id}_{part}"
        site.layers[name] = site.dense(name, block.arrays[f"{name}/bias"][0], activation)


def asking(blocks: Blocks, sources: Sequence[Values], site: Site) -> Values:
    """One block of a Transformer, whose tasks attend to the columns, and to no other task: [n, units] each.

    Columns stay as they came: self-attention among them would take (4 + 2 · 2) · units² products for each of them. The
    layer NAME_shares gives who attends to what: [heads, tasks, n, columns]. In use each task is computed by itself, so
    that its answers stay the same to the bit when another is added.
    """
    if len(blocks) > 1 and not site.training:
        return [value for block, given in zip(blocks, sources, strict=True) for value in asking([block], [given], site)]
    first = blocks[0]
    columns, *before = sources[0]
    if before:
        state = keras.ops.stack([state for _, state in sources])
        asked = _norm(state)
    else:
        state = asked = _starts(blocks, site)
    attended = _attended(first, asked, columns, site)
    state = added(state, site.dropout(f"{first.id}_attended_dropout", first.dropout, attended, alike=0))
    state = added(state, _thought(first, _norm(state), site))
    return site.named(blocks, _norm(state) if first.options["last"] else state)


def _starts(blocks: Blocks, site: Site) -> keras.KerasTensor:
    """What the tasks' tokens are at first: [tasks, 1, units]."""
    layers = [_constant(block, "token", block.units, site) for block in blocks]
    first = keras.ops.cast(one(next(iter(site.inputs.values()))), "float32")
    return site.side_by_side(layers, keras.ops.stack([first] * len(blocks)))


def _attended(block: Block, asked: keras.KerasTensor, columns: list[Columns], site: Site) -> keras.KerasTensor:
    """softmax(Q Kᵀ / √size) V in heads (Vaswani et al., arXiv 1706.03762, eq. 1): [tasks, n, units]."""
    parts = ("query", "key", "value", "attended")
    heads = Heads(int(block.options["heads"]), {part: site.layers[f"{block.borrows[0]}_{part}"] for part in parts})
    queries = heads.queries(asked)
    scores = keras.ops.concatenate([some.scores(queries, heads) for some in columns], axis=-1)
    shares = keras.layers.Softmax(name=f"{block.id}_shares")(scores)
    ends = itertools.accumulate(some.count for some in columns)
    pieces = [shares[..., end - some.count : end] for some, end in zip(columns, ends, strict=True)]
    taken = [some.taken(piece, heads) for some, piece in zip(columns, pieces, strict=True)]
    return heads.joined(functools.reduce(added, taken))


def _thought(block: Block, values: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """The two layers after the attention: [tasks, n, units]."""
    wide, narrow = (site.layers[f"{block.borrows[0]}_{part}"] for part in ("wide", "narrow"))
    return site.dropout(f"{block.id}_dropout", block.dropout, narrow(wide(values)), alike=0)


def _norm(values: keras.KerasTensor) -> keras.KerasTensor:
    """Without weights of its own: the layer that follows has them."""
    return keras.layers.LayerNormalization(center=False, scale=False)(values)
