"""A token for each column, and tokens of tasks that attend to them: Gorishniy et al., arXiv 2106.11959, section 3.3;
norms before the layers."""

from __future__ import annotations

import math

import keras
import numpy as np

from mtl_core.networks.site import Site, Values
from mtl_core.plan import Block


def tokens(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """[n, columns, units]."""
    parts = [_numbers(block, site)] if "numbers" in site.inputs else []
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
    each = [*parts, *(keras.ops.expand_dims(value, 1) for value in found)]
    return keras.layers.Identity(name=block.id)(keras.ops.concatenate(each, axis=1))


def _numbers(block: Block, site: Site) -> keras.KerasTensor:
    """x_f w_f + b_f of each number, those of one column added up: [n, columns, units]."""
    counts = [column.numbers for column in site.columns if column.numbers]
    layer = keras.layers.EinsumDense(
        "nf,fu->nfu",
        (sum(counts), block.units),
        bias_axes="fu",
        kernel_initializer=_start(block, "numbers", site),
        bias_initializer=_start(block, "biases", site),
        name=f"{block.id}_numbers",
    )
    each = layer(site.inputs["numbers"])
    if set(counts) == {1}:
        return each
    owner = np.repeat(np.eye(len(counts), dtype=np.float32), counts, axis=0)
    return keras.ops.einsum("nfu,fc->ncu", each, owner)


def _start(block: Block, part: str, site: Site) -> keras.Initializer:
    bound = block.units**-0.5
    return keras.initializers.RandomUniform(-bound, bound, seed=site.draw(f"{block.id}_{part}"))


def attention(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """One block of a Transformer whose tasks attend to the columns, and to no other task: [n, tasks, units].

    Columns stay as they came, so that all that is computed for each of them is how it is asked and taken: 2 · heads ·
    units products per row, task and column; self-attention among the columns takes (4 + 2 · 2) · units² for each.
    """
    columns, *before = sources
    state = before[0] if before else _asking(block, columns, site)
    attended = _attended(block, _norm(block, 1, state), columns, site)
    state = state + site.dropout(f"{block.id}_attended_dropout", block.dropout, attended)
    wide = site.dense(f"{block.id}_wide", block.arrays[f"{block.id}_wide/bias"][0], block.activation)
    narrow = site.dense(f"{block.id}_narrow", block.units)(wide(_norm(block, 2, state)))
    state = state + site.dropout(f"{block.id}_dropout", block.dropout, narrow)
    return keras.layers.Identity(name=block.id)(_norm(block, 3, state) if block.options["last"] else state)


def _asking(block: Block, columns: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """What the tasks' tokens start as: [n, tasks, units], the same in every row."""
    tasks = int(block.options["tasks"])
    layer = keras.layers.Dense(
        tasks * block.units, use_bias=False, kernel_initializer=_start(block, "tasks", site), name=f"{block.id}_tasks"
    )
    return keras.ops.reshape(layer(keras.ops.ones_like(columns[:, 0, :1])), (-1, tasks, block.units))


def _attended(block: Block, asking: keras.KerasTensor, columns: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """softmax(Q Kᵀ / √d) V in heads (Vaswani et al., arXiv 1706.03762, eq. 1): [n, tasks, units].

    Q (X W)ᵀ = (Q Wᵀ) Xᵀ and A (X W) = (A X) W: keys and values are made of the few tasks instead of the many columns X
    [n, columns, units]. The layer NAME_shares gives A [n, heads, tasks, columns], who attends to what.
    """
    tasks, units, count = asking.shape[1], block.units, columns.shape[1]
    heads, size, _ = block.arrays[f"{block.id}_key/kernel"]

    def by_head(part: str, equation: str, shape: tuple[int, ...]) -> keras.layers.EinsumDense:
        start = site.start(f"{block.id}_{part}")
        return keras.layers.EinsumDense(equation, shape, kernel_initializer=start, name=f"{block.id}_{part}")

    query = keras.ops.reshape(site.dense(f"{block.id}_query", units)(asking), (-1, tasks, heads, size))
    key = by_head("key", "nthd,hdu->nhtu", (heads, tasks, units))(query / math.sqrt(size))
    asked = keras.ops.reshape(key, (-1, heads * tasks, units))
    scores = keras.ops.matmul(asked, keras.ops.transpose(columns, (0, 2, 1)))
    shares = keras.layers.Softmax(name=f"{block.id}_shares")(keras.ops.reshape(scores, (-1, heads, tasks, count)))
    taken = keras.ops.matmul(keras.ops.reshape(shares, (-1, heads * tasks, count)), columns)
    by_task = keras.ops.reshape(taken, (-1, heads, tasks, units))
    value = by_head("value", "nhtu,hud->nthd", (tasks, heads, size))(by_task)
    return site.dense(f"{block.id}_attended", units)(keras.ops.reshape(value, (-1, tasks, units)))


def _norm(block: Block, place: int, values: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.LayerNormalization(name=f"{block.id}_norm_{place}")(values)


def taken(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """What one task's token has become: [n, units]."""
    [state] = sources
    return keras.layers.Identity(name=block.id)(state[:, int(block.options["place"])])
