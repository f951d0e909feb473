"""What frozen text encoders give for rows of data, read once before a training; it knows no training."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import keras
import numpy as np

from mtl_core.errors import TrainingError
from mtl_core.networks.predict import predict
from mtl_core.plan import Block, Plan

_LARGEST = 2 * 2**30  # bytes
STATES = "_states"  # follows the block's id in the name of an encoder's states at each token


def frozen_outputs(block: Block) -> dict[str, tuple[int, ...]]:
    """The names of the layers of a frozen encoder that others read, and the shapes of a row; none of other blocks."""
    if not block.frozen or block.sizes is None:
        return {}
    states = {f"{block.id}{STATES}": (block.sizes.length, block.units)} if block.states else {}
    return {block.id: (block.units,), **states}


def require_room(plan: Plan, rows: int) -> None:
    """Refuse so many rows that what the frozen encoders give for them is too much to keep. Raises TrainingError."""
    size = rows * sum(4 * prod(shape) for block in plan.blocks for shape in frozen_outputs(block).values())
    if size > _LARGEST:
        template = (
            "What the pretrained encoder gives for {rows:,} texts would take {size:.1f} GB; at most {most:.0f} GB are "
            "kept, so use fewer rows, keep shorter texts or choose a smaller preset."
        )
        raise TrainingError(template.format(rows=rows, size=size / 2**30, most=_LARGEST / 2**30))


def read_ahead(plan: Plan, model: keras.Model, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """``inputs``, and what the frozen encoders of ``model`` give for them, by the name of the layer that gives it."""
    names = [name for block in plan.blocks for name in frozen_outputs(block)]
    if not names:
        return dict(inputs)
    require_room(plan, len(next(iter(inputs.values()))))
    given = keras.Model(
        {tensor.name: tensor for tensor in model.inputs if tensor.name in inputs},
        [model.get_layer(name).output for name in names],
    )
    return {**inputs, **dict(zip(names, predict(given, inputs), strict=True))}
