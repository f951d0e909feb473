"""Tokens of columns, and how tasks attend to them without most tokens ever being written down; it knows no block.

Heads come first: queries are [heads, tasks, n, size], or of one row that stands for all; what is taken is alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import keras
import numpy as np

from mtl_core.networks.sharing.mixing import added


@dataclass(frozen=True)
class Heads:
    """The projections of an attention (Vaswani et al., arXiv 1706.03762, section 3.2.2) in ``count`` heads."""

    count: int
    layers: Mapping[str, keras.layers.Dense]  # query, key, value, attended: [..., units] to [..., units]

    def split(self, part: str, values: keras.KerasTensor) -> keras.KerasTensor:
        """Projected and cut into heads: [heads, ..., size] of values [..., units]."""
        found = self.layers[part](values)
        *before, units = found.shape
        sizes = [-1 if size is None else size for size in before]
        cut = keras.ops.reshape(found, (*sizes, self.count, units // self.count))
        return keras.ops.moveaxis(cut, -2, 0)

    def queries(self, values: keras.KerasTensor) -> keras.KerasTensor:
        """Of tasks [tasks, n, units], divided by √size."""
        found = self.split("query", values)
        return found / math.sqrt(found.shape[-1])

    def joined(self, taken: keras.KerasTensor) -> keras.KerasTensor:
        """What was taken by all heads, for tasks [tasks, n, units]."""
        _, tasks, _, size = taken.shape
        beside = keras.ops.reshape(keras.ops.moveaxis(taken, 0, 2), (tasks, -1, self.count * size))
        return self.layers["attended"](beside)


class Columns(Protocol):
    """Tokens of ``count`` columns."""

    @property
    def count(self) -> int: ...

    def scores(self, queries: keras.KerasTensor, heads: Heads) -> keras.KerasTensor:
        """How much each query asks for each column: [heads, tasks, n, count]."""

    def taken(self, shares: keras.KerasTensor, heads: Heads) -> keras.KerasTensor:
        """Σ_c shares_c value_c: [heads, tasks, n, size]."""


@dataclass(frozen=True)
class Numbers:
    """The token of a column c of numbers is Σ_f x_f w_f + b_c over its own numbers f.

    A query q scores it Σ_f x_f (q · w_f) + q · b_c, and of shares a is taken Σ_f a_f x_f w_f + Σ_c a_c b_c, where a_f
    is that of f's column: matrices of columns, and not of columns for each row, are all that is projected.
    """

    values: keras.KerasTensor  # x [n, numbers]
    slopes: keras.KerasTensor  # w [numbers, units]
    offsets: keras.KerasTensor  # b [columns, units]
    owners: np.ndarray  # 1 where a number is the column's [numbers, columns]

    @property
    def count(self) -> int:
        """Of columns."""
        return int(self.owners.shape[1])

    def scores(self, queries: keras.KerasTensor, heads: Heads) -> keras.KerasTensor:
        """As of Columns."""
        each = self.values * _by_head(queries, _turned(heads.split("key", self.slopes)))
        whole = each if self._single else keras.ops.matmul(each, self.owners)
        return whole + _by_head(queries, _turned(heads.split("key", self.offsets)))

    def taken(self, shares: keras.KerasTensor, heads: Heads) -> keras.KerasTensor:
        """As of Columns."""
        each = shares if self._single else keras.ops.matmul(shares, self.owners.T)
        found = _by_head(each * self.values, heads.split("value", self.slopes))
        return added(found, _by_head(shares, heads.split("value", self.offsets)))

    @property
    def _single(self) -> bool:
        """Whether each column has one number."""
        return bool(self.owners.shape[0] == self.count)


@dataclass(frozen=True)
class Given:
    """Tokens that each row has of its own [n, columns, units]."""

    tokens: keras.KerasTensor

    @property
    def count(self) -> int:
        """Of columns."""
        return int(self.tokens.shape[1])

    def scores(self, queries: keras.KerasTensor, heads: Heads) -> keras.KerasTensor:
        """As of Columns."""
        keys = heads.split("key", self.tokens)[:, None]
        return keras.ops.sum(queries[:, :, :, None] * keys, axis=-1)

    def taken(self, shares: keras.KerasTensor, heads: Heads) -> keras.KerasTensor:
        """As of Columns."""
        values = heads.split("value", self.tokens)[:, None]
        return keras.ops.sum(shares[..., None] * values, axis=-2)


def _by_head(values: keras.KerasTensor, matrices: keras.KerasTensor) -> keras.KerasTensor:
    """[heads, tasks, n, b] from [heads, tasks, n, a] and a matrix [a, b] for each head, in one product for each."""
    heads, tasks, _, received = values.shape
    found = keras.ops.matmul(keras.ops.reshape(values, (heads, -1, received)), matrices)
    return keras.ops.reshape(found, (heads, tasks, -1, matrices.shape[-1]))


def _turned(matrices: keras.KerasTensor) -> keras.KerasTensor:
    return keras.ops.swapaxes(matrices, -1, -2)
