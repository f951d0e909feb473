"""Where a block of a plan is built: the model's inputs, the seed, and layers named after the block."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras

from mtl_core.networks.batched_dense import Layers, SideBySide, one_by_one
from mtl_core.networks.dropout import AdaptiveDropout, HashDropout
from mtl_core.plan import Block, InputColumn
from mtl_core.plan.blocks.activated import ActivatedBlock

COUNTED = "counted"  # the input [n, 1] that is 1 for rows of data and 0 for those that only fill up a batch
Values = list[keras.KerasTensor]  # what the sources of a block give, in their order
Blocks = Sequence[Block]  # alike but for their sources


@dataclass(frozen=True)
class BuildContext:
    """The model's inputs by name, the columns they hold, and the seed."""

    inputs: Mapping[str, keras.KerasTensor]
    columns: tuple[InputColumn, ...]
    seed: int
    training: bool  # with the layers that act only while training
    members: int = 1  # networks in one
    adapt_dropout: bool = False  # whether the shares of silenced units can change while training
    layers: dict[str, keras.layers.Layer] = field(default_factory=dict)  # of blocks that others borrow from, by id
    states: dict[str, keras.KerasTensor] = field(default_factory=dict)  # of text encoders at each token, by block
    tokens: dict[str, keras.KerasTensor] = field(default_factory=dict)  # that they stand for, likewise
    present: dict[str, keras.KerasTensor] = field(default_factory=dict)  # whether there is that token, likewise
    told: Mapping[str, keras.KerasTensor] = field(
        default_factory=dict
    )  # answers while training, as build says, by task

    def draw(self, name: str) -> int:
        """The seed of one layer: by its name, so that a further task leaves the other layers' start as it was."""
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{name}".encode()).digest()[:4], "big") >> 1

    def table(self, name: str, rows: int, length: int, bound: float | None = None) -> keras.layers.Embedding:
        """An Embedding that starts within ±``bound``; without one as is usual beside standardised numbers
        (Gorishniy et al., arXiv 2106.11959)."""
        bound = length**-0.5 if bound is None else bound
        start = keras.initializers.RandomUniform(-bound, bound, seed=self.draw(name))
        return keras.layers.Embedding(rows, length, embeddings_initializer=start, name=name)

    def dense(self, name: str, units: int, activation: str = "linear", **options: Any) -> keras.layers.Dense:
        """A Dense layer; ``options`` are its own."""
        return keras.layers.Dense(
            units, activation, kernel_initializer=self.start(name, activation), name=name, **options
        )

    def bare(self, block: ActivatedBlock, part: str = "", activation: str | None = None) -> keras.layers.Dense:
        """W h + b of a block, or of a ``part`` of it, without the ``activation`` that follows (if not the block's)."""
        name = block.id + part
        return keras.layers.Dense(
            block.arrays[f"{name}/kernel"][-1],
            use_bias=f"{name}/bias" in block.arrays,
            kernel_initializer=self.start(name, activation or block.activation),
            kernel_regularizer=keras.regularizers.L2(block.l2) if block.l2 else None,
            name=name,
        )

    def side_by_side(self, layers: Layers, values: keras.KerasTensor) -> keras.KerasTensor:
        """Each of T layers without an activation on its own values: [T, n, received] to [T, n, units]."""
        if not self.training:
            return one_by_one(layers, values)
        return SideBySide(layers, name=f"{layers[0].name}_side_by_side")(values)

    def finish(self, blocks: Sequence[ActivatedBlock], values: keras.KerasTensor) -> Values:
        """The values [T, n, units] after activation and dropout, one by one by the names of their blocks."""
        return self.by_name(blocks, self.active(blocks[0], values))

    def active(self, block: ActivatedBlock, values: keras.KerasTensor) -> keras.KerasTensor:
        """The values [T, n, units] after the activation of ``block`` and dropout, which silences the same units for
        all, as it does where they share them."""
        active = keras.layers.Activation(block.activation, name=f"{block.id}_active")(values)
        return self.silence(block, active, alike=0)

    def by_name(self, blocks: Blocks, values: keras.KerasTensor) -> Values:
        """The values [T, n, units] one by one, by the names of their blocks."""
        each = keras.ops.unstack(values, len(blocks))
        return [keras.layers.Identity(name=block.id)(value) for block, value in zip(blocks, each, strict=True)]

    def start(self, name: str, activation: str = "linear") -> keras.Initializer:
        """He et al. (arXiv 1502.01852) for the family of relu, Glorot & Bengio (AISTATS 2010) for the others."""
        glorot = activation in {"linear", "tanh"}
        start = keras.initializers.GlorotUniform if glorot else keras.initializers.HeUniform
        return start(seed=self.draw(name))

    def silence(self, block: ActivatedBlock, values: keras.KerasTensor, alike: int | None = None) -> keras.KerasTensor:
        """The units of a block, of which its share rests while training; along the axis ``alike`` the same ones."""
        name = f"{block.id}_dropout"
        if not (self.adapt_dropout and self.training and block.dropout):
            return self.dropout(name, block.dropout, values, alike)
        return AdaptiveDropout(block.dropout, self.draw(name), alike, name=name)(values)

    def dropout(self, name: str, rate: float, values: keras.KerasTensor, alike: int | None = None) -> keras.KerasTensor:
        """``values``, of which a share ``rate`` is silenced while training; along the axis ``alike`` the same ones."""
        if not (rate and self.training):
            return values
        return HashDropout(rate, self.draw(name), alike, name=name)(values)
