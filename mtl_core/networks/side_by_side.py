"""Dense layers side by side, computed at once; it knows neither the plan nor a way of sharing.

On a CPU one product of large matrices takes a fraction of the time of many small ones, forwards and backwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

Layers = Sequence[keras.layers.Dense]


class SideBySide(keras.layers.Layer):  # type: ignore[misc]  # keras has no types
    """Each of ``parts``, T Dense layers without an activation, on its own values: [T, n, received] to [T, n, units]."""

    def __init__(self, parts: Layers, **options: Any) -> None:
        super().__init__(**options)
        self.parts = list(parts)

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Make the weights of all parts."""
        for part in self.parts:
            part.build(shape[1:])

    def call(self, values: keras.KerasTensor) -> keras.KerasTensor:
        """One product, task by task."""
        found = keras.ops.matmul(values, keras.ops.stack([part.kernel.value for part in self.parts]))
        if not self.parts[0].use_bias:
            return found
        return found + keras.ops.stack([part.bias.value for part in self.parts])[:, None]


def one_by_one(parts: Layers, values: keras.KerasTensor) -> keras.KerasTensor:
    """What SideBySide gives, of the plain layers themselves."""
    each = keras.ops.unstack(values, len(parts))
    return keras.ops.stack([part(value) for part, value in zip(parts, each, strict=True)])
