"""When to look who helps whom, and what was seen."""

from __future__ import annotations

import math

import numpy as np

from mtl_core.records.affinity import AffinityLook, Rows
from mtl_core.training.engine import Engine
from mtl_core.training.progress import Progress
from mtl_core.training.state import State
from mtl_core.verdict.paired import FEWEST


class AffinityMonitor:
    """Looks at the ends of epochs 1, 2, 3, 4, 6, 8, 11, 16, …, √2 times as far each time: early ones differ most, and
    wherever a training ends, most of its course was seen. It never looks where so few looks could not tell anything."""

    def __init__(self, engine: Engine, epochs: int) -> None:
        self._engine = engine
        last = 2 * math.log2(max(epochs, 1))
        due = {round(2 ** (power / 2)) for power in range(math.floor(last) + 1)}
        self._due = due if len(due) >= FEWEST else set()

    def at_end_of_epoch(self, state: State, progress: Progress) -> None:
        """Note in ``progress`` what is seen, if it is time; nothing else changes."""
        if progress.epoch not in self._due or not self._engine.can_look:
            return
        ahead, first = self._engine.look_ahead(state, progress.epoch)
        progress.looks.append(AffinityLook(epoch=progress.epoch, ahead=_rows(ahead), first_order=_rows(first)))


def _rows(values: np.ndarray) -> Rows:
    """Plain numbers; None where there is none."""
    return tuple(tuple(value if math.isfinite(value) else None for value in row) for row in values.tolist())
