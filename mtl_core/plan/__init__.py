"""The plan of a network: its layers, edges and parameter counts as plain data, both drawn by the page and built by
``mtl_core.networks``."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import WAYS, Experiment, HardSharing, Sharing, way_of
from mtl_core.plan.added_task import alone, require_unchanged
from mtl_core.plan.blocks import BLOCKS, Block, Role
from mtl_core.plan.coupling import Coupling
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import InputColumn, OutputTask
from mtl_core.plan.network import MOST_PARAMETERS, Plan
from mtl_core.plan.sharing import stems
from mtl_core.plan.views import View, Watch

__all__ = [
    "BLOCKS",
    "MOST_PARAMETERS",
    "Block",
    "Coupling",
    "InputColumn",
    "OutputTask",
    "Plan",
    "Role",
    "View",
    "Watch",
    "alone",
    "plan",
    "require_unchanged",
]


def plan(experiment: Experiment, inputs: Sequence[InputColumn], tasks: Sequence[OutputTask]) -> Plan:
    """The network of an experiment whose columns were encoded as ``inputs`` and whose targets as ``tasks``.

    ``tasks`` come in the order of ``experiment.tasks``.
    """
    drawing = _draw(experiment, inputs, tasks, experiment.sharing)
    apart = _draw(experiment, inputs, tasks, _separate(experiment.sharing))
    return Plan(
        inputs=tuple(inputs),
        tasks=tuple(tasks),
        blocks=drawing.finish(),
        summary=WAYS[way_of(experiment.sharing)].summary,
        members=experiment.sharing.members,
        adapt_dropout=experiment.sharing.adapt_dropout,
        separate_parameters=sum(block.parameters for block in apart.blocks),
        couplings=tuple(drawing.couplings),
        watches=tuple(drawing.watches),
    )


def _draw(
    experiment: Experiment, inputs: Sequence[InputColumn], tasks: Sequence[OutputTask], sharing: Sharing
) -> Drawing:
    drawing = Drawing(experiment, inputs, tasks)
    wanted = dict(zip(drawing.ids, experiment.tasks, strict=True))
    for task, stem in stems(drawing, sharing):
        drawing.head(task, wanted[task.id], stem)
    return drawing


def _separate(sharing: Sharing) -> HardSharing:
    """One plain network per task, the same beside every way of sharing that has these layers of this width."""
    return HardSharing(depth=0, layers=sharing.layers)
