"""Dense layers side by side, computed at once.

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


class Changed(keras.layers.Layer):  # type: ignore[misc]  # keras has no types
    """``common``, a Dense layer without an activation, each of T with a change of its own: W + A_t B_t of its kernel W,
    where ``downs`` hold A_t [received, r_t] and ``ups`` B_t [r_t, units]; [n, received], or [T, n, received], to
    [T, n, units].

    Kernels have far fewer rows than a batch, so that it is they that are changed, and not what comes of each row.
    """

    def __init__(self, common: keras.layers.Dense, downs: Layers, ups: Layers, **options: Any) -> None:
        super().__init__(**options)
        self.parts = [common, *downs, *ups]

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Make the weights of all parts."""
        common, downs, ups = self._sort_layers()
        for part in (common, *downs):
            part.build((None, shape[-1]))
        for down, up in zip(downs, ups, strict=True):
            up.build((None, down.units))

    def call(self, values: keras.KerasTensor) -> keras.KerasTensor:
        """One product, task by task."""
        common, downs, ups = self._sort_layers()
        rank = max(part.units for part in downs)
        down = keras.ops.stack([_fill(part.kernel.value, rank, 1) for part in downs])
        up = keras.ops.stack([_fill(part.kernel.value, rank, 0) for part in ups])
        found = keras.ops.matmul(values, common.kernel.value + keras.ops.matmul(down, up))
        return found + common.bias.value

    def _sort_layers(self) -> tuple[keras.layers.Dense, Layers, Layers]:
        common, *pairs = self.parts
        return common, pairs[: len(pairs) // 2], pairs[len(pairs) // 2 :]


def _fill(kernel: keras.KerasTensor, rank: int, axis: int) -> keras.KerasTensor:
    """A kernel of ``rank`` along an axis: one of less is filled up with zeros."""
    missing = rank - kernel.shape[axis]
    return keras.ops.pad(kernel, [(0, missing if place == axis else 0) for place in (0, 1)]) if missing else kernel


def one_by_one(parts: Layers, values: keras.KerasTensor) -> keras.KerasTensor:
    """What SideBySide gives, of the plain layers themselves."""
    each = keras.ops.unstack(values, len(parts))
    return keras.ops.stack([part(value) for part, value in zip(parts, each, strict=True)])
