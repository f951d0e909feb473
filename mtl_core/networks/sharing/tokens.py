"""A token for each column and each task, and the Transformer over them: Gorishniy et al., arXiv 2106.11959, section
3.3; norms before the layers."""

from __future__ import annotations

import keras
import numpy as np

from mtl_core.networks.attention import NEVER, attend
from mtl_core.networks.site import Site, Values
from mtl_core.plan import Block


def tokens(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """The columns' tokens, then the tasks': [n, columns + tasks, units]."""
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
    columns = keras.ops.concatenate([*parts, *(value[:, None] for value in found)], axis=1)
    tasks = int(block.options["tasks"])
    layer = keras.layers.Dense(
        tasks * block.units, use_bias=False, kernel_initializer=_start(block, "tasks", site), name=f"{block.id}_tasks"
    )
    asked = keras.ops.reshape(layer(keras.ops.ones_like(columns[:, 0, :1])), (-1, tasks, block.units))
    return keras.layers.Concatenate(axis=1, name=block.id)([columns, asked])


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
    """One Transformer block: [n, columns + tasks, units], or the tasks alone if it is the last.

    Columns attend to columns, a task to the columns and itself.
    """
    [state] = sources
    columns, total = int(block.options["columns"]), state.shape[1]
    barred = np.zeros((total, total), np.float32)
    barred[:, columns:] = NEVER * (1 - np.eye(total)[:, columns:])
    first = columns if block.options["last"] else 0
    normed = _norm(block, 1, state)
    asking = normed[:, first:] if first else normed
    attended = attend(block.id, asking, normed, barred[first:], int(block.options["heads"]), site)
    kept = state[:, first:] if first else state
    state = kept + site.dropout(f"{block.id}_attended_dropout", block.dropout, attended, alike=1)
    wide = site.dense(f"{block.id}_wide", block.arrays[f"{block.id}_wide/bias"][0], block.activation)
    narrow = site.dense(f"{block.id}_narrow", block.units)(wide(_norm(block, 2, state)))
    state = state + site.dropout(f"{block.id}_dropout", block.dropout, narrow, alike=1)
    return keras.layers.Identity(name=block.id)(_norm(block, 3, state) if block.options["last"] else state)


def _norm(block: Block, place: int, values: keras.KerasTensor) -> keras.KerasTensor:
    return keras.layers.LayerNormalization(name=f"{block.id}_norm_{place}")(values)


def taken(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """What one task's token has become: [n, units]."""
    [state] = sources
    return keras.layers.Identity(name=block.id)(state[:, int(block.options["place"])])
