"""Sums of what several blocks give, in shares; it knows no way of sharing."""

from __future__ import annotations

import keras

from mtl_core.networks.site import Values


def mixed(shares: keras.KerasTensor, values: Values) -> keras.KerasTensor:
    """Σ_s shares_s values_s: [n, units], from [n, S] and S times [n, units].

    On a CPU a product and a sum are several times as fast as an einsum, whose many small matrices are turned first.
    """
    return keras.ops.sum(shares[:, :, None] * keras.ops.stack(values, axis=1), axis=1)


def combined(shares: keras.KerasTensor, values: Values, parts: int = 1) -> keras.KerasTensor:
    """Σ_s shares_s values_s with the same shares in every row: [n, units], from [1, S] and S times [n, units].

    With ``parts``, values are cut into as many by their columns, S is parts · parts · values, and the shares say row
    after row what one part takes of all. It is one product of matrices, the quickest there is on a CPU.
    """
    units, count = values[0].shape[-1], len(values) * parts
    cut = keras.ops.stack(values)
    if parts > 1:
        shaped = keras.ops.reshape(cut, (len(values), -1, parts, units // parts))
        cut = keras.ops.transpose(shaped, (0, 2, 1, 3))
    flat = keras.ops.reshape(cut, (count, -1))
    if parts == 1:
        return keras.ops.reshape(keras.ops.matmul(shares, flat), (-1, units))
    found = keras.ops.matmul(keras.ops.reshape(shares, (-1, parts, count)), flat)
    turned = keras.ops.transpose(keras.ops.reshape(found, (parts, -1, units // parts)), (1, 0, 2))
    return keras.ops.reshape(turned, (-1, units))


def one(values: keras.KerasTensor) -> keras.KerasTensor:
    """A 1 for plain layers that hold what is the same in every row: [1, 1], without rows [0, 1]."""
    return keras.ops.ones_like(values[:1, :1])


def added(one: keras.KerasTensor, other: keras.KerasTensor) -> keras.KerasTensor:
    """one + other: [n, units]."""
    # Keras 3.15 takes a second summand of no rows for a bias, and fails.
    return keras.ops.subtract(one, keras.ops.negative(other))
