"""Learnt numbers that are the same in every row."""

from __future__ import annotations

import keras

from mtl_core.networks.build_context import BuildContext
from mtl_core.plan import Block


def constant(block: Block, part: str, size: int, context: BuildContext) -> keras.layers.Dense:
    """Of a 1, ``size`` numbers that are the same in every row; they start within ±1/√units."""
    bound = block.units**-0.5
    start = keras.initializers.RandomUniform(-bound, bound, seed=context.draw(f"{block.id}_{part}"))
    return keras.layers.Dense(size, use_bias=False, kernel_initializer=start, name=f"{block.id}_{part}")
