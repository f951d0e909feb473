"""What blocks of units have in common: the activation, dropout and penalty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtl_core.plan.blocks.block import Around, Block

_ACTIVATIONS: Mapping[str, str] = {"relu": "ReLU", "gelu": "GELU", "silu": "SiLU", "elu": "ELU"}
_RESTS = " In training, {dropout:,.0f}% of the units rest at each step{then}."
_THEN = " at most, and as few as validation rows allow"


class ActivatedBlock(Block):
    """A block whose units answer by an activation."""

    activation: str = "linear"
    dropout: float = 0.0  # the share of units silenced at a step of the training
    l2: float = 0.0  # the pull of its weights towards 0

    def tell(self, around: Around) -> Iterator[str]:
        """Its first sentence also says which units rest."""
        first, *others = super().tell(around)
        then = _THEN if around.adapt_dropout else ""
        yield first + (_RESTS.format(dropout=100 * self.dropout, then=then) if self.dropout else "")
        yield from others

    def figures(self, around: Around) -> dict[str, Any]:
        """With the activation as people write it."""
        return {**super().figures(around), "activation": _ACTIVATIONS.get(self.activation, self.activation)}
