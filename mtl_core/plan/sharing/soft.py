"""A network per task, held together by a penalty on their differences."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import SoftSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.coupled_towers import Groups, couple_towers
from mtl_core.plan.sharing.hard import trunk


def soft(drawing: Drawing, sharing: SoftSharing) -> Iterator[tuple[OutputTask, Block]]:
    """Separate networks and the penalty; at full strength one trunk."""
    count = len(drawing.ids)

    def couple(arrays: Groups, strength: float) -> Coupling:
        if sharing.penalty == "trace":
            return Coupling(kind="trace", strength=strength, arrays=arrays)
        # Σ_t ‖θ_t − θ̄‖² = 1/(2T) Σ_ts ‖θ_t − θ_s‖²
        even = tuple(tuple((t != s) / (2 * count) for s in range(count)) for t in range(count))
        return Coupling(kind="laplacian", strength=strength, arrays=arrays, relations=even)

    if sharing.strength < 1:
        yield from couple_towers(drawing, sharing.layers, sharing.strength, couple)
        return
    stem = trunk(drawing, sharing.layers)
    for task in drawing.tasks:
        yield task, stem


SCHEME = soft
