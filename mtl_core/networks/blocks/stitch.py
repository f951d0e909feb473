"""Stitches between networks side by side."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from mtl_core.networks.blocks.builder import at_once
from mtl_core.networks.blocks.mixing import exchange, one
from mtl_core.networks.blocks.shares import shares_of, start_of
from mtl_core.networks.build_context import BuildContext, Values
from mtl_core.plan.blocks.stitch import StitchBlock


def stitch(blocks: Sequence[StitchBlock], sources: Sequence[Values], context: BuildContext) -> Values:
    """x̃_t = Σ_s α_ts x_s of several tasks: [n, units] each, each source cut into parts; Misra et al., arXiv
    1604.03539, eq. 1, with several parts Ruder et al., arXiv 1705.08142, eq. 2.

    A layer holds α / speed [1, parts · tasks · parts], row after row of what one part takes: Adam's steps do not grow
    with a gradient, so that α moves ``speed`` times as fast.
    """
    given = sources[0]  # those of all tasks, to each
    parts = blocks[0].parts
    layers = [shares_of(block, start_of(block, len(given) * parts, block.place * parts, parts)) for block in blocks]
    first = one(given[0])
    shares = context.side_by_side(layers, keras.ops.stack([first] * len(blocks))) * blocks[0].speed
    return context.by_name(blocks, exchange(shares, keras.ops.stack(given), parts))


BUILDER = at_once(stitch)
