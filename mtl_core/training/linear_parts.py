"""The linear parts of a network, each mixed with what the layers say to its task in the share that validation rows
choose: stacking, Wolpert, "Stacked Generalization", Neural Networks 5, 1992.

They take no part in the training, and are fitted and mixed in when it is over: a network that learns what a linear
model leaves over is no better than either, and the two side by side are better than both. Words of texts are learnt as
well, and what they learnt gives way to what was fitted in the same share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mtl_core.plan import Block, Plan
from mtl_core.training.data import Arrays
from mtl_core.training.linear_fit import Known, fit_linear_part
from mtl_core.training.linear_inputs import linear_inputs
from mtl_core.training.losses import baselines

Weights = Mapping[str, np.ndarray]
_SHARES = tuple(np.linspace(0.0, 1.0, 11).tolist())
_MOST_ROWS = 20_000  # that a linear part is fitted on


@dataclass(frozen=True)
class LinearPart:
    """What the columns say by themselves to the task at ``place``: weights of its block, the bias included."""

    block: Block
    place: int
    weights: Weights

    def mix(self, trained: Weights, share: float) -> dict[str, np.ndarray]:
        """The block's weights by which it says ``share`` times what this says, and for the rest what it said."""
        mixed = {
            name: (1 - share) * trained[name] + share * self.weights.get(name, np.zeros(1))
            for name in self.block.arrays
        }
        return {name: weights.astype(np.float32) for name, weights in mixed.items()}


def fit_linear_parts(
    plan: Plan, train: Arrays, validation: Arrays, frozen: Collection[str] = ()
) -> tuple[LinearPart, ...]:
    """Those of ``plan`` that are not ``frozen``; none for a task whose answer another one reads, which learns from it
    as it is, nor for one that training or validation rows have no label of."""
    read = {source for block in plan.blocks for source in block.sources}
    blocks = {
        block.owners[0]: block
        for block in plan.blocks
        if block.linear and block.id not in read and not block.arrays.keys() & set(frozen)
    }
    places = {
        place: blocks[task.id]
        for place, task in enumerate(plan.tasks)
        if task.id in blocks and train.mask[place].any() and validation.mask[place].any()
    }
    if not places:
        return ()
    guesses = baselines(plan.tasks, train)
    inputs, asked = (linear_inputs(plan.inputs, rows) for rows in (train, validation))

    def fit_part(place: int) -> dict[str, np.ndarray]:
        known = Known(inputs, train.values[place], train.mask[place])
        held = Known(asked, validation.values[place], validation.mask[place])
        return fit_linear_part(plan.tasks[place], places[place], known, held, guesses[place])

    return tuple(LinearPart(block, place, fit_part(place)) for place, block in places.items())


def choose_shares(
    parts: Sequence[LinearPart], trained: Weights, losses: Callable[[Weights], np.ndarray]
) -> tuple[float, ...]:
    """The share of each of ``parts`` with the least validation loss; ``losses`` gives those of all tasks [T] by the
    network's weights."""
    found = [losses({**trained, **mix(parts, trained, [share] * len(parts))}) for share in _SHARES]
    best = np.argmin(np.nan_to_num(found, nan=np.inf), axis=0)
    return tuple(_SHARES[best[part.place]] for part in parts)


def mix(parts: Sequence[LinearPart], trained: Weights, shares: Sequence[float]) -> dict[str, np.ndarray]:
    """The weights that change where each of ``parts`` says its share."""
    mixed: dict[str, np.ndarray] = {}
    for part, share in zip(parts, shares, strict=True):
        mixed |= part.mix(trained, share)
    return mixed


def draw_rows(rows: Arrays) -> Arrays:
    """As many rows as a linear part needs at most, the same ones each time."""
    if rows.rows <= _MOST_ROWS:
        return rows
    some = np.sort(np.random.default_rng(0).choice(rows.rows, _MOST_ROWS, replace=False))
    inputs = {name: values[some] for name, values in rows.inputs.items()}
    values, mask = (tuple(array[some] for array in group) for group in (rows.values, rows.mask))
    return replace(rows, inputs=inputs, values=values, mask=mask)
