"""What each member of a network has for itself, where it is many in one."""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np

from mtl_core.networks.blocks.mixing import one
from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.members import join_members


def fan_out(name: str, values: keras.KerasTensor, context: BuildContext) -> keras.KerasTensor:
    """``values`` [n, …] once for each member, times numbers of its own, which start as 1 or -1: [k · n, …]."""
    if context.members == 1:
        return values
    shape = values.shape[1:]
    count = context.members * math.prod(shape)
    scales = keras.layers.Dense(count, use_bias=False, kernel_initializer=_signs(name, count, context), name=name)
    each = keras.ops.reshape(scales(one(keras.ops.reshape(values, (-1, 1)))), (context.members, 1, *shape))
    return join_members(each * values)


def apply_own_dense(
    name: str, units: int, values: keras.KerasTensor, context: BuildContext, **options: Any
) -> keras.KerasTensor:
    """A linear layer that each member has for itself: [k · n, …, units], from [k · n, …, received]; ``options`` are
    its own."""
    if context.members == 1:
        return context.dense(name, units, **options)(values)
    *places, received = values.shape[1:]
    bound = (6 / (received + units)) ** 0.5  # as Glorot & Bengio start a layer; Keras would take all for a single one
    biased = options.pop("use_bias", True)
    layer = (_SummedDense if context.training and units == 1 else keras.layers.EinsumDense)(
        "kni,kiu->knu",
        (None, units),
        bias_axes="ku" if biased else None,
        kernel_initializer=keras.initializers.RandomUniform(-bound, bound, seed=context.draw(name)),
        name=name,
        **options,
    )
    each = layer(keras.ops.reshape(values, (context.members, -1, received)))
    return keras.ops.reshape(each, (-1, *places, units))


class _SummedDense(keras.layers.EinsumDense):  # type: ignore[misc]  # keras has no types
    """Of one unit: XLA sums so few products in a fraction of the time that as many small products of matrices take."""

    def call(self, values: keras.KerasTensor, training: bool = False) -> keras.KerasTensor:
        """From [k, n, received]: [k, n, 1]."""
        found = keras.ops.sum(values * keras.ops.transpose(self.kernel, (0, 2, 1)), axis=-1, keepdims=True)
        return found if self.bias is None else found + self.bias


def _signs(name: str, count: int, context: BuildContext) -> keras.initializers.Initializer:
    """1 or -1 [1, count], so that members start far from each other and none is larger than the others; in use, where
    learnt numbers take their place, 1."""
    drawn = np.random.default_rng(context.draw(name)).integers(0, 2, (1, count)) if context.training else np.ones(1)
    return keras.initializers.Constant(2.0 * drawn - 1.0)
