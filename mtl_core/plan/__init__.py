"""The plan of a network: its layers, edges and parameter counts as plain data, both drawn by the page and built by
``mtl_core.networks``; it knows no data, no screen, no TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import Experiment
from mtl_core.plan.blocks import MOST_PARAMETERS, Block, InputColumn, OutputTask, Plan
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.sharing import stems

__all__ = ["MOST_PARAMETERS", "Block", "InputColumn", "OutputTask", "Plan", "plan"]


def plan(experiment: Experiment, inputs: Sequence[InputColumn], tasks: Sequence[OutputTask]) -> Plan:
    """The network of an experiment whose columns were encoded as ``inputs`` and whose targets as ``tasks``.

    ``tasks`` come in the order of ``experiment.tasks``.
    """
    drawing = Drawing(experiment, inputs, tasks)
    wanted = dict(zip((task.id for task in tasks), experiment.tasks, strict=True))
    for task, stem in stems(drawing, experiment.sharing):
        drawing.head(task, wanted[task.id], stem)
    return Plan(inputs=tuple(inputs), tasks=tuple(tasks), blocks=tuple(drawing.blocks))
