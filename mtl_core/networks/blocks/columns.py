"""Tokens of columns, and how tasks attend to them without most tokens ever being written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import keras
import numpy as np

from mtl_core.networks.blocks.mixing import add


class Columns(Protocol):
    """Tokens of ``count`` columns."""

    @property
    def count(self) -> int: ...

    def project(self, projection: keras.layers.Dense) -> Known:
        """What the tokens are known by and what they say: ``projection`` makes [..., 2 · units] of [..., units]."""


class Known(Protocol):
    """Keys and values of columns."""

    def scores(self, asked: keras.KerasTensor) -> keras.KerasTensor:
        """asked · key for each column: [tasks, n, count], from [tasks, n, units] or of one row that stands for all."""

    def take(self, shares: keras.KerasTensor) -> keras.KerasTensor:
        """Σ_c shares_c value_c: [tasks, n, units]."""


@dataclass(frozen=True)
class Numbers:
    """The token of a column c of numbers is Σ_f x_f w_f + b_c over its own numbers f."""

    values: keras.KerasTensor  # x [n, numbers]
    parts: keras.KerasTensor  # w and b [numbers + columns, units]
    owners: np.ndarray  # 1 where a number is the column's [numbers, columns]

    @property
    def count(self) -> int:
        """Of columns."""
        return int(self.owners.shape[1])

    def project(self, projection: keras.layers.Dense) -> Known:
        """As of Columns."""
        keys, said = keras.ops.split(projection(self.parts), 2, axis=-1)
        return _KnownNumbers(self.values, keys, said, self.owners)


@dataclass(frozen=True)
class _KnownNumbers:
    """What asks, q, scores a column Σ_f x_f (q · key(w_f)) + q · key(b_c), and of shares a is taken
    Σ_f a_f x_f value(w_f) + Σ_c a_c value(b_c), where a_f is that of f's column: a few matrices are projected, and not
    a token for each row."""

    values: keras.KerasTensor
    keys: keras.KerasTensor
    said: keras.KerasTensor
    owners: np.ndarray

    def scores(self, asked: keras.KerasTensor) -> keras.KerasTensor:
        """As of Known."""
        found = keras.ops.matmul(asked, keras.ops.transpose(self.keys))
        slopes, offsets = keras.ops.split(found, [self.owners.shape[0]], axis=-1)
        each = self.values * slopes
        return add(each if self._single else keras.ops.matmul(each, self.owners), offsets)

    def take(self, shares: keras.KerasTensor) -> keras.KerasTensor:
        """As of Known."""
        each = shares if self._single else keras.ops.matmul(shares, self.owners.T)
        return keras.ops.matmul(keras.ops.concatenate([each * self.values, shares], axis=-1), self.said)

    @property
    def _single(self) -> bool:
        """Whether each column has one number."""
        numbers, columns = self.owners.shape
        return bool(numbers == columns)


@dataclass(frozen=True)
class Given:
    """Tokens that each row has of its own [n, columns, units]."""

    tokens: keras.KerasTensor

    @property
    def count(self) -> int:
        """Of columns."""
        return int(self.tokens.shape[1])

    def project(self, projection: keras.layers.Dense) -> Known:
        """As of Columns."""
        keys, said = keras.ops.split(projection(self.tokens), 2, axis=-1)
        return _KnownTokens(keys, said)


@dataclass(frozen=True)
class _KnownTokens:
    """Keys and values [n, columns, units]."""

    keys: keras.KerasTensor
    said: keras.KerasTensor

    def scores(self, asked: keras.KerasTensor) -> keras.KerasTensor:
        """As of Known."""
        return keras.ops.sum(asked[:, :, None] * self.keys, axis=-1)

    def take(self, shares: keras.KerasTensor) -> keras.KerasTensor:
        """As of Known."""
        return keras.ops.sum(shares[..., None] * self.said, axis=-2)
