"""How a block is built: by itself, or at once with those beside it that are alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, NamedTuple

import keras

from mtl_core.networks.build_context import Blocks, BuildContext, Values
from mtl_core.plan import Block

Together = Callable[[Any, Sequence[Values], BuildContext], list[Any]]


class Builder(NamedTuple):
    """``build`` makes of blocks, and of what the sources of each give, what each of them gives; blocks side by side go
    into one call whose ``likeness`` is equal."""

    build: Together
    likeness: Callable[[Block], Hashable]


def one_by_one(build: Callable[[Any, Values, BuildContext], Any]) -> Builder:
    """Each block by itself."""

    def each(blocks: Blocks, sources: Sequence[Values], context: BuildContext) -> list[Any]:
        return [build(block, given, context) for block, given in zip(blocks, sources, strict=True)]

    return Builder(each, lambda block: block.id)


def at_once(build: Together) -> Builder:
    """Blocks that are alike but for their sources, whoever trains them: it is sharing that brings them together."""
    return Builder(build, _alike)


def at_once_of_one_task(build: Together) -> Builder:
    """Blocks that are alike but for their sources, of the same tasks and with weights of the same shapes."""
    return Builder(build, lambda block: (_alike(block), block.tasks, *block.arrays.values()))


def _alike(block: Block) -> Hashable:
    return block.kind, block.level, block.units, block.borrows


def penalty(l2: float) -> keras.regularizers.Regularizer | None:
    """The pull of weights towards 0; None where there is none."""
    return keras.regularizers.L2(l2) if l2 else None
