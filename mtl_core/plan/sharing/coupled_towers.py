"""A network per task, and the penalty that holds the networks close."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mtl_core.experiment import HardSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.hard import hard
from mtl_core.plan.views import Watch

Groups = tuple[tuple[str, ...], ...]  # one array of each task in a group
_SCALE = 0.1  # λ at strength 1/2, beside losses of which 1 is guessing


def couple_towers(
    drawing: Drawing, layers: int, strength: float, couple: Callable[[Groups, float], Coupling]
) -> Iterator[tuple[OutputTask, Block]]:
    """Separate networks of ``layers`` and, unless ``strength`` is 0, the penalty that ``couple`` makes of their arrays
    and λ, which grows from 0 without a bound as strength goes from 0 to 1."""
    arrays = []
    drawn = len(drawing.blocks)
    for task, stem in hard(drawing, HardSharing(depth=0, layers=layers)):
        arrays.append([name for block in drawing.blocks[drawn:] for name in block.arrays])
        yield task, stem
        drawn = len(drawing.blocks)  # with the task's own head, which is left alone
    if len(drawing.ids) > 1:
        _watch(drawing, arrays)
    if strength and len(drawing.ids) > 1:
        drawing.couplings.append(couple(tuple(zip(*arrays, strict=True)), _SCALE * strength / (1 - strength)))


def _watch(drawing: Drawing, arrays: Sequence[Sequence[str]]) -> None:
    drawing.watches.append(
        Watch(
            id="distances",
            title="How far the tasks' networks are apart",
            kind="heatmap",
            measure="distances",
            arrays=tuple(map(tuple, arrays)),
            rows=drawing.names,
            columns=drawing.names,
        )
    )
