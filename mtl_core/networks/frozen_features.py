"""What frozen text encoders give for rows of data, read once before a training."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from math import prod

import keras
import numpy as np

from mtl_core.errors import TrainingError
from mtl_core.networks.predict import predict
from mtl_core.plan import Plan

_LARGEST = 2 * 2**30  # bytes
_PARTS = 10  # after each of which it is told how far the reading is
_PART = 500  # texts at least


def require_room(plan: Plan, rows: int) -> None:
    """Refuse so many rows that what the frozen encoders give for them is too much to keep. Raises TrainingError."""
    size = rows * sum(4 * prod(shape) for block in plan.blocks for shape in block.frozen_outputs.values())
    if size > _LARGEST:
        template = (
            "What the pretrained encoder gives for {rows:,} texts would take {size:.1f} GB; at most {most:.0f} GB are "
            "kept, so use fewer rows, keep shorter texts or choose a smaller preset."
        )
        raise TrainingError(template.format(rows=rows, size=size / 2**30, most=_LARGEST / 2**30))


def read_ahead(
    plan: Plan,
    model: keras.Model,
    inputs: Mapping[str, np.ndarray],
    tell: Callable[[str], None] = lambda sentence: None,
) -> dict[str, np.ndarray]:
    """``inputs``, and what the frozen encoders of ``model`` give for them, by the name of the layer that gives it;
    ``tell`` gets a sentence now and then while it lasts."""
    names = [name for block in plan.blocks for name in block.frozen_outputs]
    if not names:
        return dict(inputs)
    rows = len(next(iter(inputs.values())))
    require_room(plan, rows)
    given = keras.Model(
        {tensor.name: tensor for tensor in model.inputs if tensor.name in inputs},
        [model.get_layer(name).output for name in names],
    )
    read, template = [], "The pretrained encoder has read {done:,} of {rows:,} training texts, each of them once."
    edges = np.linspace(0, rows, max(1, min(_PARTS, rows // _PART)) + 1).astype(int).tolist()
    for start, end in itertools.pairwise(edges):
        read.append(predict(given, {name: values[start:end] for name, values in inputs.items()}))
        if end < rows:
            tell(template.format(done=end, rows=rows))
    return {
        **inputs,
        **{name: np.concatenate(parts) for name, parts in zip(names, zip(*read, strict=True), strict=True)},
    }
