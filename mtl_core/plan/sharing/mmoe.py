"""Multi-gate mixture of experts: Ma et al., KDD 2018."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import MMoESharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.gates import expert, mix_experts
from mtl_core.plan.views import Watch


def mmoe(drawing: Drawing, sharing: MMoESharing) -> Iterator[tuple[OutputTask, Block]]:
    """Experts of all tasks, and a gate for each task or one for all."""
    inputs = drawing.encode("inputs", drawing.ids)
    count = sharing.experts if sharing.layers else 1  # experts without a layer are all the same
    experts = [expert(drawing, f"expert_{place}", drawing.ids, inputs, sharing.layers) for place in range(1, count + 1)]
    if sharing.one_gate:
        together = mix_experts(drawing, "all", drawing.ids, inputs, experts, sharing)
    for task in drawing.tasks:
        yield (
            task,
            together if sharing.one_gate else mix_experts(drawing, task.id, (task.id,), inputs, experts, sharing),
        )
    if count > 1:
        _watch(drawing, sharing.one_gate, count)


def _watch(drawing: Drawing, one_gate: bool, count: int) -> None:
    drawing.watches.append(
        Watch(
            id="gates",
            title="How much each task uses each expert",
            kind="bars",
            measure="outputs",
            layers=tuple(f"{'all' if one_gate else task}_gate" for task in drawing.ids),
            rows=drawing.names,
            columns=tuple(f"Expert {place}" for place in range(1, count + 1)),
            by_class=True,
        )
    )


SCHEME = mmoe
