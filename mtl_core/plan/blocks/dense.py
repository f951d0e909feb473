"""A Dense layer with activation and dropout."""

from __future__ import annotations

from typing import ClassVar, Literal

from mtl_core.plan.blocks.activated import ActivatedBlock


class DenseBlock(ActivatedBlock):
    """σ(W h + b): [n, units]."""

    sentence = "{received:,} values in, {units:,} out ({activation}). Each unit weighs all values that come in."
    is_layer: ClassVar[bool] = True

    kind: Literal["dense"] = "dense"


BLOCK = DenseBlock
