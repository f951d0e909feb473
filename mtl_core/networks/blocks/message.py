"""What tasks go on with after their neighbours told them what they have found."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from mtl_core.networks.blocks.builder import at_once
from mtl_core.networks.blocks.mixing import add, combine
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.message import MessageBlock


def message(blocks: Sequence[MessageBlock], sources: Sequence[Values], context: BuildContext) -> Values:
    """σ(W z_t + b + V Σ_s Â_ts z_s) of several tasks: [n, units] each, from z_t and, if they have neighbours,
    Â_t [1, neighbours] and theirs."""
    keep, *send = (context.layers[name] for name in blocks[0].borrows)
    whole = keep(keras.ops.stack([state for state, *_ in sources]))
    for layer in send:
        told = [combine(shares, neighbours) for _, shares, *neighbours in sources]
        whole = add(whole, layer(keras.ops.stack(told)))
    return context.finish(blocks, whole)


BUILDER = at_once(message)
