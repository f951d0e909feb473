"""Layers through a narrow one and back, added to what came in: He et al., arXiv 1512.03385, section 3."""

from __future__ import annotations

from typing import Any, Literal, Self

from mtl_core.plan.blocks.activated import ActivatedBlock
from mtl_core.plan.blocks.block import Around, Block, Ids, dense_arrays


class ResidualBlock(ActivatedBlock):
    """h + V σ(W h + b) + c of W [units, narrow] and V [narrow, units]: [n, units]."""

    heading = "Residual layer {level} of {whose}"
    sentence = "Adds to {units:,} values what a narrow layer of {narrow:,} units ({activation}) makes of them."

    kind: Literal["residual"] = "residual"
    narrow: int

    @classmethod
    def after(cls, id: str, owners: Ids, source: Block, narrow: int, activation: str) -> Self:
        """On top of ``source``, for all ``owners``."""
        return cls(
            id=id,
            role="trunk",
            owners=owners,
            tasks=owners,
            sources=(source.id,),
            level=source.level + 1,
            units=source.units,
            arrays=dense_arrays(f"{id}_in", source.units, narrow) | dense_arrays(f"{id}_out", narrow, source.units),
            activation=activation,
            narrow=narrow,
        )

    @property
    def label(self) -> str:
        """How narrow it is."""
        return f"via {self.narrow}"

    def figures(self, around: Around) -> dict[str, Any]:
        """With the units in between."""
        return {**super().figures(around), "narrow": self.narrow}


BLOCK = ResidualBlock
