"""Sums of what several blocks give, in shares."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import Values


def mix(shares: keras.KerasTensor, values: Values) -> keras.KerasTensor:
    """Σ_s shares_s values_s: [n, units], from [n, S] and S times [n, units].

    On a CPU a product and a sum are several times as fast as an einsum, whose many small matrices are turned first.
    """
    return keras.ops.sum(shares[:, :, None] * keras.ops.stack(values, axis=1), axis=1)


def combine(shares: keras.KerasTensor, values: Values) -> keras.KerasTensor:
    """Σ_s shares_s values_s with the same shares in every row: [n, units], from [1, S] and S times [n, units].

    XLA takes several times as long for the product of a vector and a matrix as for a sum.
    """
    return keras.ops.sum(shares[0][:, None, None] * keras.ops.stack(values), axis=0)


def exchange(shares: keras.KerasTensor, values: keras.KerasTensor, parts: int) -> keras.KerasTensor:
    """What each of G takes of S values [S, n, units], the same in every row: [G, n, units].

    Values are cut into ``parts`` by their columns, and the shares [G, 1, parts · S · parts] say row after row what one
    part takes of all. It is one product of matrices, the quickest there is on a CPU; the parts of all lie one after
    another, since turned axes took XLA a quarter of a step.
    """
    count, _, units = values.shape
    given = shares.shape[0]
    cut = keras.ops.concatenate(keras.ops.split(values, parts, axis=-1))
    each = keras.ops.reshape(shares, (given, parts, count, parts))
    mixing = keras.ops.reshape(keras.ops.transpose(each, (1, 0, 3, 2)), (parts * given, parts * count))
    found = keras.ops.matmul(mixing, keras.ops.reshape(cut, (parts * count, -1)))
    whole = keras.ops.reshape(found, (parts * given, -1, units // parts))
    return keras.ops.concatenate(keras.ops.split(whole, parts), axis=-1)


def one(values: keras.KerasTensor) -> keras.KerasTensor:
    """A 1 for plain layers that hold what is the same in every row: [1, 1]."""
    return keras.ops.ones_like(keras.ops.sum(values[:0, :1], axis=0, keepdims=True))


def add(one: keras.KerasTensor, other: keras.KerasTensor) -> keras.KerasTensor:
    """one + other: [n, units]."""
    # Keras 3.15 takes a second summand of no rows for a bias, and fails.
    return keras.ops.subtract(one, keras.ops.negative(other))
